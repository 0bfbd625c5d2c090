package dev.keyhold.internal.wait;

/**
 * How long the first in line spins before it parks, learned from how spinning went. The fields are
 * plain and racy on purpose: a lost update costs a few pauses.
 */
public final class Spin {
  /** About the time that parking and waking a virtual thread takes. */
  private static final int PAUSES_MAX = 128;

  /** Below this, spinning has failed several times in a row and rests. */
  private static final int PAUSES_MIN = 8;

  /** While resting, one wait in so many tries again. */
  private static final int REST = 64;

  private int pauses = PAUSES_MAX;
  private int rest;

  /** Full of hope. */
  public Spin() {}

  /** A spin that never spins. */
  public static Spin none() {
    Spin none = new Spin();
    none.pauses = 0;
    none.rest = Integer.MIN_VALUE;
    return none;
  }

  /** How many pauses the next wait should spin; 0: park at once. */
  public int budget(Host host) {
    if (pauses >= PAUSES_MIN) {
      return host.canSpin() ? pauses : 0;
    }
    if (++rest < REST) {
      return 0;
    }
    rest = 0;
    return host.canSpin() ? PAUSES_MAX : 0;
  }

  /** Whether waking somebody only to spin is worth it. */
  public boolean pays() {
    return pauses >= PAUSES_MIN;
  }

  /** A wait ended while it spun. */
  public void hit() {
    if (pauses < PAUSES_MAX) {
      pauses = Math.min(PAUSES_MAX, pauses * 2 + PAUSES_MIN);
    }
  }

  /** A wait spun in vain. */
  public void miss() {
    pauses >>= 1;
  }
}
