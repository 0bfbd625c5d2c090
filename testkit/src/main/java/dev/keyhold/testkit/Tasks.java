package dev.keyhold.testkit;

import dev.keyhold.internal.wait.Host;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Program} needs of its surroundings: other tasks, sleep and the time. A program that
 * asks only here, and waits only here and in Keyhold's locks, runs unchanged in real and in virtual
 * time. To be used by the tasks of the run and by nobody else.
 */
public interface Tasks {

  /**
   * Starts a task on a thread of its own.
   *
   * @param name the task's name in reports, failures and traces; not blank, need not be unique
   */
  TaskHandle spawn(String name, TaskBody body);

  /** Starts an event loop, which runs callbacks on one thread; it ends with the run. */
  EventLoop eventLoop(String name);

  /**
   * Lets time pass. A duration of zero or less only looks for an interrupt and yields.
   *
   * @throws InterruptedException if the task is interrupted, before or while it sleeps
   */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Lets other tasks go first. Put one wherever two tasks may meet outside of locks, for instance
   * between a read and the write that depends on it: a simulation changes tasks only where one
   * waits, or at such a point.
   */
  void yieldNow();

  /** The time since the start of the run. */
  Duration elapsed();

  /** This run's own {@link System#nanoTime}: only differences mean something. */
  long nanoTime();

  /** Random numbers; in a simulation they follow from its seed. */
  RandomGenerator random();

  /**
   * Waits until {@code stage} is completed, which must be the doing of a task of this run.
   *
   * @return its result
   * @throws ExecutionException if it was completed with a failure, which is the cause
   * @throws java.util.concurrent.CancellationException if it was cancelled
   * @throws InterruptedException if the waiting task is interrupted, before or while it waits; the
   *     stage is left as it is
   */
  default <T extends @Nullable Object> T await(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException {
    CompletableFuture<T> future = stage.toCompletableFuture();
    Host host = Host.current();
    Thread waiter = Thread.currentThread();
    var _ = future.whenComplete((_, _) -> host.unpark(waiter));
    while (!future.isDone()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      host.park(future);
    }
    return future.get();
  }
}
