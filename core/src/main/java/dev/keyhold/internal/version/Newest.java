package dev.keyhold.internal.version;

import dev.keyhold.internal.wait.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The newest commit's revision, and the latch of all commits, in one word. */
final class Newest {
  /*
   * Who commits has to write the revision anyway. So to close the latch is one compare-and-set on
   * that very word, and to publish the next revision opens it: a commit costs two writes to one
   * place, where a lock beside it would cost three to two.
   *
   * It is held for short sections without code of the user's, and as with all such latches a
   * simulated task is never suspended there. It is not fair: who loses looks again.
   *
   * The word is written by volatile stores, which no later read may pass (Snapshots, S1).
   */

  /** In the word: somebody has the latch. */
  private static final long LATCHED = Long.MIN_VALUE;

  /** About one holder's stay. */
  private static final int SPINS = 64;

  /** Longer, and the holder was preempted, or commits many keys. */
  private static final long SLEEP_NANOS = 20_000;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(Newest.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("UnusedVariable") // by its handle
  private long word;

  /** The newest revision; 0: there was none. Waits for nobody. */
  long revision() {
    return (long) WORD.getVolatile(this) & ~LATCHED;
  }

  /** Takes the latch, waiting for it; the newest revision. */
  long latch() {
    for (int times = 0; ; times++) {
      long seen = (long) WORD.getVolatile(this);
      if (seen >= 0 && WORD.compareAndSet(this, seen, seen | LATCHED)) {
        return seen;
      }
      if (times < SPINS) {
        Thread.onSpinWait();
      } else {
        Host.current().parkNanos(this, SLEEP_NANOS);
      }
    }
  }

  /** Under the latch, which stays closed: what is stamped up to this revision is committed. */
  void publish(long revision) {
    WORD.setVolatile(this, revision | LATCHED);
  }

  /** Opens the latch; the same. */
  void unlatch(long revision) {
    WORD.setVolatile(this, revision);
  }

  /** Opens the latch: nothing was committed but what was published. */
  void unlatch() {
    unlatch(revision());
  }
}
