package dev.keyhold.sync;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Code on a thread of its own, and what comes of it. */
public final class Job<R> {
  private final CompletableFuture<Outcome<R>> outcome = new CompletableFuture<>();
  private final Thread thread;

  private record Outcome<R>(@Nullable R value, @Nullable Throwable failure) {}

  private Job(Thread.Builder builder, Callable<R> code) {
    thread =
        builder.start(() -> {
          try {
            outcome.complete(new Outcome<>(code.call(), null));
          } catch (Throwable e) {
            outcome.complete(new Outcome<>(null, e));
          }
        });
  }

  /** On a platform thread. */
  public static <R> Job<R> start(String name, Callable<R> code) {
    return new Job<>(Thread.ofPlatform().daemon().name(name), code);
  }

  /** On a virtual thread. */
  public static <R> Job<R> startVirtual(String name, Callable<R> code) {
    return new Job<>(Thread.ofVirtual().name(name), code);
  }

  public Thread thread() {
    return thread;
  }

  public void interrupt() {
    thread.interrupt();
  }

  public boolean isDone() {
    return outcome.isDone();
  }

  /** What the code returned; fails if it threw or never ends. */
  public R result() {
    Outcome<R> end = end();
    if (end.failure != null) {
      throw new AssertionError(thread.getName() + " failed", end.failure);
    }
    return end.value;
  }

  /** What the code threw; fails if it returned or never ends. */
  public Throwable failure() {
    Outcome<R> end = end();
    if (end.failure == null) {
      throw new AssertionError(thread.getName() + " did not fail, it returned " + end.value);
    }
    return end.failure;
  }

  private Outcome<R> end() {
    try {
      return outcome.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      throw new AssertionError(thread.getName() + " never ended", e);
    }
  }
}
