package dev.keyhold.bench.locks.contender;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The two threads that tasks without threads run on. */
final class Workers {
  private final ExecutorService executor =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().name("worker-", 1).factory());

  void execute(Runnable action) {
    executor.execute(action);
  }
}
