package dev.keyhold.internal.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What inner nodes and leaves have in common: the lock that is also a version, and the order of
 * their keys by prefix and head.
 *
 * <pre>
 *   version   63 ……………………………… 1   0
 *             number of changes     locked
 *
 *   prefix    "user:0001"            all keys in here begin so
 *   heads     "23:p"  "24:p"  …      the four bytes behind it of each, as ints, ascending
 * </pre>
 *
 * <p>A search compares the prefix once, then heads alone, side by side in memory; keys themselves
 * are looked at only where heads are equal.
 *
 * @param <V> of the entries
 */
abstract sealed class Node<V> permits Inner, Leaf {
  /*
   * Reading is optimistic (a sequence lock). A reader takes the version while it is even, reads what
   * it likes, and asks whether the version is still the same; if not, what it read is worth nothing.
   * Until it has asked, anything may be torn: a count may belong to another array, an element may be
   * null. So reading must end and throw nothing, whatever it meets, and nothing of it may be
   * believed; the fields of an entry may, since they are final.
   *
   * Order in memory, the pairs that make it right on any processor:
   *
   *   writer                                reader
   *   W1  compare-and-set version odd       R1  version, acquire
   *   W2  store-store fence                 R2  plain reads
   *   W3  plain writes                      R3  acquire fence
   *   W4  version even, release             R4  version again, opaque
   *
   * If R2 sees something that W3 wrote, then R4 sees W1 or later (W2 against R3), and the reader
   * starts again. If R1 sees W4, then R2 sees all of W3. Plain writes after a compare-and-set may
   * become visible before it: W2 is what forbids that, and on x86 nothing shows that it is missing
   * (nor R3).
   *
   * A lock is only ever tried, from a version that was read before (tryLock): so holding it means
   * also that everything read since is true. Nobody waits for a node's lock while holding another.
   *
   * A node that is taken out of the tree gets a new version, too. There is no mark on it: to reach
   * it a reader needs its parent unchanged after having read the version, see Tree.
   */
  private static final long LOCKED = 1;

  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(Node.class, "version", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long version;

  /** How many keys there are; of an inner node one less than children. */
  int count;

  /** What all keys begin with. Its bytes never change. */
  byte[] prefix = KeyBytes.NONE;

  /** Under the lock: how many bytes of heap it takes, without what is below it. */
  abstract long heapBytes();

  /** Waits until nobody changes this node. */
  final long awaitStable() {
    long seen = (long) VERSION.getAcquire(this);
    return (seen & LOCKED) == 0 ? seen : awaitUnlocked();
  }

  private long awaitUnlocked() {
    for (int times = 0; ; times++) {
      long seen = (long) VERSION.getAcquire(this);
      if ((seen & LOCKED) == 0) {
        return seen;
      }
      SpinLatch.pause(times);
    }
  }

  /** Whether all that was read since this version was is true. */
  final boolean isUnchanged(long seen) {
    VarHandle.acquireFence();
    return (long) VERSION.getOpaque(this) == seen;
  }

  /** Locks if nothing has changed since this version was read. */
  final boolean tryLock(long seen) {
    boolean locked = VERSION.compareAndSet(this, seen, seen | LOCKED);
    VarHandle.storeStoreFence();
    return locked;
  }

  /** Unlocks; whoever has read this node before starts again. */
  final void unlock() {
    VERSION.setRelease(this, (long) VERSION.getOpaque(this) + 1);
  }

  /** With nobody writing. */
  final boolean isLocked() {
    return (version & LOCKED) != 0;
  }
}
