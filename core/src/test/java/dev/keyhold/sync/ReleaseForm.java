package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A way in which somebody changes the data and lets go of it. */
enum ReleaseForm {
  GUARD {
    @Override
    void release(Mutex<int[]> mutex) throws Exception {
      try (Guard<int[]> guard = mutex.lock()) {
        guard.get()[0]++;
      }
    }
  },
  TRIED {
    @Override
    void release(Mutex<int[]> mutex) {
      try (Guard<int[]> guard = mutex.tryLock()) {
        assertThat(guard).as("a dormant waiter keeps nobody out").isNotNull();
        guard.get()[0]++;
      }
    }
  },
  WITH {
    @Override
    void release(Mutex<int[]> mutex) {
      mutex.with(data -> data[0]++);
    }
  },
  WITH_WHEN {
    @Override
    void release(Mutex<int[]> mutex) {
      mutex.withWhen(data -> true, data -> data[0]++);
    }
  },
  CLOSURE {
    @Override
    void release(Mutex<int[]> mutex) {
      mutex.submit(data -> data[0]++).join();
    }
  },
  QUEUED_CLOSURE {
    @Override
    void release(Mutex<int[]> mutex) throws Exception {
      Guard<int[]> guard = mutex.lock();
      CompletableFuture<Integer> queued = mutex.submit(data -> data[0]++);
      guard.close();
      queued.join();
    }
  },
  FUTURE {
    @Override
    void release(Mutex<int[]> mutex) {
      try (Guard<int[]> guard = mutex.lockAsync().join()) {
        guard.get()[0]++;
      }
    }
  },
  REPAIR {
    @Override
    void release(Mutex<int[]> mutex) {
      mutex.repair(data -> data[0]++);
    }
  },
  AWAIT_UNTIL_OF_ANOTHER {
    @Override
    void release(Mutex<int[]> mutex) throws Exception {
      try (Guard<int[]> guard = mutex.lock()) {
        guard.get()[0]++;
        assertThat(mutex.awaitUntil(guard, data -> false, Duration.ofMillis(1))).isFalse();
      }
    }
  },
  AWAIT_UNTIL_ASYNC_OF_ANOTHER {
    @Override
    void release(Mutex<int[]> mutex) throws Exception {
      Guard<int[]> guard = mutex.lock();
      guard.get()[0]++;
      assertThat(mutex.awaitUntilAsync(guard, data -> false).cancel(true)).isTrue();
    }
  },
  MOVED_GUARD_CLOSED_ELSEWHERE {
    @Override
    void release(Mutex<int[]> mutex) throws Exception {
      Guard<int[]> guard = mutex.lock();
      guard.get()[0]++;
      guard.moveTo(Task.named("another"));
      Job.start("closer", () -> closed(guard)).result();
    }
  },
  MAPPED_GUARD {
    @Override
    void release(Mutex<int[]> mutex) throws Exception {
      try (Guard<int[]> guard = mutex.lock().map(data -> data)) {
        guard.get()[0]++;
      }
    }
  };

  abstract void release(Mutex<int[]> mutex) throws Exception;

  private static Void closed(Guard<?> guard) {
    guard.close();
    return null;
  }
}
