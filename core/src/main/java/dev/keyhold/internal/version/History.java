package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.json.Json;
import java.io.Serial;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The last commits in order, for those who follow them. Bounded by count and by bytes: a follower
 * that is too slow finds the commits after its own gone, and never delays a writer.
 *
 * <p>Appending is the committer's, under the timeline's latch; everything else is anybody's.
 */
public final class History {
  /*
   * A chain of commits, grown at the tail. Followers hold the commit they have come to, and go on by
   * its `next`. Trimming takes the first commit off by pointing its `next` to CUT, so a follower that
   * dawdles holds one commit and not all that came after it.
   *
   *   H1 Revisions rise along the chain by one each.
   *   H2 A commit's `next` is null, then the commit after it, then CUT; it is CUT if the commit after
   *      it, or that one's successors, are taken off.
   *
   * Whoever follows and finds CUT looks whether the one it wants is the first one kept; if not, it
   * has been too slow.
   */
  private static final Commit CUT = new Commit(-1, List.of());

  /** What a commit costs beside its keys and values, about. */
  private static final int COMMIT_BYTES = 96;

  private final int commitsMax;
  private final long bytesMax;
  private final Queue<Thread> sleepers = new ConcurrentLinkedQueue<>();

  /** The commit before those that are kept; null: none is kept yet. Written under the latch. */
  private volatile @Nullable Commit first;

  /** The newest. Guarded by the latch, as what follows. */
  private @Nullable Commit tail;

  private int commits;
  private long bytes;

  /**
   * Keeps nothing until {@link Timeline#follow}.
   *
   * @param commitsMax how many are kept, 1 at least
   * @param bytesMax how many bytes of keys and values are kept, about; the newest commit is kept
   *     whatever its size
   */
  public History(int commitsMax, long bytesMax) {
    assert commitsMax >= 1 && bytesMax >= 1 : "room for nothing";
    this.commitsMax = commitsMax;
    this.bytesMax = bytesMax;
  }

  /** A commit: what was written at one revision. */
  public static final class Commit {
    private final long revision;
    private final List<Write> writes;
    private volatile @Nullable Commit next;

    private Commit(long revision, List<Write> writes) {
      this.revision = revision;
      this.writes = writes;
    }

    public long revision() {
      return revision;
    }

    /** In the order in which they were made; of different keys. */
    public List<Write> writes() {
      return writes;
    }

    private long bytes() {
      long sum = COMMIT_BYTES;
      for (Write each : writes) {
        Json value = each.next().value();
        sum += each.entry().keyLengthBytes() + (value == null ? 0 : value.byteLength());
      }
      return sum;
    }
  }

  /**
   * What is kept at a moment.
   *
   * @param commits how many
   * @param bytes of keys and values and what holds them, about
   * @param oldestRevision from which one can follow; -1: nothing is kept yet
   */
  public record State(int commits, long bytes, long oldestRevision) {}

  // ── the committer's, under the latch ───────────────────────────────────────────────────────

  /** Keeps commits from here on; nothing if it does already. */
  void begin(long revision) {
    if (first == null) {
      Commit base = new Commit(revision, List.of());
      tail = base;
      first = base;
    }
  }

  void append(long revision, Entry<Version> entry, Version next) {
    if (tail != null) {
      add(tail, new Commit(revision, List.of(new Write(entry, next))));
    }
  }

  void append(long revision, List<Write> writes) {
    if (tail != null) {
      add(tail, new Commit(revision, List.copyOf(writes)));
    }
  }

  private void add(Commit end, Commit commit) {
    end.next = commit;
    tail = commit;
    commits++;
    bytes += commit.bytes();
    Commit base = first;
    while (base != null && (commits > commitsMax || bytes > bytesMax) && commits > 1) {
      Commit oldest = Objects.requireNonNull(base.next, "fewer commits than were counted");
      bytes -= oldest.bytes();
      commits--;
      first = oldest; // not kept itself from now: it is the base
      base.next = CUT;
      base = oldest;
    }
  }

  State state() {
    return new State(commits, bytes, oldestRevision());
  }

  // ── the followers' ─────────────────────────────────────────────────────────────────────────

  /**
   * The place behind a commit, from which to go on.
   *
   * @return null: what came after it is not all kept, see {@link #oldestRevision}
   */
  public @Nullable Commit after(long revision) {
    Commit each = first;
    if (each == null || revision < each.revision) {
      return null;
    }
    while (each != null && each.revision < revision) {
      each = each.next;
      if (each == CUT) {
        each = first; // trimmed on the way
        if (each == null || revision < each.revision) {
          return null;
        }
      }
    }
    return each;
  }

  /** The commit that {@link #after} can be asked for at the least; -1: nothing is kept. */
  public long oldestRevision() {
    Commit base = first;
    return base == null ? -1 : base.revision;
  }

  /**
   * The commit after one; null: there is none yet.
   *
   * @throws Lagged it is not kept any more
   */
  public @Nullable Commit next(Commit commit) throws Lagged {
    Commit next = commit.next;
    if (next != CUT) {
      return next;
    }
    Commit found = after(commit.revision);
    if (found == null) {
      throw new Lagged();
    }
    return found.next == CUT ? next(found) : found.next;
  }

  /** What a follower wants is not kept any more. */
  public static final class Lagged extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    Lagged() {
      super(null, null, false, false);
    }
  }

  /**
   * Waits until there is a commit after one, or an interrupt or an unpark comes; may also return
   * for no reason.
   */
  public void awaitNext(Commit commit) {
    Thread self = Thread.currentThread();
    sleepers.add(self);
    try {
      if (commit.next == null) {
        Host.current().park(this);
      }
    } finally {
      sleepers.remove(self);
    }
  }

  /** After a commit, with nothing held. */
  void wake() {
    if (!sleepers.isEmpty()) {
      sleepers.forEach(Host.current()::unpark);
    }
  }
}
