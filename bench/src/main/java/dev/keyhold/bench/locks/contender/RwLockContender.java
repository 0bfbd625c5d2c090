package dev.keyhold.bench.locks.contender;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.RwLock;
import org.jspecify.annotations.Nullable;

/** {@code try (guard = rwLock.read())} and {@code rwLock.write()}. */
final class RwLockContender extends SharedContender {
  private final RwLock<Pair> lock = RwLock.of(Pair::new);
  private @Nullable Guard<Pair> held;

  RwLockContender(Use use) {
    super(use);
  }

  @Override
  long reads(int operations) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < operations; i++) {
      try (Guard<Pair> guard = lock.read()) {
        sum += guard.get().read();
      }
    }
    return sum;
  }

  @Override
  void loop(int operations) throws InterruptedException {
    for (int i = 0; i < operations; i++) {
      try (Guard<Pair> guard = lock.write()) {
        guard.get().increment();
      }
    }
  }

  @Override
  long mixed(int operations, Mix mix) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < operations; i++) {
      if (mix.reads()) {
        try (Guard<Pair> guard = lock.read()) {
          sum += guard.get().read();
        }
      } else {
        try (Guard<Pair> guard = lock.write()) {
          guard.get().increment();
        }
      }
    }
    return sum;
  }

  @Override
  public void hold() throws InterruptedException {
    held = lock.write();
  }

  @Override
  public void release() {
    if (held != null) {
      held.close();
    }
  }

  @Override
  public long count() {
    return lock.withRead(Pair::read);
  }
}
