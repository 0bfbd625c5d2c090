package dev.keyhold.testkit;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs in virtual time, one task at a time, in an order that follows from a seed: the same
 * seed gives the same run, another seed another one. An hour of sleep takes no time; a race that
 * shows once in a thousand runs shows every time, once its seed is known.
 *
 * <pre>{@code
 * Program RACE =
 *     tasks -> {
 *       int[] counter = {0};
 *       TaskBody increment =
 *           () -> {
 *             int seen = counter[0];
 *             tasks.yieldNow(); // here the other one may come between
 *             counter[0] = seen + 1;
 *           };
 *       TaskHandle one = tasks.spawn("one", increment);
 *       TaskHandle two = tasks.spawn("two", increment);
 *       one.join();
 *       two.join();
 *       assertThat(counter[0]).isEqualTo(2);
 *     };
 *
 * Simulation.seeded(1).explore(100, RACE); // SimulationFailure: seed 3: task main failed: …
 * Simulation.seeded(3).run(RACE);          // the same failure, every time
 * }</pre>
 *
 * <p>Which to choose: {@link #inOrder} where a program shall show one exact course of events;
 * {@link #seeded} with {@link #explore} to search for the order that breaks it.
 *
 * <p>Tasks change where one waits, sleeps or ends, at {@link Tasks#yieldNow}, and with a seed also
 * around every operation of Keyhold's locks; between these, a task runs undisturbed. Virtual time
 * moves only when no task can run, and then to the next moment for which one sleeps or waits. When
 * there is no such moment and a task still waits, the run fails and tells what every task waits
 * for.
 *
 * <p>The simulation sees waits in {@link Tasks}, {@link TaskHandle} and Keyhold's own locks and
 * futures. It does not see {@link Thread#sleep} or waiting in {@code java.util.concurrent}: a task
 * that waits so is found by a watchdog in real time, and fails the run. Threads that a task starts
 * in other ways than by {@link Tasks#spawn} run beside the simulation, and no seed repeats them.
 *
 * <p>Instances are immutable; each option gives a new one. Any thread may call, but no task of a
 * simulation.
 */
public final class Simulation implements TaskRunner {
  private final @Nullable Long seed;
  private final long timeLimitNanos;
  private final long stepsMax;
  private final long watchdogNanos;
  private final @Nullable Consumer<String> trace;

  private Simulation(
      @Nullable Long seed,
      long timeLimitNanos,
      long stepsMax,
      long watchdogNanos,
      @Nullable Consumer<String> trace) {
    this.seed = seed;
    this.timeLimitNanos = timeLimitNanos;
    this.stepsMax = stepsMax;
    this.watchdogNanos = watchdogNanos;
    this.trace = trace;
  }

  /** Whoever became ready first runs first, and runs until it waits. */
  public static Simulation inOrder() {
    return withDefaults(null);
  }

  /**
   * Chance, repeatable by {@code seed}, says who runs next. It also puts others before a task at
   * every operation of a lock, and now and then lets a park return for no reason, as the JVM may.
   */
  public static Simulation seeded(long seed) {
    return withDefaults(seed);
  }

  private static Simulation withDefaults(@Nullable Long seed) {
    return new Simulation(
        seed, Duration.ofDays(1).toNanos(), 10_000_000, Duration.ofSeconds(10).toNanos(), null);
  }

  /** Fails the run when more virtual time than this would pass; a day unless said otherwise. */
  public Simulation timeLimit(Duration virtual) {
    return new Simulation(seed, positiveNanos(virtual), stepsMax, watchdogNanos, trace);
  }

  /**
   * Fails the run after so many decisions about who runs next; ten million unless said otherwise.
   */
  public Simulation stepsMax(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("stepsMax is " + steps + "; it must be at least 1");
    }
    return new Simulation(seed, timeLimitNanos, steps, watchdogNanos, trace);
  }

  /**
   * Fails the run when one task runs or waits for so long, in real time, without coming to the
   * simulation; ten seconds unless said otherwise. Give it more to step through a run in a
   * debugger.
   */
  public Simulation watchdog(Duration real) {
    return new Simulation(seed, timeLimitNanos, stepsMax, positiveNanos(real), trace);
  }

  /**
   * Sends every decision about who runs next to {@code trace}, a line each; lines are the same for
   * the same seed. It is called by the tasks' threads, one at a time, and must not wait.
   */
  public Simulation trace(Consumer<String> trace) {
    return new Simulation(seed, timeLimitNanos, stepsMax, watchdogNanos, trace);
  }

  @Override
  public void run(Program program) {
    new SimRun(this, SimTask.NEVER).run(program);
  }

  @Override
  public void runFor(Duration duration, Program program) {
    new SimRun(this, positiveNanos(duration)).run(program);
  }

  /**
   * Runs {@code program} under this seed and those that follow it, {@code count} in all, until one
   * fails. The program must begin afresh each time. Ends early if the calling thread is
   * interrupted.
   *
   * @throws SimulationFailure the first failure, with its seed
   * @throws IllegalStateException if this simulation runs in order
   */
  public void explore(int count, Program program) {
    if (seed == null) {
      throw new IllegalStateException(
          "a simulation in order has one course only; explore with Simulation.seeded");
    }
    for (int i = 0; i < count && !Thread.currentThread().isInterrupted(); i++) {
      new Simulation(seed + i, timeLimitNanos, stepsMax, watchdogNanos, trace).run(program);
    }
  }

  private static long positiveNanos(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("duration is " + duration + "; it must be above zero");
    }
    return Loop.nanos(duration);
  }

  Schedule newSchedule() {
    return seed == null ? new Schedule.InOrder() : new Schedule.Seeded(seed);
  }

  @Nullable Long seed() {
    return seed;
  }

  long timeLimitNanos() {
    return timeLimitNanos;
  }

  long stepsMax() {
    return stepsMax;
  }

  long watchdogNanos() {
    return watchdogNanos;
  }

  @Nullable Consumer<String> traceConsumer() {
    return trace;
  }

  /** How to make this simulation again, options aside. */
  @Override
  public String toString() {
    return seed == null ? "Simulation.inOrder()" : "Simulation.seeded(" + seed + ")";
  }
}
