package dev.keyhold.sync;

/**
 * How long the first in line of a {@link BargingLock} lets others overtake, and since when it does.
 *
 * <p>At the end of its turn the first in line is handed the lock, which then stands still until
 * that thread runs: {@link #handed} to {@link #arrived}. A turn is as long as {@link #COSTS_A_TURN}
 * such pauses, so that they take at most about a ninth of the time, whether threads wake up within
 * a microsecond or have to queue for their processor; but no longer than {@link #NANOS_MAX}, which
 * is what {@link BlockingMutex} promises.
 *
 * <p>The cost is followed by small steps up and down, which settle about its median: a thread that
 * once loses its processor for a while does not make everybody wait.
 */
final class Turn {
  /** No turn is longer. */
  static final long NANOS_MAX = 1_000_000;

  /** No turn is shorter: each brings a task's data from one processor to the other. */
  static final long NANOS_MIN = 10_000;

  static final int COSTS_A_TURN = 8;

  private static final int STEPS = 8;
  private static final long COST_NANOS_MIN = NANOS_MIN / COSTS_A_TURN;
  private static final long COST_NANOS_MAX = NANOS_MAX / COSTS_A_TURN;

  /** When the first in line came there. Written under the latch. */
  private volatile long sinceNanos;

  /** About what a handing-over costs. Written by who was handed the lock. */
  private volatile long costNanos = COST_NANOS_MIN;

  /** When the lock was handed over. Guarded by the lock itself. */
  private long handedNanos;

  /** Whether the lock was handed over and has not arrived. Guarded by the lock itself. */
  private boolean underWay;

  /** Under the latch: somebody has become first in line. */
  void begin(long nowNanos) {
    sinceNanos = nowNanos;
  }

  boolean isOver(long nowNanos) {
    return nowNanos - sinceNanos > nanosMax();
  }

  /** How long a turn is, at the present cost. */
  long nanosMax() {
    return costNanos * COSTS_A_TURN;
  }

  /** By the releaser: the lock goes to the first in line. */
  void handed(long nowNanos) {
    handedNanos = nowNanos;
    underWay = true;
  }

  /** Whether the present holder was handed the lock and has not said that it arrived. */
  boolean isUnderWay() {
    return underWay;
  }

  /** By the one who was handed the lock: it runs. */
  void arrived(long nowNanos) {
    underWay = false;
    long cost = costNanos;
    long step = cost / STEPS;
    costNanos =
        Math.clamp(
            nowNanos - handedNanos > cost ? cost + step : cost - step,
            COST_NANOS_MIN,
            COST_NANOS_MAX);
  }
}
