package dev.keyhold.testkit;

import java.time.Duration;

/**
 * Runs programs as they would run without the testkit: on virtual threads, side by side, with the
 * clock on the wall. A program that waits without end keeps its run without end, unless it is run
 * by {@link #runFor} or the calling thread is interrupted.
 */
public final class RealTime implements TaskRunner {
  private static final RealTime INSTANCE = new RealTime();

  private RealTime() {}

  /** Each task and each event loop on a virtual thread of its own. */
  public static RealTime onVirtualThreads() {
    return INSTANCE;
  }

  @Override
  public void run(Program program) {
    new RealRun().run(program, Long.MAX_VALUE);
  }

  @Override
  public void runFor(Duration duration, Program program) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("duration is " + duration + "; it must be above zero");
    }
    new RealRun().run(program, Loop.nanos(duration));
  }
}
