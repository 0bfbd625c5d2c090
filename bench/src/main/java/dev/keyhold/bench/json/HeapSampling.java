package dev.keyhold.bench.json;

import dev.keyhold.bench.duel.Heap;
import dev.keyhold.bench.duel.Sampling;
import java.lang.ref.Reference;
import java.util.List;

/** Weighs what an operation returns: many results are kept, and the live objects counted. */
final class HeapSampling implements Sampling {
  /** Texts of so many bytes in all stand out from what else moves in the heap. */
  private static final int TEXT_BYTES = 20_000_000;

  private final Operation operation;
  private final int documents;
  private final int values;

  HeapSampling(Operation operation, List<byte[]> texts) {
    this.operation = operation;
    documents = texts.size();
    // Every document equally often, so that the mean of the results is that of the documents.
    values = documents * (int) Math.ceil(TEXT_BYTES / (meanBytes(texts) * documents));
  }

  static double meanBytes(List<byte[]> texts) {
    return texts.stream().mapToInt(text -> text.length).average().orElseThrow();
  }

  /** Nothing gets lighter with time. */
  @Override
  public boolean warmUp(long warmupNanos) {
    return true;
  }

  /** What the first one loads is not weighed. */
  @Override
  public void settle() {
    sample();
  }

  /** Bytes a result. */
  @Override
  public double sample() {
    Object[] kept = new Object[values];
    try {
      long before = Heap.objectBytes();
      for (int i = 0; i < values; i++) {
        kept[i] = operation.on(i % documents);
      }
      return (double) (Heap.objectBytes() - before) / values;
    } finally {
      Reference.reachabilityFence(kept);
    }
  }
}
