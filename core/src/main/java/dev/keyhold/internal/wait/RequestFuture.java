package dev.keyhold.internal.wait;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of a request to a lock or an actor. Only that completes it with a value. Whoever has
 * it may give the request up ({@link #cancel}, {@link #completeExceptionally}, {@link #orTimeout}):
 * then the request leaves its queue at once, unless it was granted in the same moment, in which
 * case the grant passes to the next in line.
 *
 * <p>Whoever blocks on it is known to the wait graph.
 *
 * @param <V> what the request gives
 */
public class RequestFuture<V> extends CompletableFuture<V> {
  private final Waiter request;
  private final Giver giver;

  public <W extends Waiter & Giver> RequestFuture(W request) {
    this.request = request;
    giver = request;
  }

  /** A request that can be given up. */
  public interface Giver {
    /** The request has left its queue: its future was given up, or fails with a deadlock. */
    void givenUp();

    /** The request was granted, and given up before the future had it. */
    default void grantGivenUp() {}
  }

  /** The answer; false: the request was given up meanwhile. */
  public final boolean deliver(@Nullable V value) {
    return super.complete(value);
  }

  /** The refusal. */
  public final void refuse(Throwable reason) {
    super.completeExceptionally(reason);
  }

  /** The request was withdrawn to break a deadlock; nothing internal is held. */
  final void dismiss(Throwable reason) {
    giver.givenUp();
    super.completeExceptionally(reason);
  }

  /** What a thread that has waited for the value does with it. */
  protected V picked(V value) {
    return value;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return giveUp(null) || isCancelled();
  }

  @Override
  public boolean completeExceptionally(Throwable reason) {
    return giveUp(Objects.requireNonNull(reason, "reason"));
  }

  /** A null reason cancels. */
  private boolean giveUp(@Nullable Throwable reason) {
    boolean left = request.structure().withdraw(request);
    if (!left && request.mode() == Mode.UPGRADE && request.state() == Waiter.GRANTED) {
      // What it held before has become the grant: passing it on would take that away, too.
      return false;
    }
    boolean completed =
        super.completeExceptionally(reason == null ? new CancellationException() : reason);
    if (left) {
      giver.givenUp();
    } else if (completed && request.state() == Waiter.GRANTED) {
      giver.grantGivenUp();
    }
    return completed;
  }

  @Override
  public V join() {
    Joining joining = isDone() ? null : Joining.begin(this);
    try {
      if (joining != null) {
        joining.awaitUninterruptibly();
      }
      return picked(super.join());
    } finally {
      Joining.end(joining);
    }
  }

  @Override
  public V get() throws InterruptedException, ExecutionException {
    Joining joining = isDone() ? null : Joining.begin(this);
    try {
      if (joining != null) {
        joining.await(Long.MAX_VALUE);
      }
      return picked(super.get());
    } finally {
      Joining.end(joining);
    }
  }

  @Override
  public V get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Joining joining = isDone() ? null : Joining.begin(this);
    try {
      if (joining != null && !joining.await(unit.toNanos(timeout))) {
        throw new TimeoutException();
      }
      return picked(super.get(timeout, unit));
    } finally {
      Joining.end(joining);
    }
  }

  public final Waiter request() {
    return request;
  }

  // Strangers do not complete it.

  @Override
  public boolean complete(@Nullable V value) {
    throw refused();
  }

  @Override
  public CompletableFuture<V> completeAsync(Supplier<? extends V> supplier, Executor executor) {
    throw refused();
  }

  @Override
  public CompletableFuture<V> completeAsync(Supplier<? extends V> supplier) {
    throw refused();
  }

  @Override
  public CompletableFuture<V> completeOnTimeout(V value, long timeout, TimeUnit unit) {
    throw refused();
  }

  @Override
  public void obtrudeValue(V value) {
    throw refused();
  }

  @Override
  public void obtrudeException(Throwable reason) {
    throw refused();
  }

  private UnsupportedOperationException refused() {
    return new UnsupportedOperationException(
        "only "
            + request.structure().target()
            + " completes this future; to give the request up, cancel it");
  }

  /** Derived stages are ordinary: cancelling one does not reach the request. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
