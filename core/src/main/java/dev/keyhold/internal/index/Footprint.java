package dev.keyhold.internal.index;

import java.util.concurrent.atomic.LongAdder;

/**
 * What an index takes of the heap: exact whenever nobody writes, which {@link IndexChecker} checks.
 * Thread-safe.
 */
final class Footprint {
  /** The entries in the tree, with their keys. */
  private final LongAdder entriesBytes = new LongAdder();

  /** Leaves, inner nodes, and the directory. */
  private final LongAdder nodesBytes = new LongAdder();

  void entries(long more) {
    entriesBytes.add(more);
  }

  void nodes(long more) {
    if (more != 0) {
      nodesBytes.add(more);
    }
  }

  long entriesBytes() {
    return entriesBytes.sum();
  }

  long nodesBytes() {
    return nodesBytes.sum();
  }
}
