package dev.keyhold.sync;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Code on a thread of its own, and what comes of it. */
final class Job<R> {
  private final CompletableFuture<R> outcome = new CompletableFuture<>();
  private final Thread thread;

  private Job(Thread.Builder builder, Callable<R> code) {
    thread =
        builder.start(() -> {
          try {
            outcome.complete(code.call());
          } catch (Throwable e) {
            outcome.completeExceptionally(e);
          }
        });
  }

  /** On a platform thread. */
  static <R> Job<R> start(String name, Callable<R> code) {
    return new Job<>(Thread.ofPlatform().daemon().name(name), code);
  }

  /** On a virtual thread. */
  static <R> Job<R> startVirtual(String name, Callable<R> code) {
    return new Job<>(Thread.ofVirtual().name(name), code);
  }

  Thread thread() {
    return thread;
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean isDone() {
    return outcome.isDone();
  }

  /** What the code returned; fails if it threw or never ends. */
  R result() {
    try {
      return outcome.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(thread.getName() + " failed", e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(thread.getName() + " never ended", e);
    }
  }

  /** What the code threw; fails if it returned or never ends. */
  Throwable failure() {
    try {
      R result = outcome.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
      throw new AssertionError(thread.getName() + " did not fail, it returned " + result);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(thread.getName() + " never ended", e);
    }
  }
}
