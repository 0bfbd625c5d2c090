package dev.keyhold.bench.locks.contender;

/**
 * What a lock for readers and writers protects: two counters that writers keep equal. A reader that
 * is let in beside a writer sees them differ, now and then.
 */
final class Pair {
  long first;
  long second;

  void increment() {
    first++;
    second++;
  }

  /** The count, by a reader. */
  long read() {
    long seen = first;
    if (seen != second) {
      throw new IllegalStateException(
          "a reader saw %d and %d, which writers change together: the lock does not exclude"
              .formatted(seen, second));
    }
    return seen;
  }
}
