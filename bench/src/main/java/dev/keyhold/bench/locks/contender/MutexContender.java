package dev.keyhold.bench.locks.contender;

import dev.keyhold.sync.Guard;

/** {@code try (guard = mutex.lock())}. */
final class MutexContender extends MutexThreadContender {
  @Override
  void loop(int operations) throws InterruptedException {
    for (int i = 0; i < operations; i++) {
      try (Guard<Cell> guard = mutex.lock()) {
        guard.get().value++;
      }
    }
  }
}
