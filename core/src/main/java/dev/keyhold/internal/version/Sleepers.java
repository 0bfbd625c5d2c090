package dev.keyhold.internal.version;

import dev.keyhold.internal.wait.Host;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The followers that have come to the end of the history, and who wakes them. */
final class Sleepers {
  /*
   * A writer does not wake them: with ten thousand it would be busy for milliseconds. It starts the
   * scout if that does not run already, and reads one field if nobody sleeps. The scout, a task that
   * ends when it has come to the end of the history, goes along in the place of all who sleep, and
   * wakes those that a commit is for, each at the commit before it.
   *
   *   history   … ── 6 ── 7 ── 8 ── 9           `at` is 7: 8 is looked at next
   *                       at                    who sleeps has seen 7 and all that is older, or,
   *                                             if it fell asleep at 9, waits for the scout there
   *
   *   L1 `at` is no newer than what any sleeper has come to: it falls asleep at the tail, as seen
   *      under the latch, and `at` moves under the latch.
   *   L2 Who sleeps wants nothing of what lies between its commit and `at`.
   *   L3 Whenever somebody sleeps and `at` has a successor, a scout runs or is about to: the
   *      committer links and then reads `any`; who falls asleep writes `any` and then looks for a
   *      successor; a scout that ends clears `running` and then looks for one.
   *
   * So a sleeper lags only if the scout does, and then it wakes all, and each finds out for itself.
   *
   * Whom a key is for: sleepers are kept by stem, what all keys of their range begin with. Of a key
   * only those beginnings are looked up that are as long as some stem. Ten thousand ranges of ten
   * thousand users cost a lookup or two, not ten thousand comparisons; those with the same stem are
   * asked one by one.
   *
   * The latch is held for a batch of commits at the most, no other is taken within, and no writer
   * takes it.
   */
  private static final int BATCH = 64;

  private final History history;
  private final ReentrantLock latch = new ReentrantLock();
  private final AtomicBoolean running = new AtomicBoolean();

  /** Guarded by the latch. */
  private final Map<String, List<Follower>> byStem = new HashMap<>();

  /** How many stems there are of each length. Guarded by the latch. */
  private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

  /** Null if nobody sleeps. Written under the latch. */
  private volatile @Nullable Committed at;

  /** Of the last that `at` was. Written under the latch. */
  private volatile long reached;

  /** Whether somebody sleeps. Written under the latch. */
  private volatile boolean any;

  Sleepers(History history) {
    this.history = history;
  }

  /** Up to which revision there is nothing for those who sleep. */
  long reached() {
    return reached;
  }

  /** After a commit, with nothing held. */
  void signal() {
    if (any) {
      scout();
    }
  }

  private void scout() {
    if (!running.get() && running.compareAndSet(false, true)) {
      try {
        Host.current().execute(this::run);
      } catch (Throwable e) {
        running.set(false); // the next commit tries again
        throw e;
      }
    }
  }

  /** Puts a follower to sleep unless there is something behind its commit, or it has left. */
  void add(Follower follower) {
    Committed end = follower.at;
    latch.lock();
    try {
      if (follower.left || end.next != null) {
        return;
      }
      if (!any) {
        at = end;
        reached = end.revision();
        any = true;
      }
      List<Follower> same = byStem.get(follower.stem);
      if (same == null) {
        same = new ArrayList<>(1);
        byStem.put(follower.stem, same);
        lengths.merge(follower.stem.length(), 1, Integer::sum);
      }
      follower.place = same.size();
      same.add(follower);
      follower.asleep = true;
    } finally {
      latch.unlock();
    }
    if (end.next != null) {
      scout();
    }
  }

  /** Sees to it that a follower does not sleep, now and ever. */
  void remove(Follower follower) {
    latch.lock();
    try {
      follower.left = true;
      takeOut(follower);
    } finally {
      latch.unlock();
    }
  }

  /** Wakes a follower where the scout is; nothing if it is awake. */
  void rouse(Follower follower) {
    latch.lock();
    try {
      takeOut(follower);
    } finally {
      latch.unlock();
    }
  }

  private void takeOut(Follower follower) {
    List<Follower> same = follower.asleep ? byStem.get(follower.stem) : null;
    Committed here = at;
    if (same != null && here != null) {
      moveTo(here, follower);
      takeOut(same, follower);
    }
  }

  /** L2. */
  private static void moveTo(Committed here, Follower follower) {
    if (follower.at.revision() < here.revision()) {
      follower.at = here;
    }
  }

  private void takeOut(List<Follower> same, Follower follower) {
    Follower last = same.removeLast();
    if (last != follower) {
      same.set(follower.place, last);
      last.place = follower.place;
    }
    if (same.isEmpty()) {
      byStem.remove(follower.stem);
      lengths.computeIfPresent(follower.stem.length(), (_, count) -> count == 1 ? null : count - 1);
    }
    if (byStem.isEmpty()) {
      any = false;
      at = null;
    }
    follower.passed(reached);
    follower.asleep = false;
  }

  // ── the scout ──────────────────────────────────────────────────────────────────────────────

  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but fairness
  private void run() {
    boolean more = true;
    try {
      while (more) {
        List<Follower> woken = new ArrayList<>();
        latch.lock();
        try {
          more = look(woken);
        } finally {
          latch.unlock();
        }
        wake(woken);
        if (!woken.isEmpty()) {
          Thread.yield(); // a virtual thread is not sliced, and those that were woken want to run
        }
        if (Host.simulated()) {
          Host.current().point();
        }
      }
    } finally {
      if (more) {
        running.set(false); // no thread could be had to wake somebody: the next commit tries again
      }
    }
  }

  /** One that cannot be woken keeps nobody else asleep. */
  private static void wake(List<Follower> woken) {
    Throwable failure = null;
    for (Follower each : woken) {
      try {
        each.wake();
      } catch (Throwable e) {
        failure = e;
      }
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Goes on by a batch; false: there is nothing more, and this scout has ended. */
  private boolean look(List<Follower> woken) {
    for (int i = 0; i < BATCH; i++) {
      Committed here = at;
      if (here == null) {
        break;
      }
      Committed next;
      try {
        next = history.next(here);
      } catch (History.Lagged _) {
        List.copyOf(byStem.values()).forEach(same -> wakeAll(same, woken));
        break;
      }
      if (next == null) {
        break;
      }
      for (int j = 0; j < next.count() && any; j++) {
        find(next.key(j), here, next, woken);
      }
      if (any) {
        at = next;
        reached = next.revision();
      }
    }
    running.set(false);
    Committed here = at;
    return here != null && here.next != null && running.compareAndSet(false, true);
  }

  private void find(String key, Committed here, Committed next, List<Follower> woken) {
    Integer length = lengths.isEmpty() ? null : lengths.firstKey();
    while (length != null && length <= key.length()) {
      List<Follower> same = byStem.get(key.substring(0, length));
      if (same != null) {
        for (int i = same.size() - 1; i >= 0; i--) {
          Follower each = same.get(i);
          if (each.wants(key) && each.at.revision() < next.revision()) {
            moveTo(here, each);
            wake(same, each, woken);
          }
        }
      }
      length = lengths.higherKey(length);
    }
  }

  private void wakeAll(List<Follower> same, List<Follower> woken) {
    while (!same.isEmpty()) {
      wake(same, same.getLast(), woken);
    }
  }

  private void wake(List<Follower> same, Follower follower, List<Follower> woken) {
    takeOut(same, follower);
    woken.add(follower);
  }

  /** How many sleep. */
  int count() {
    latch.lock();
    try {
      return byStem.values().stream().mapToInt(List::size).sum();
    } finally {
      latch.unlock();
    }
  }
}
