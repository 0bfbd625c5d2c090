package dev.keyhold.testkit;

import java.time.Duration;

/**
 * Runs programs: {@link RealTime} against the clock on the wall, {@link Simulation} in virtual
 * time.
 *
 * <p>A run ends when all its tasks have ended and its event loops have nothing left to do, queued
 * or scheduled. It fails with the failure of its first task {@code main}, at once; with the failure
 * of another task when everything else has ended and nobody took that failure by {@link
 * TaskHandle#join}. An {@link InterruptedException} that leaves a task which was interrupted is an
 * end, not a failure. When a run ends, in whatever way, all its threads have ended.
 *
 * <p>If the calling thread is interrupted, the run is stopped as at the end of {@link #runFor}; the
 * thread's interrupt status stays set.
 */
public interface TaskRunner {

  /**
   * Runs {@code program} until all its tasks have ended.
   *
   * @throws TaskFailure in real time, if the run failed
   * @throws SimulationFailure in a simulation, if the run failed
   */
  void run(Program program);

  /**
   * Runs {@code program} for a time, or until all its tasks have ended. At the end of the time
   * every task is interrupted, in the order of spawning; from then on {@link Tasks#sleep} throws at
   * once, and callbacks of event loops that have not begun are dropped.
   *
   * @param duration how long, from the start of the run; what is due at its very end does not
   *     happen
   * @throws TaskFailure in real time, if the run failed
   * @throws SimulationFailure in a simulation, if the run failed
   */
  void runFor(Duration duration, Program program);
}
