package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import java.io.Serial;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
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
   *   H3 A commit is linked after its revision has been published: who is told of it finds it when
   *      reading.
   *
   * Whoever follows and finds CUT looks whether the one it wants is the first one kept; if not, it
   * has been too slow.
   *
   * Nothing is kept before somebody has shown that it may be asked for (`begin`). Until then all this
   * costs a writer is to read two fields, `first` and that of Sleepers.
   */
  private static final Committed CUT = Committed.nothing(-1);

  private final int commitsMax;
  private final long bytesMax;
  private final Sleepers sleepers = new Sleepers(this);

  /** The commit before those that are kept; null: none is kept yet. Written under the latch. */
  private volatile @Nullable Committed first;

  /** The newest. Guarded by the latch, as what follows. */
  private @Nullable Committed tail;

  private int commits;
  private long bytes;

  /** /** What the commits that are kept take of the heap, see {@link Committed#heapBytes}. */
  private final LongAdder heapBytes = new LongAdder();

  private final LongAdder sharedBytes = new LongAdder();

  /** Written under the latch; never false again. */
  private volatile boolean forGood;

  /**
   * Keeps nothing until {@link Timeline#keepHistory}.
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

  /**
   * What is kept at a moment.
   *
   * @param commits how many
   * @param bytes of keys and values and what holds them, about
   * @param oldestRevision from which one can follow; -1: nothing is kept yet
   */
  public record State(int commits, long bytes, long oldestRevision) {}

  // ── the committer's ────────────────────────────────────────────────────────────────────────

  /** What {@link #append} takes, made before the latch is taken; null: nothing is kept. */
  @Nullable Committed prepare(
      Entry<Version> entry, Version next, @Nullable Version old, Snapshots snapshots) {
    return first == null ? null : Committed.of(entry, next, old, snapshots);
  }

  /** The same for several, whose predecessors are linked. */
  @Nullable Committed prepare(List<Write> writes, Snapshots snapshots) {
    return first == null ? null : Committed.of(writes, snapshots);
  }

  /**
   * Keeps commits from here on; nothing if it does already. Under the latch, as all that follows.
   */
  void begin(long revision) {
    if (first == null) {
      Committed base = Committed.nothing(revision);
      tail = base;
      first = base;
    }
  }

  /** It is kept for good from now. */
  void forGood() {
    forGood = true;
  }

  boolean isForGood() {
    return forGood;
  }

  /** Keeps nothing more, unless it is for good. */
  void end() {
    if (!forGood) {
      first = null;
      tail = null;
      commits = 0;
      bytes = 0;
      heapBytes.reset();
      sharedBytes.reset();
    }
  }

  /** Whether {@link #append} needs a commit. */
  boolean isKept() {
    return tail != null;
  }

  /** The newest commit. */
  Committed newest() {
    return Objects.requireNonNull(tail, "nothing is kept yet");
  }

  /** Of {@link #heapBytes} values that may be kept for snapshots as well. */
  long sharedBytes() {
    return sharedBytes.sum();
  }

  /** What it takes of the heap beside the newest versions. */
  long heapBytes() {
    return heapBytes.sum();
  }

  void append(long revision, Committed commit) {
    commit.at(revision);
    newest().next = commit;
    tail = commit;
    commits++;
    bytes += commit.bytes;
    heapBytes.add(commit.heapBytes);
    sharedBytes.add(commit.sharedBytes);
    Committed base = first;
    while (base != null && (commits > commitsMax || bytes > bytesMax) && commits > 1) {
      Committed oldest = Objects.requireNonNull(base.next, "fewer commits than were counted");
      bytes -= oldest.bytes;
      heapBytes.add(-oldest.heapBytes);
      sharedBytes.add(-oldest.sharedBytes);
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
  @Nullable Committed after(long revision) {
    Committed each = first;
    if (each == null || revision < each.revision()) {
      return null;
    }
    while (each != null && each.revision() < revision) {
      each = each.next;
      if (each == CUT) {
        each = first; // trimmed on the way
        if (each == null || revision < each.revision()) {
          return null;
        }
      }
    }
    return each;
  }

  /** The revision that one can follow from at the least; -1: nothing is kept. */
  public long oldestRevision() {
    Committed base = first;
    return base == null ? -1 : base.revision();
  }

  /**
   * The commit after one; null: there is none yet.
   *
   * @throws Lagged it is not kept any more
   */
  @Nullable Committed next(Committed commit) throws Lagged {
    Committed next = commit.next;
    while (next == CUT) {
      Committed found = after(commit.revision());
      if (found == null) {
        throw new Lagged();
      }
      next = found.next;
    }
    return next;
  }

  /** What a follower wants is not kept any more. */
  public static final class Lagged extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    Lagged() {
      super(null, null, false, false);
    }
  }

  Sleepers sleepers() {
    return sleepers;
  }
}
