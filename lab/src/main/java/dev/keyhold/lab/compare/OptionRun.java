package dev.keyhold.lab.compare;

import dev.keyhold.lab.data.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** One option's run: its own copy of the entries, its tasks, and what came of it. */
final class OptionRun {
  private static final Duration TICK = Duration.ofMillis(100);

  private final SharingOption option;
  private final Shared shared;
  private final String[] keys;
  private final Plan plan;
  private boolean interrupted;

  /**
   * @param entries unwritten, see {@link Tally#unwritten}
   * @param keys theirs, each once
   */
  OptionRun(SharingOption option, List<Entry> entries, String[] keys, Plan plan) {
    this(option, option.share(() -> Tally.data(entries)), keys, plan);
  }

  /** For tests, with a rule of their own. */
  OptionRun(SharingOption option, Shared shared, String[] keys, Plan plan) {
    this.option = option;
    this.shared = shared;
    this.keys = keys;
    this.plan = plan;
  }

  /** Whether the run was cut short by an interrupt of its thread. */
  boolean interrupted() {
    return interrupted;
  }

  /**
   * Runs the tasks for the plan's duration; an interrupt of the calling thread ends the run early,
   * with what there is.
   *
   * @param tick hears from time to time how long the run has been going
   * @throws OptionFailure if a task failed
   */
  OptionResult run(Consumer<Duration> tick) throws OptionFailure {
    CountDownLatch start = new CountDownLatch(1);
    SplittableRandom random = new SplittableRandom(plan.seed());
    List<Worker> workers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < plan.tasks(); i++) {
      Worker worker = new Worker(shared, keys, plan, random.split(), start);
      workers.add(worker);
      threads.add(Thread.ofVirtual().name("task-" + (i + 1)).start(worker));
    }
    long startNanos = System.nanoTime();
    start.countDown();
    awaitEnd(startNanos, tick);
    workers.forEach(Worker::stop);
    if (interrupted) {
      threads.forEach(Thread::interrupt);
    }
    joinAll(threads);
    long tookNanos = Math.max(1, System.nanoTime() - startNanos);
    return result(workers, tookNanos);
  }

  private void awaitEnd(long startNanos, Consumer<Duration> tick) {
    long endNanos = startNanos + plan.duration().toNanos();
    try {
      for (long left = endNanos - System.nanoTime();
          left > 0;
          left = endNanos - System.nanoTime()) {
        Thread.sleep(Duration.ofNanos(Math.min(left, TICK.toNanos())));
        tick.accept(Duration.ofNanos(System.nanoTime() - startNanos));
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
  }

  private void joinAll(List<Thread> threads) {
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          threads.forEach(Thread::interrupt);
        }
      }
    }
  }

  private OptionResult result(List<Worker> workers, long tookNanos) throws OptionFailure {
    Histogram waits = new Histogram(2);
    long operations = 0;
    long writes = 0;
    long least = Long.MAX_VALUE;
    long most = 0;
    long waitNanosMax = 0;
    for (Worker worker : workers) {
      Throwable failure = worker.failure();
      if (failure != null) {
        throw new OptionFailure(option, failure);
      }
      waits.add(worker.waitNanos());
      operations += worker.operations();
      writes += worker.writes();
      least = Math.min(least, worker.operations());
      most = Math.max(most, worker.operations());
      waitNanosMax = Math.max(waitNanosMax, worker.waitNanosMax());
    }
    return new OptionResult(
        option.label(),
        operations,
        operations * 1e9 / tookNanos,
        Math.min(waits.getValueAtPercentile(50), waitNanosMax) / 1e3,
        Math.min(waits.getValueAtPercentile(99), waitNanosMax) / 1e3,
        waitNanosMax / 1e3,
        most == 0 ? 0 : (double) least / most,
        writes - writesKept());
  }

  /** Waits its turn like any task, behind whatever is still queued. */
  private long writesKept() throws OptionFailure {
    try {
      return shared.locked(Tally::writes);
    } catch (InterruptedException e) {
      interrupted = true;
      throw new OptionFailure(option, e);
    }
  }
}
