package dev.keyhold.sync;

import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.RequestFuture;
import dev.keyhold.internal.wait.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The future of what an actor was asked.
 *
 * <p>An actor completes it between two messages, so that answers come in the order of messages. A
 * thread that is blocked on it is woken, which is short. A callback can take forever, and would
 * keep the actor from everybody else: where there are callbacks, another thread completes it. What
 * tells the two apart is that blocked threads are counted here. Both counts are looks at moving
 * things: a callback that is attached in the very moment of the answer may still run on the actor's
 * thread.
 *
 * @param <V> the answer
 */
final class AnswerFuture<V> extends RequestFuture<V> {
  private static final VarHandle BLOCKED;

  static {
    try {
      BLOCKED = MethodHandles.lookup().findVarHandle(AnswerFuture.class, "blocked", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How many threads are blocked on this, or about to be. */
  @SuppressWarnings("unused") // by its handle
  private volatile int blocked;

  <W extends Waiter & RequestFuture.Giver> AnswerFuture(W request) {
    super(request);
  }

  /** The answer, or why there is none. */
  void settle(@Nullable V value, @Nullable Throwable failure) {
    if (getNumberOfDependents() > blocked) {
      Host.current().execute(() -> put(value, failure));
    } else {
      put(value, failure);
    }
  }

  private void put(@Nullable V value, @Nullable Throwable failure) {
    if (failure == null) {
      deliver(value);
    } else {
      refuse(failure);
    }
  }

  @Override
  public V join() {
    BLOCKED.getAndAdd(this, 1);
    try {
      return super.join();
    } finally {
      BLOCKED.getAndAdd(this, -1);
    }
  }

  @Override
  public V get() throws InterruptedException, ExecutionException {
    BLOCKED.getAndAdd(this, 1);
    try {
      return super.get();
    } finally {
      BLOCKED.getAndAdd(this, -1);
    }
  }

  @Override
  public V get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    BLOCKED.getAndAdd(this, 1);
    try {
      return super.get(timeout, unit);
    } finally {
      BLOCKED.getAndAdd(this, -1);
    }
  }
}
