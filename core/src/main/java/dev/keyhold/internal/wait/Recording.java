package dev.keyhold.internal.wait;

import jdk.jfr.FlightRecorder;

/**
 * What is observed beyond what a lock needs to work. While nothing is, a lock's uncontended path
 * pays one plain static read for all of it.
 */
public final class Recording {
  /** Holders' times. */
  public static final int TIMES = 1;

  /** Holders' lines. */
  public static final int SITES = 2;

  /** Listeners are registered. */
  public static final int LISTENERS = 4;

  /** A simulation is or was in this process. */
  public static final int SIMULATION = 8;

  /** How to have lines recorded, for messages. */
  public static final String HOW = "-Dkeyhold.sync.record=sites";

  /**
   * Plain: a thread that does not see a switch at once goes on as before for a moment, which is all
   * that switching promises.
   */
  @SuppressWarnings("NonFinalStaticField")
  private static int mask = initial();

  private Recording() {}

  /** Whether nothing is observed: the fast path may be taken. */
  public static boolean idle() {
    return mask == 0 && !holdEvents();
  }

  /** Whether all of {@code bits} are on. */
  public static boolean on(int bits) {
    return (mask & bits) != 0;
  }

  /** Whether the flight recorder wants holds. */
  public static boolean holdEvents() {
    return FlightRecorder.isInitialized() && Probes.HOLD.isEnabled();
  }

  /** Whether the flight recorder wants waits. */
  public static boolean waitEvents() {
    return FlightRecorder.isInitialized() && Probes.WAIT.isEnabled();
  }

  /** Switches bits on and off. */
  public static synchronized void set(int bits, boolean on) {
    mask = on ? mask | bits : mask & ~bits;
  }

  private static int initial() {
    String wanted = System.getProperty("keyhold.sync.record");
    if (wanted == null) {
      return Recording.class.desiredAssertionStatus() ? TIMES | SITES : 0;
    }
    return switch (wanted) {
      case "nothing" -> 0;
      case "times" -> TIMES;
      case "sites" -> TIMES | SITES;
      default -> {
        System.getLogger("dev.keyhold.sync")
            .log(
                System.Logger.Level.WARNING,
                "keyhold.sync.record is {0}; it can be nothing, times or sites. Taking nothing.",
                wanted);
        yield 0;
      }
    };
  }

  /**
   * Loaded once the flight recorder runs: an event class of one's own has the JVM load all of the
   * recorder, a quarter of a second that nobody should pay for a first lock.
   */
  private static final class Probes {
    static final LockHoldEvent HOLD = new LockHoldEvent();
    static final LockWaitEvent WAIT = new LockWaitEvent();
  }
}
