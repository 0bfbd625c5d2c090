package dev.keyhold.bench.engine;

import dev.keyhold.bench.duel.BenchException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Runs the same work on several threads at once. */
final class Crew {
  private Crew() {}

  /**
   * Runs it.
   *
   * @param work given the number of each thread, from 0 on
   * @return from when all of them are there until the last one is done, in nanoseconds
   */
  static long elapsedNanos(int threads, IntConsumer work) throws InterruptedException {
    if (threads == 1) {
      long sinceNanos = System.nanoTime();
      work.accept(0);
      return System.nanoTime() - sinceNanos;
    }
    CountDownLatch ready = new CountDownLatch(threads);
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> crew = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      crew.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  ready.countDown();
                  go.await();
                  work.accept(number);
                } catch (InterruptedException | RuntimeException | Error e) {
                  failure.set(e);
                }
              }));
    }
    ready.await();
    long sinceNanos = System.nanoTime();
    go.countDown();
    for (Thread each : crew) {
      each.join();
    }
    long elapsedNanos = System.nanoTime() - sinceNanos;
    if (failure.get() != null) {
      throw new BenchException("a thread of the measurement failed: " + failure.get());
    }
    return elapsedNanos;
  }
}
