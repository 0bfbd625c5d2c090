package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.ConditionFailedException;
import dev.keyhold.error.PoisonedException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** The forms that wait for a condition. */
enum WaitForm {
  LOCK_WHEN {
    @Override
    Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) throws Exception {
      return mutex.lockWhen(condition);
    }
  },
  LOCK_WHEN_UNINTERRUPTIBLY {
    @Override
    Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) {
      return mutex.lockWhenUninterruptibly(condition);
    }
  },
  TRY_LOCK_WHEN {
    @Override
    Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) throws Exception {
      return Objects.requireNonNull(mutex.tryLockWhen(condition, ConditionTest.LONG));
    }
  },
  LOCK_WHEN_ASYNC {
    @Override
    Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) throws Exception {
      return joined(mutex.lockWhenAsync(condition));
    }
  },
  LOCK_WHEN_ASYNC_OF_A_TASK {
    @Override
    Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) throws Exception {
      return joined(mutex.lockWhenAsync(Task.named("worker"), condition));
    }
  },
  AWAIT_UNTIL {
    @Override
    Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) throws Exception {
      Guard<int[]> guard = mutex.lock();
      try {
        mutex.awaitUntil(guard, condition);
      } catch (ConditionFailedException | PoisonedException e) {
        assertThat(guard.isClosed()).as("the guard has the mutex again").isFalse();
        guard.close();
        throw e;
      }
      return guard;
    }
  },
  AWAIT_UNTIL_UNINTERRUPTIBLY {
    @Override
    Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) throws Exception {
      Guard<int[]> guard = mutex.lock();
      try {
        mutex.awaitUntilUninterruptibly(guard, condition);
      } catch (ConditionFailedException | PoisonedException e) {
        assertThat(guard.isClosed()).as("the guard has the mutex again").isFalse();
        guard.close();
        throw e;
      }
      return guard;
    }
  },
  AWAIT_UNTIL_TIMED {
    @Override
    Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) throws Exception {
      Guard<int[]> guard = mutex.lock();
      try {
        assertThat(mutex.awaitUntil(guard, condition, ConditionTest.LONG)).isTrue();
      } catch (ConditionFailedException | PoisonedException e) {
        assertThat(guard.isClosed()).as("the guard has the mutex again").isFalse();
        guard.close();
        throw e;
      }
      return guard;
    }
  },
  AWAIT_UNTIL_ASYNC {
    @Override
    Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) throws Exception {
      Guard<int[]> first = mutex.lock();
      CompletableFuture<Guard<int[]>> again = mutex.awaitUntilAsync(first, condition);
      Guard<int[]> guard = joined(again);
      assertThat(first.isClosed()).as("the future's guard takes its place").isTrue();
      return guard;
    }
  },
  AWAIT_UNTIL_ASYNC_OF_A_TASK {
    @Override
    Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) throws Exception {
      Guard<int[]> first = mutex.lock();
      Guard<int[]> guard = joined(mutex.awaitUntilAsync(Task.named("worker"), first, condition));
      assertThat(first.isClosed()).as("the future's guard takes its place").isTrue();
      return guard;
    }
  };

  /** Waits on the current thread; the failure of a future is thrown as it is. */
  abstract Guard<int[]> get(Mutex<int[]> mutex, Predicate<int[]> condition) throws Exception;

  private static <T> T joined(CompletableFuture<T> future) throws Exception {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
