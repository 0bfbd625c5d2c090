package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.memory.HeapLayout;
import dev.keyhold.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open snapshots, and what is kept for them: of each entry the newest version, and for each
 * open snapshot the one it sees. Nothing else stays linked, however often a key is overwritten
 * beside a snapshot that is open for days, and what was kept for one goes when that is closed.
 */
public final class Snapshots {
  /*
   * A superseded version `old` with successor `next` is seen by the snapshots with old.revision() <=
   * revision < next.revision(). The writer that supersedes it looks for one after `next` has been
   * published. The newest open snapshot decides: none can lie above it, and if it is older than
   * `old`, so are all others. If it sees `old`, the version is noted in its list, else `old` is taken
   * out of the chain.
   *
   *   S1 A snapshot is in the list of pins, as OPENING, before it reads the revision it will see.
   *      So a writer that does not find it has published before, and what it takes out is below what
   *      the snapshot sees: the snapshot reads a revision >= next.revision().
   *   S2 A noted version is on the list of one open snapshot that may need it, the newest such; it
   *      moves to the next older one that does when that is closed, or is taken out.
   *   S3 A predecessor is unlinked under its entry's stripe, so of two neighbours in a chain that go
   *      at the same time one goes after the other; but for the writer that finds no snapshot at all,
   *      and cuts off everything. Lock order: stripe, registry, the timeline's latch.
   *
   * Each open snapshot keeps one version of an entry at the most. A version is noted once, and moved
   * once for each snapshot that sees it.
   *
   * Opening and closing take a lock that no writer and no reader takes. Writers read one field
   * (`newest`); with no snapshot open that is all they do.
   */
  private static final int STRIPES = 64;

  /** A note, beside the version that it keeps. */
  private static final int NOTE_BYTES = HeapLayout.object(3, Integer.BYTES);

  /** Told when an entry's removal is all that is left of it. */
  @FunctionalInterface
  public interface Reclaim {
    /** The entry may be taken out of the index, if it still is nothing but a removal then. */
    void entry(Entry<Version> entry);
  }

  private final Reclaim reclaim;
  private final Runnable atNone;
  private final ReentrantLock registry = new ReentrantLock();
  private final Object[] stripes = new Object[STRIPES];
  private final LongAdder keptBytes = new LongAdder();

  /** Of these the values. */
  private final LongAdder keptValuesBytes = new LongAdder();

  /** Written under the registry's lock. */
  private volatile @Nullable Pin newest;

  /** Guarded by the registry's lock. */
  private @Nullable Pin oldest;

  /** Guarded by the registry's lock. */
  private int open;

  /**
   * Nothing is open.
   *
   * @param atNone called after the last one was closed, with nothing held
   */
  Snapshots(Reclaim reclaim, Runnable atNone) {
    this.reclaim = reclaim;
    this.atNone = atNone;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Object();
    }
  }

  /**
   * Opens one.
   *
   * @param toFollow whether the history is to be kept from it on, as long as it is open
   */
  Pin open(Timeline timeline, long nowMillis, boolean toFollow) {
    Pin pin = new Pin(this, nowMillis);
    registry.lock();
    try {
      pin.older = newest;
      if (pin.older == null) {
        oldest = pin;
      } else {
        pin.older.newer = pin;
      }
      newest = pin;
      if (toFollow) {
        timeline.beginHistory();
      }
      pin.sees(timeline.last());
      open++;
    } finally {
      registry.unlock();
    }
    return pin;
  }

  /** Whether none is open. Takes no lock. */
  boolean isNone() {
    return newest == null;
  }

  /** Whether one that is open now sees a version that is about to be superseded. Takes no lock. */
  boolean see(@Nullable Version version) {
    Pin pin = newest;
    return pin != null && version != null && pin.revision() >= version.revision();
  }

  /** The number of open ones. */
  public int count() {
    registry.lock();
    try {
      return open;
    } finally {
      registry.unlock();
    }
  }

  /** The open ones, oldest first. */
  public List<Pin> all() {
    List<Pin> all = new ArrayList<>();
    registry.lock();
    try {
      for (Pin each = oldest; each != null; each = each.newer) {
        all.add(each);
      }
    } finally {
      registry.unlock();
    }
    return all;
  }

  /** The revision that the oldest open one sees; {@link Long#MAX_VALUE}: none is open. */
  public long oldestRevision() {
    registry.lock();
    try {
      return oldest == null ? Long.MAX_VALUE : oldest.revision();
    } finally {
      registry.unlock();
    }
  }

  /**
   * A commit has been published: what it superseded stays if a snapshot sees it.
   *
   * @param next the version that is now the newest; the caller holds the key exclusively
   */
  void superseded(Entry<Version> entry, Version next) {
    Version old = next.before();
    if (old == null) {
      return;
    }
    while (true) {
      Pin pin = newest;
      if (pin == null) {
        next.before(null); // S1: nobody sees anything older
        return;
      }
      if (pin.revision() >= next.revision() && pin.revision() != Pin.OPENING) {
        pin = newestBelow(next.revision());
      }
      if (pin == null || pin.revision() < old.revision()) {
        unlink(entry, old, next);
        return;
      }
      if (pin.keep(entry, old)) {
        count(old, 1);
        return;
      }
    }
  }

  private void count(Version kept, int sign) {
    Json value = kept.value();
    keptBytes.add(sign * ((long) NOTE_BYTES + kept.bytes()));
    keptValuesBytes.add(value == null ? 0 : sign * value.heapBytes());
  }

  /** Of {@link #keptBytes} the values. */
  long keptValuesBytes() {
    return keptValuesBytes.sum();
  }

  /** What is kept for snapshots takes so much of the heap. */
  public long keptBytes() {
    return keptBytes.sum();
  }

  private void unlink(Entry<Version> entry, Version old, Version next) {
    synchronized (stripe(entry)) {
      if (next.before() == old) {
        next.before(old.before());
      }
    }
  }

  private Object stripe(Entry<Version> entry) {
    return stripes[System.identityHashCode(entry) & STRIPES - 1];
  }

  /** Returns whether it was open. */
  boolean close(Pin pin) {
    boolean last;
    registry.lock();
    try {
      if (pin.older == pin) {
        return false; // closed before
      }
      Pin older = pin.older;
      Pin newer = pin.newer;
      if (older == null) {
        oldest = newer;
      } else {
        older.newer = newer;
      }
      if (newer == null) {
        newest = older;
      } else {
        newer.older = older;
      }
      pin.older = pin;
      pin.newer = null;
      open--;
      last = open == 0;
    } finally {
      registry.unlock();
    }
    if (last) {
      atNone.run();
    }
    for (Pin.Kept each = pin.take(); each != null; each = each.next()) {
      if (each.entry() != null && each.version() != null) {
        if (!isPassedOn(each.entry(), each.version())) {
          count(each.version(), -1);
        }
      }
    }
    return true;
  }

  /** A version was kept for a snapshot that is closed now: whether it is, for another one. */
  private boolean isPassedOn(Entry<Version> entry, Version old) {
    boolean bare;
    synchronized (stripe(entry)) {
      Version successor = entry.version();
      while (successor != null && successor.before() != old) {
        successor = successor.before();
      }
      if (successor == null) {
        return false;
      }
      if (isStillSeen(entry, old, successor)) {
        return true;
      }
      successor.before(old.before());
      bare = isBare(entry);
    }
    if (bare) {
      reclaim.entry(entry);
    }
    return false;
  }

  /** Whether an older snapshot sees it, which then keeps it. */
  private boolean isStillSeen(Entry<Version> entry, Version old, Version successor) {
    while (true) {
      Pin pin = newestBelow(successor.revision());
      if (pin == null || pin.revision() < old.revision()) {
        return false;
      }
      if (pin.keep(entry, old)) {
        return true;
      }
    }
  }

  /** The newest open snapshot that does not see a revision. */
  private @Nullable Pin newestBelow(long revision) {
    registry.lock();
    try {
      Pin each = newest;
      while (each != null && each.revision() >= revision) {
        each = each.older;
      }
      return each;
    } finally {
      registry.unlock();
    }
  }

  /** Whether all that is left of an entry is that it was removed. */
  public static boolean isBare(Entry<Version> entry) {
    Version head = entry.version();
    return head != null && head.isRemoval() && head.before() == null;
  }
}
