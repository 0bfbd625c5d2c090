package dev.keyhold.sync;

import dev.keyhold.internal.wait.LockStateEvent;
import java.time.Duration;
import jdk.jfr.FlightRecorder;

/** Gives the flight recorder the state of all known locks, as often as it wants. */
final class FlightReports {
  private FlightReports() {}

  /** From now; has the JVM load the flight recorder. */
  static Locks.Registration register() {
    // Each registration needs a hook of its own, to be able to take it back.
    Runnable hook =
        new Runnable() {
          @Override
          public void run() {
            tell();
          }
        };
    FlightRecorder.addPeriodicEvent(LockStateEvent.class, hook);
    return new Ending(() -> FlightRecorder.removePeriodicEvent(hook));
  }

  private static void tell() {
    for (LockBase lock : KnownLocks.all()) {
      LockReport report = lock.report();
      if (!report.isFree()) {
        LockStateEvent event = new LockStateEvent();
        event.lock = report.lock();
        event.holder = report.holder().map(LockReport.Holder::task).orElse("");
        event.holders = report.holders().size();
        event.waiters = report.waiters().size();
        event.firstWaited =
            report.waiters().stream()
                .findFirst()
                .map(LockReport.Waiting::waited)
                .orElse(Duration.ZERO)
                .toNanos();
        event.report = report.toString();
        event.commit();
      }
    }
  }
}
