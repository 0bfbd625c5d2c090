package dev.keyhold.internal.wait;

/**
 * Whether it pays to wake the next in line early and have it spin until the lock comes to it,
 * learned from how that went. It does where sections are short and another processor is free; it
 * does not where sections are long, or the spinner keeps the holder from its processor.
 *
 * <p>Credit rises with each spin that met its grant and falls with each that did not. At zero,
 * spinning rests; the longer the more often it has failed. The fields are plain and racy on
 * purpose: a lost update costs a few pauses.
 */
public final class Spin {
  /** About the time that parking and waking a virtual thread takes. */
  private static final int PAUSES = 200;

  private static final int CREDIT_MAX = 16;
  private static final int CREDIT_OF_HIT = 4;

  /** Releases that a first rest lasts. */
  private static final int REST_MIN = 64;

  /** Releases that a rest lasts at the most. */
  private static final int REST_MAX = 8192;

  private int credit = CREDIT_MAX;
  private int restLength = REST_MIN;
  private int rested;

  /** Trusting. */
  public Spin() {}

  /** How many pauses a woken heir, or a newcomer that is next, should spin; 0: park. */
  public int budget(Host host) {
    return credit > 0 && host.canSpin() ? PAUSES : 0;
  }

  /** Whether to wake the heir at this release. */
  public boolean pays() {
    if (credit > 0) {
      return true;
    }
    if (++rested < restLength) {
      return false;
    }
    rested = 0;
    credit = 1;
    return true;
  }

  /** The lock came while its next holder spun. */
  public void hit() {
    if (credit < CREDIT_MAX) {
      credit = Math.min(CREDIT_MAX, credit + CREDIT_OF_HIT);
      restLength = REST_MIN;
    }
  }

  /** It did not. */
  public void miss() {
    if (credit > 0 && --credit == 0) {
      restLength = Math.min(REST_MAX, restLength * 2);
    }
  }
}
