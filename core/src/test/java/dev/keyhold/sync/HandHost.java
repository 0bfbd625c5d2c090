package dev.keyhold.sync;

import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A host for one thread, which never parks: the test moves its clock and starts its threads. */
final class HandHost extends Host {
  /** What the clock says. Far from zero, as a clock mostly is. */
  long nanos = 1L << 50;

  /** How often a simulation could have let another task run. */
  int points;

  /** Whether others could run while its thread spins. */
  boolean spins;

  /** What should run on threads of their own. */
  final List<Runnable> started = new ArrayList<>();

  /** Runs {@code code} on a thread under a host of its own. */
  static <R> R on(HandHost host, Callable<R> code) {
    try {
      return Job.start(
              "by hand",
              () -> {
                Host.enter(host);
                return code.call();
              })
          .result();
    } finally {
      Recording.set(Recording.SIMULATION, false);
    }
  }

  @Override
  public void park(Object blocker) {
    throw new AssertionError("nobody should have to wait for " + blocker);
  }

  @Override
  public void parkNanos(Object blocker, long nanosMax) {
    park(blocker);
  }

  @Override
  public void unpark(Thread thread) {
    throw new AssertionError("nobody waits, but was woken: " + thread);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public void execute(Runnable action) {
    started.add(action);
  }

  @Override
  public boolean canSpin() {
    return spins;
  }

  @Override
  public void point() {
    points++;
  }
}
