package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest versions that expire, by when they do. Adding one and taking one out is a few stores,
 * whatever their number; nothing stays of what was taken out. Guarded by the timeline's latch.
 */
final class TimerWheel {
  /*
   * A hierarchical timing wheel (Varghese, Lauck, SOSP 1987), in the form in which the level of a
   * timer is the highest digit, in base 64, in which its time differs from the wheel's:
   *
   *   time of the wheel     … 3  17   5
   *   timer                 … 3  17  40    level 0, slot 40: this very millisecond
   *   timer                 … 3  20  11    level 1, slot 20: 64 ms; spread over level 0 when it begins
   *   timer                 … 9   0   2    level 2, slot  9: 4 s
   *
   *   T1 A timer of level k has the wheel's digits above k, and a greater one at k. So the first slot
   *      in use of the lowest level in use is the next to begin, found by one bit mask a level.
   *   T2 The wheel's time moves to the beginning of that slot, or, short of it, to now: T1 stays.
   *   T3 A slot that has begun is taken out as a whole. At level 0 all its timers are due; above, it
   *      is `spreading`, and time stands still until each of its timers has a place below. A timer
   *      moves at most once a level.
   *   T4 A timer is in one list, and says in which; `due` and `held up` are counted.
   *
   * Whoever moves time on does so in steps of a bounded number of timers, since writers wait for the
   * latch meanwhile. Only a clock that was set back far costs a step for each timer there is: all of
   * them get a new place.
   */
  private static final int BITS = 6;
  private static final int SLOTS = 1 << BITS;

  /** Enough for any time above zero. */
  private static final int LEVELS = Long.SIZE / BITS + 1;

  /** Less than this is two threads that have read the clock, and not one that was set back. */
  private static final long SET_BACK_MILLIS = ExpiryClock.SET_BACK_MILLIS;

  private final @Nullable TimerList[] slots = new @Nullable TimerList[LEVELS * SLOTS];

  /** By level: which of its slots have timers. */
  private final long[] used = new long[LEVELS];

  /** In the order in which their time came. Empty ones may be among them. */
  private final Deque<TimerList> due = new ArrayDeque<>();

  private @Nullable TimerList spreading;
  private TimerList heldUp = new TimerList(TimerList.HELD_UP);
  private long timeMillis;
  private long count;
  private long dueCount;

  TimerWheel(long nowMillis) {
    timeMillis = nowMillis;
  }

  /** How many timers there are. */
  long count() {
    return count;
  }

  /** How many timers are due, those that are held up included, as of the last {@link #advance}. */
  long expired() {
    return dueCount + heldUp.count;
  }

  int heldUp() {
    return heldUp.count;
  }

  void add(Entry<Version> entry, Passing timer) {
    timer.entry = entry;
    count++;
    place(timer);
  }

  /** Nothing if it is not in here. */
  void remove(Passing timer) {
    TimerList list = timer.list;
    if (list == null) {
      return;
    }
    list.remove(timer);
    timer.entry = null;
    count--;
    if (list.slot == TimerList.DUE) {
      dueCount--;
    } else if (list.slot >= 0 && list.isEmpty()) {
      used[list.slot >>> BITS] &= ~(1L << list.slot);
    }
  }

  private void place(Passing timer) {
    long when = timer.expiryMillis();
    if (when <= timeMillis) {
      TimerList last = due.peekLast();
      if (last == null) {
        last = new TimerList(TimerList.DUE);
        due.add(last);
      }
      last.add(timer);
      dueCount++;
      return;
    }
    int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(when ^ timeMillis)) / BITS;
    int digit = (int) (when >>> (level * BITS)) & SLOTS - 1;
    int slot = (level << BITS) + digit;
    TimerList list = slots[slot];
    if (list == null) {
      list = new TimerList(slot);
      slots[slot] = list;
    }
    list.add(timer);
    used[level] |= 1L << digit;
  }

  /**
   * Moves time on.
   *
   * @param timersMax how many timers may be moved one by one
   * @return false: there is more to be moved; do it again
   */
  boolean advance(long nowMillis, int timersMax) {
    if (timeMillis - nowMillis >= SET_BACK_MILLIS) {
      setBack(nowMillis);
    }
    int left = timersMax;
    while (true) {
      TimerList list = spreading;
      while (list != null) {
        Passing timer = list.first();
        if (timer == null) {
          list = null;
        } else if (left-- == 0) {
          return false;
        } else {
          list.remove(timer);
          place(timer);
        }
      }
      spreading = null;
      int level = lowestUsed();
      if (level == LEVELS || begin(level) > nowMillis) {
        timeMillis = Math.max(timeMillis, nowMillis);
        return true;
      }
      timeMillis = begin(level);
      open(level);
    }
  }

  private int lowestUsed() {
    int level = 0;
    while (level < LEVELS && used[level] == 0) {
      level++;
    }
    return level;
  }

  /** When the first slot in use of a level begins. */
  private long begin(int level) {
    int shift = level * BITS;
    int above = shift + BITS;
    long higher = above < Long.SIZE ? timeMillis >>> above << above : 0;
    return higher | (long) Long.numberOfTrailingZeros(used[level]) << shift;
  }

  /** T3 */
  private void open(int level) {
    int slot = (level << BITS) + Long.numberOfTrailingZeros(used[level]);
    TimerList list = slots[slot];
    slots[slot] = null;
    used[level] &= used[level] - 1;
    if (list == null) {
      throw new AssertionError("a slot in use has no timer");
    }
    if (level > 0) {
      list.slot = TimerList.SPREADING;
      spreading = list;
    } else {
      makeDue(list);
    }
  }

  private void makeDue(TimerList list) {
    list.slot = TimerList.DUE;
    due.add(list);
    dueCount += list.count;
  }

  private void setBack(long nowMillis) {
    Deque<TimerList> all = new ArrayDeque<>(due);
    all.add(heldUp);
    if (spreading != null) {
      all.add(spreading);
    }
    for (int slot = 0; slot < slots.length; slot++) {
      if (slots[slot] != null) {
        all.add(slots[slot]);
        slots[slot] = null;
      }
    }
    due.clear();
    dueCount = 0;
    heldUp = new TimerList(TimerList.HELD_UP);
    spreading = null;
    Arrays.fill(used, 0);
    timeMillis = nowMillis;
    for (TimerList list : all) {
      for (Passing timer = list.first(); timer != null; timer = list.first()) {
        list.remove(timer);
        place(timer);
      }
    }
  }

  /**
   * Not later than the first timer that is not held up is due; {@link Version#NEVER}: there is
   * none; the beginning of time if there is something to do whatever the time is.
   */
  long nextMillis() {
    if (dueCount > 0 || (spreading != null && !spreading.isEmpty())) {
      return Long.MIN_VALUE;
    }
    int level = lowestUsed();
    return level == LEVELS ? Version.NEVER : begin(level);
  }

  /** Adds the first timers that are due to a list, where they stay in here. */
  void collect(int countMax, List<Expiries.Due> target) {
    while (!due.isEmpty() && due.getFirst().isEmpty()) {
      due.removeFirst();
    }
    int left = countMax;
    for (TimerList list : due) {
      for (Passing timer = list.first(); timer != null; timer = timer.next) {
        if (left-- == 0) {
          return;
        }
        Entry<Version> entry = timer.entry;
        if (entry != null) {
          target.add(new Expiries.Due(entry, timer));
        }
      }
    }
  }

  /** A timer that is due is put aside, if it still is there. */
  void holdUp(Passing timer) {
    TimerList list = timer.list;
    if (list != null && list.slot == TimerList.DUE) {
      list.remove(timer);
      dueCount--;
      heldUp.add(timer);
    }
  }

  /** What was put aside is due again. */
  void retry() {
    if (!heldUp.isEmpty()) {
      makeDue(heldUp);
      heldUp = new TimerList(TimerList.HELD_UP);
    }
  }
}
