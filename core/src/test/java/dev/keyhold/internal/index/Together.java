package dev.keyhold.internal.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that begin at the same time, each with code of its own. */
final class Together {
  private static final long LIMIT_SECONDS = 120;

  private final List<Callable<?>> codes = new ArrayList<>();

  /** One more thread. */
  Together add(Callable<?> code) {
    codes.add(code);
    return this;
  }

  /** Runs them all; fails if one of them does, or never ends. */
  void run() {
    CyclicBarrier start = new CyclicBarrier(codes.size());
    List<FutureTask<?>> tasks = new ArrayList<>();
    for (Callable<?> code : codes) {
      FutureTask<?> task =
          new FutureTask<>(() -> {
            awaitStart(start);
            return code.call();
          });
      tasks.add(task);
      Thread.ofPlatform().daemon().name("together-" + tasks.size()).start(task);
    }
    for (FutureTask<?> task : tasks) {
      try {
        task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new AssertionError("a thread failed", e.getCause());
      } catch (InterruptedException | TimeoutException e) {
        throw new AssertionError("a thread never ended", e);
      }
    }
  }

  private static void awaitStart(CyclicBarrier start) {
    try {
      start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("not all threads have started", e);
    }
  }
}
