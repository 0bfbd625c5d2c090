package dev.keyhold.bench.locks.contender;

/** {@code mutex.submit(function)} and waiting for its result, then some work of the task's own. */
final class MutexSubmitContender extends MutexThreadContender {
  @Override
  void loop(int operations) {
    long work = operations;
    for (int i = 0; i < operations; i++) {
      mutex
          .submit(cell -> {
            cell.value++;
            return Boolean.TRUE;
          })
          .join();
      work = Work.turn(work);
    }
    Work.use(work);
  }
}
