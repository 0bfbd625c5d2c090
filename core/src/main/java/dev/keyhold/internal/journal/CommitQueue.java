package dev.keyhold.internal.journal;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.version.Write;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Commits on their way from those who make them to the one thread that writes them. Whoever adds
 * holds the timeline's latch; whoever takes is one thread; neither waits for the other.
 */
final class CommitQueue {
  /*
   * Chunks of slots, two a commit: entry and version, or a list of writes and nothing. Revisions
   * rise by one, so a slot's place tells its revision. What has been stored is published by `added`,
   * a volatile, so that whoever adds and then looks whether the writer sleeps, and the writer who
   * says that it will sleep and then looks at `added`, cannot both see the old.
   */
  private static final int SLOTS = 2 * 512;

  private static final class Chunk {
    final @Nullable Object[] slots = new Object[SLOTS];
    @Nullable Chunk next;
  }

  /** The revision of the last commit that was added. */
  private volatile long added;

  private static final VarHandle ADDED_BYTES;

  static {
    try {
      ADDED_BYTES =
          MethodHandles.lookup().findVarHandle(CommitQueue.class, "addedBytes", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Bytes of all commits that were ever added, at the most. Written under the latch. */
  private long addedBytes;

  private Chunk tail = new Chunk();
  private int tailSlot;

  /** The taker's, as what follows. */
  private Chunk head = tail;

  private int headSlot;
  private long taken;
  private long takenBytes;

  /** Of those that are written. */
  private volatile long doneBytes;

  CommitQueue(long lastRevision) {
    added = lastRevision;
    taken = lastRevision;
  }

  long added() {
    return added;
  }

  // ── under the latch ────────────────────────────────────────────────────────────────────────

  /**
   * Adds a commit of one write.
   *
   * @return how many bytes of commits are not written yet
   */
  long add(long revision, Entry<Version> entry, Version next) {
    store(revision, entry, next);
    return added(revision, Format.COMMIT_BYTES + Format.sizeBytes(entry, next));
  }

  /** The same with several. */
  long add(long revision, List<Write> writes) {
    store(revision, writes, null);
    return added(revision, Format.COMMIT_BYTES + Format.sizeBytes(writes));
  }

  private long added(long revision, long bytes) {
    long sum = addedBytes + bytes;
    ADDED_BYTES.setOpaque(this, sum);
    added = revision;
    return sum - doneBytes;
  }

  private void store(long revision, Object what, @Nullable Version next) {
    assert revision == added + 1 : "revisions rise by one each";
    if (tailSlot == SLOTS) {
      Chunk fresh = new Chunk();
      tail.next = fresh;
      tail = fresh;
      tailSlot = 0;
    }
    tail.slots[tailSlot] = what;
    tail.slots[tailSlot + 1] = next;
    tailSlot += 2;
  }

  // ── the writer's ───────────────────────────────────────────────────────────────────────────

  boolean isEmpty() {
    return taken == added;
  }

  /**
   * Takes commits, and writes them as the payload of a batch.
   *
   * @param bytesMax about: it stops once there are so many, and takes one commit at least
   * @return how many
   */
  int take(ByteSink out, int bytesMax) {
    long available = added;
    int count = 0;
    while (taken < available && out.length() < bytesMax) {
      if (count > 0 && out.length() + nextBytes() > Format.BYTES_MAX) {
        break;
      }
      takeOne(out);
      count++;
    }
    return count;
  }

  private void advance() {
    if (headSlot == SLOTS) {
      head = Objects.requireNonNull(head.next, "fewer commits than were added");
      headSlot = 0;
    }
  }

  @SuppressWarnings("unchecked") // what add() stores
  private long nextBytes() {
    advance();
    Object what = Objects.requireNonNull(head.slots[headSlot]);
    Version next = (Version) head.slots[headSlot + 1];
    return Format.COMMIT_BYTES
        + (next == null
            ? Format.sizeBytes((List<Write>) what)
            : Format.sizeBytes((Entry<Version>) what, next));
  }

  @SuppressWarnings("unchecked") // what add() stores
  private void takeOne(ByteSink out) {
    takenBytes += nextBytes();
    Object what = Objects.requireNonNull(head.slots[headSlot]);
    Version next = (Version) head.slots[headSlot + 1];
    if (next == null) {
      Format.commit(out, (List<Write>) what);
    } else {
      Format.commit(out, (Entry<Version>) what, next);
    }
    head.slots[headSlot] = null;
    head.slots[headSlot + 1] = null;
    headSlot += 2;
    taken++;
  }

  /** What has been taken is written: it counts no more. */
  void done() {
    doneBytes = takenBytes;
  }

  /** How many bytes of commits are not written yet, about: it is looked at without the latch. */
  long pendingBytes() {
    return (long) ADDED_BYTES.getOpaque(this) - doneBytes;
  }
}
