package dev.keyhold.bench.locks.contender;

/** {@code mutex.with(function)}. */
final class MutexWithContender extends MutexThreadContender {
  @Override
  void loop(int operations) {
    for (int i = 0; i < operations; i++) {
      mutex.with(cell -> {
        cell.value++;
        return Boolean.TRUE;
      });
    }
  }
}
