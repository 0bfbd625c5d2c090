package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What will expire, and what has expired and waits to be taken out. Part of a {@link Timeline}:
 * each commit changes both at once, so there is a timer here exactly for each key that holds
 * something that expires.
 *
 * <p>Any thread may call what is public.
 */
public final class Expiries {
  /** Timers moved under one hold of the latch. */
  private static final int STEP_TIMERS = 512;

  private final Newest latch;

  /** Null until something expires. Guarded by the latch. */
  private @Nullable TimerWheel wheel;

  /** Written under the latch; see {@link #nextMillis}. */
  private volatile long nextMillis = Version.NEVER;

  /** Written under the latch. */
  private volatile int heldUp;

  /**
   * Both in one word, so that nobody sees one without the other: before this moment there is
   * nothing that has expired, held up or not. Written under the latch.
   */
  private volatile long overMillis = Version.NEVER;

  Expiries(Newest latch) {
    this.latch = latch;
  }

  /**
   * What has expired.
   *
   * @param entry whose newest version it was a moment ago
   * @param version that has expired
   */
  public record Due(Entry<Version> entry, Version version) {}

  // ── the committer's, under the latch ───────────────────────────────────────────────────────

  /** A commit puts one version in the place of another; one of them expires. */
  void change(Entry<Version> entry, @Nullable Version old, Version next) {
    if (old instanceof Passing gone && wheel != null) {
      wheel.remove(gone);
    }
    if (next instanceof Passing timer) {
      if (wheel == null) {
        // Where it begins does not matter: the first step moves it on.
        wheel = new TimerWheel(0);
      }
      wheel.add(entry, timer);
    }
    publish();
  }

  private void publish() {
    if (wheel != null) {
      long next = wheel.nextMillis();
      if (next != nextMillis) {
        nextMillis = next;
      }
      if (wheel.heldUp() != heldUp) {
        heldUp = wheel.heldUp();
      }
      long over = wheel.heldUp() > 0 ? Long.MIN_VALUE : next;
      if (over != overMillis) {
        overMillis = over;
      }
    }
  }

  /** One step towards now; false: it takes more of them. */
  boolean advance(long nowMillis) {
    boolean there = wheel == null || wheel.advance(nowMillis, STEP_TIMERS);
    publish();
    return there;
  }

  /** How many keys hold something whose time was over when {@link #advance} got there. */
  long expired() {
    return wheel == null ? 0 : wheel.expired();
  }

  // ── everybody's ────────────────────────────────────────────────────────────────────────────

  /** Whether nothing expires. */
  public boolean isIdle() {
    return overMillis == Version.NEVER;
  }

  /** Whether everything there is will be there at a time. */
  boolean isNothingOver(long nowMillis) {
    return nowMillis < overMillis;
  }

  /**
   * Before this moment nothing expires that has not been {@link #holdUp held up}; {@link
   * Version#NEVER}. It may come to this moment and nothing has.
   */
  public long nextMillis() {
    return nextMillis;
  }

  /** How many of those that have expired are put aside. */
  public int heldUp() {
    return heldUp;
  }

  /** How many keys hold something that expires. */
  public long count() {
    latch.latch();
    try {
      return wheel == null ? 0 : wheel.count();
    } finally {
      latch.unlatch();
    }
  }

  /** What has expired by now, the first of it; without what is held up. */
  public List<Due> due(long nowMillis, int countMax) {
    List<Due> found = new ArrayList<>();
    boolean there = false;
    while (!there && found.isEmpty()) {
      latch.latch();
      try {
        there = advance(nowMillis);
        if (wheel != null) {
          wheel.collect(countMax, found);
        }
        publish();
      } finally {
        latch.unlatch();
      }
    }
    return found;
  }

  /** Puts aside what cannot be taken out now, since somebody holds the key. */
  public void holdUp(List<Due> some) {
    latch.latch();
    try {
      for (Due each : some) {
        if (wheel != null && each.version() instanceof Passing timer) {
          wheel.holdUp(timer);
        }
      }
      publish();
    } finally {
      latch.unlatch();
    }
  }

  /** What was put aside is among what is {@link #due} again. */
  public void retry() {
    latch.latch();
    try {
      if (wheel != null) {
        wheel.retry();
      }
      publish();
    } finally {
      latch.unlatch();
    }
  }
}
