package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.PoisonedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The contract test against a lock too simple to be wrong: it tests the test. */
class ReferenceLockContractTest extends LockContractTest {

  @Override
  ContractLock<Counter> newLock(boolean poisonOnThrow) {
    return new ReferenceLock<>(new Counter(), poisonOnThrow);
  }

  /** One monitor around everything; the first in the queue goes on. */
  private static final class ReferenceLock<T> implements ContractLock<T> {
    private final T data;
    private final boolean poisons;
    private final ReentrantLock monitor = new ReentrantLock();
    private final Deque<Condition> queue = new ArrayDeque<>();
    private volatile @Nullable Thread owner;
    private volatile @Nullable Throwable poison;

    ReferenceLock(T data, boolean poisons) {
      this.data = data;
      this.poisons = poisons;
    }

    private boolean acquire(long nanosMax) throws InterruptedException {
      Thread me = Thread.currentThread();
      monitor.lockInterruptibly();
      Condition turn = monitor.newCondition();
      try {
        if (owner == me) {
          throw new DeadlockException("the holder asks again", List.of());
        }
        long left = nanosMax;
        queue.add(turn);
        while (owner != null || !turn.equals(queue.peek())) {
          if (left <= 0) {
            return false;
          }
          left = turn.awaitNanos(left);
        }
        owner = me;
        return true;
      } finally {
        queue.remove(turn);
        wakeFirst();
        monitor.unlock();
      }
    }

    /** The monitor is held. */
    private void wakeFirst() {
      Condition first = queue.peek();
      if (owner == null && first != null) {
        first.signal();
      }
    }

    private Held<T> acquired(boolean evenPoisoned) {
      if (poison != null && !evenPoisoned) {
        release();
        throw new PoisonedException("poisoned", poison);
      }
      return new Hold();
    }

    private void release() {
      monitor.lock();
      try {
        owner = null;
        wakeFirst();
      } finally {
        monitor.unlock();
      }
    }

    @Override
    public Held<T> lock() throws InterruptedException {
      acquire(Long.MAX_VALUE);
      return acquired(false);
    }

    @Override
    public Held<T> lockUninterruptibly() {
      return lockUninterruptibly(false);
    }

    private Held<T> lockUninterruptibly(boolean evenPoisoned) {
      boolean interrupted = Thread.interrupted();
      try {
        while (true) {
          try {
            acquire(Long.MAX_VALUE);
            return acquired(evenPoisoned);
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public @Nullable Held<T> tryLock() {
      monitor.lock();
      try {
        if (owner != null || !queue.isEmpty()) {
          return null;
        }
        owner = Thread.currentThread();
        return acquired(false);
      } finally {
        monitor.unlock();
      }
    }

    @Override
    public @Nullable Held<T> tryLock(Duration timeout) throws InterruptedException {
      if (timeout.isNegative()) {
        throw new IllegalArgumentException("the timeout is negative");
      }
      return timeout.isZero() ? tryLock() : acquire(timeout.toNanos()) ? acquired(false) : null;
    }

    @Override
    public <R> R with(ThrowingFunction<? super T, ? extends R, ? extends Exception> function)
        throws Exception {
      try (var guard = lockUninterruptibly()) {
        return function.apply(guard.get());
      } catch (DeadlockException | PoisonedException e) {
        throw e;
      } catch (Exception e) {
        poison = poisons ? e : null;
        throw e;
      }
    }

    @Override
    public <R> R repair(ThrowingFunction<? super T, ? extends R, ? extends Exception> function)
        throws Exception {
      try (var guard = lockUninterruptibly(true)) {
        R result = function.apply(guard.get());
        poison = null;
        return result;
      }
    }

    @Override
    public boolean isPoisoned() {
      return poison != null;
    }

    @Override
    public void clearPoison() {
      poison = null;
    }

    @Override
    public @Nullable String holder() {
      Thread holding = owner;
      return holding == null ? null : holding.getName();
    }

    @Override
    public int waiters() {
      monitor.lock();
      try {
        return queue.size();
      } finally {
        monitor.unlock();
      }
    }

    private final class Hold implements Held<T> {
      private boolean closed;

      @Override
      public T get() {
        if (closed) {
          throw new GuardClosedException("closed");
        }
        return data;
      }

      @Override
      public boolean isClosed() {
        return closed;
      }

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          release();
        }
      }
    }
  }
}
