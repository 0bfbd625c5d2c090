package dev.keyhold.sync;

import dev.keyhold.internal.wait.Host;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The locks of the process that reports speak of: those with a name from their making, every other
 * one at the latest when somebody waits for it. They are not kept from being collected.
 *
 * <p>A lock that is made or waited for in a simulation is not among them, unless it was before: it
 * lives in another time.
 */
final class KnownLocks {
  /**
   * How many collected locks are forgotten for each new one: more than one, so that they become
   * fewer, and not all, for somebody waits for a lock meanwhile.
   */
  private static final int FORGOTTEN_AT_ONCE = 2;

  /** In the order in which they became known. Guarded by the class. */
  private static final Set<Entry> ALL = new LinkedHashSet<>();

  private static final ReferenceQueue<LockBase> COLLECTED = new ReferenceQueue<>();

  private KnownLocks() {}

  /** A known lock, which may have been collected; equal to itself only. */
  static final class Entry extends WeakReference<LockBase> {
    private Entry(LockBase lock) {
      super(lock, COLLECTED);
    }
  }

  /** Called with every lock that has just been made, once it is complete. */
  static <L extends LockBase> L made(L lock) {
    if (lock.isNamed()) {
      add(lock);
    }
    return lock;
  }

  /** Somebody may have to wait for this lock: it is known from now. */
  static void add(LockBase lock) {
    if (!lock.known && Host.current() == Host.JVM) {
      addNew(lock);
    }
  }

  private static synchronized void addNew(LockBase lock) {
    if (!lock.known) {
      lock.known = true;
      forgetCollected(FORGOTTEN_AT_ONCE);
      ALL.add(new Entry(lock));
    }
  }

  /** The known locks, in the order in which they became known. */
  static synchronized List<Entry> entries() {
    forgetCollected(Integer.MAX_VALUE);
    return new ArrayList<>(ALL);
  }

  /** The same, without those that have been collected meanwhile. */
  static List<LockBase> all() {
    List<LockBase> all = new ArrayList<>();
    for (Entry entry : entries()) {
      LockBase lock = entry.get();
      if (lock != null) {
        all.add(lock);
      }
    }
    return all;
  }

  private static void forgetCollected(int countMax) {
    for (int count = 0; count < countMax; count++) {
      Reference<? extends LockBase> gone = COLLECTED.poll();
      if (gone == null) {
        return;
      }
      ALL.remove(gone);
    }
  }
}
