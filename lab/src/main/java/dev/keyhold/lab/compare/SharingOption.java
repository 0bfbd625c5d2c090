package dev.keyhold.lab.compare;

import dev.keyhold.Keyhold;
import dev.keyhold.Snapshot;
import dev.keyhold.sync.Actor;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ways of sharing a database that are compared. */
public enum SharingOption {
  /** {@link BlockingMutex}: newcomers may overtake for a millisecond. */
  BLOCKING_MUTEX("blocking-mutex") {
    @Override
    Shared share(Supplier<Data> data) {
      BlockingMutex<Data> mutex = BlockingMutex.of(data);
      return new Shared() {
        @Override
        public <R extends @Nullable Object> R locked(Section<R> section)
            throws InterruptedException {
          try (Guard<Data> guard = mutex.lock()) {
            return section.run(guard.get());
          }
        }
      };
    }
  },

  /** {@link Mutex}, each task with a guard of its own: first come, first served. */
  MUTEX("mutex") {
    @Override
    Shared share(Supplier<Data> data) {
      Mutex<Data> mutex = Mutex.of(data);
      return new Shared() {
        @Override
        public <R extends @Nullable Object> R locked(Section<R> section)
            throws InterruptedException {
          try (Guard<Data> guard = mutex.lock()) {
            return section.run(guard.get());
          }
        }
      };
    }
  },

  /** {@link Mutex#submit}: the releasing task may run a whole batch, in order. */
  MUTEX_SUBMIT("mutex-submit") {
    @Override
    Shared share(Supplier<Data> data) {
      Mutex<Data> mutex = Mutex.of(data);
      return new Shared() {
        @Override
        public <R extends @Nullable Object> R locked(Section<R> section)
            throws InterruptedException {
          try {
            return mutex.<R>submit(section::run).get();
          } catch (ExecutionException e) {
            throw new IllegalStateException("a submitted section failed", e.getCause());
          }
        }
      };
    }
  },

  /** {@link Actor}, asked: the data's owner runs each section, in order, on a thread of its own. */
  ACTOR("actor") {
    @Override
    Shared share(Supplier<Data> data) {
      Actor<Data> actor = Actor.of(data);
      return new Shared() {
        @Override
        public <R extends @Nullable Object> R locked(Section<R> section)
            throws InterruptedException {
          try {
            return actor.<R>ask(section::run).get();
          } catch (ExecutionException e) {
            throw new IllegalStateException(
                "a section that an actor was asked for failed", e.getCause());
          }
        }
      };
    }
  },

  /** {@link RwLock}: who reads has a guard beside others that read; first come, first served. */
  RWLOCK("rwlock") {
    @Override
    Shared share(Supplier<Data> data) {
      RwLock<Data> lock = RwLock.of(data);
      return new Shared() {
        @Override
        public <R extends @Nullable Object> R locked(Section<R> section)
            throws InterruptedException {
          try (Guard<Data> guard = lock.write()) {
            return section.run(guard.get());
          }
        }

        @Override
        public <R extends @Nullable Object> R read(String key, Section<R> section)
            throws InterruptedException {
          try (Guard<Data> guard = lock.read()) {
            return section.run(guard.get());
          }
        }
      };
    }
  },

  /** {@link Keyhold}: no lock around the data, and guards on the keys that are used. */
  KEYHOLD("keyhold") {
    @Override
    Shared share(Supplier<Data> data) {
      return new KeyholdShared(data.get(), false);
    }
  },

  /** {@link Keyhold}: who writes has a guard on the key, who reads a {@link Snapshot}. */
  KEYHOLD_SNAPSHOT("keyhold-snapshot") {
    @Override
    Shared share(Supplier<Data> data) {
      return new KeyholdShared(data.get(), true);
    }
  },

  /** {@link ReentrantLock}, fair: what the JDK has for first come, first served. */
  FAIR_LOCK("fair-lock") {
    @Override
    Shared share(Supplier<Data> data) {
      return underLock(new ReentrantLock(true), data.get());
    }
  },

  /** {@link ReentrantReadWriteLock}, fair: what the JDK has for readers beside each other. */
  RW_LOCK_FAIR("rw-lock-fair") {
    @Override
    Shared share(Supplier<Data> data) {
      ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
      return underLocks(lock.writeLock(), lock.readLock(), data.get());
    }
  },

  /** {@link ReentrantLock}, unfair: whoever comes at the right moment. */
  UNFAIR_LOCK("unfair-lock") {
    @Override
    Shared share(Supplier<Data> data) {
      return underLock(new ReentrantLock(), data.get());
    }
  };

  private final String label;

  SharingOption(String label) {
    this.label = label;
  }

  /** The option's name as commands and reports write it. */
  public String label() {
    return label;
  }

  /** The option of that name. */
  public static Optional<SharingOption> named(String label) {
    return Arrays.stream(values()).filter(option -> option.label.equals(label)).findAny();
  }

  /** Puts data under this option's rule. */
  abstract Shared share(Supplier<Data> data);

  private static Shared underLock(Lock lock, Data data) {
    return underLocks(lock, lock, data);
  }

  /** With a lock for being alone and one for reading, which may be the same. */
  private static Shared underLocks(Lock alone, Lock reading, Data data) {
    return new Shared() {
      @Override
      public <R extends @Nullable Object> R locked(Section<R> section) throws InterruptedException {
        return under(alone, section);
      }

      @Override
      public <R extends @Nullable Object> R read(String key, Section<R> section)
          throws InterruptedException {
        return under(reading, section);
      }

      private <R extends @Nullable Object> R under(Lock lock, Section<R> section)
          throws InterruptedException {
        lock.lockInterruptibly();
        try {
          return section.run(data);
        } finally {
          lock.unlock();
        }
      }
    };
  }
}
