package dev.keyhold.bench.json;

import dev.keyhold.bench.duel.BudgetSampling;
import dev.keyhold.bench.duel.Sampling;
import java.util.List;
import java.util.function.Function;

/**
 * One side of a row, to be made of the texts that it works on.
 *
 * @param making prepares everything that is not to be measured
 * @param sampling measures what has been prepared
 */
record Side(Function<List<byte[]>, Operation> making, Measure sampling) {
  /** How an operation is measured. */
  @FunctionalInterface
  interface Measure {
    /** A side that is cold. */
    Sampling of(Operation operation, List<byte[]> texts, long sampleNanos);
  }

  /** Time: nanoseconds an operation. */
  static Side timed(Function<List<byte[]>, Operation> making) {
    return timed(making, 0);
  }

  /** Time, with so many nanoseconds on top for the other side to use up. */
  static Side timed(Function<List<byte[]>, Operation> making, long allowanceNanos) {
    return new Side(
        making,
        (operation, texts, sampleNanos) ->
            new TimeSampling(operation, texts.size(), sampleNanos, allowanceNanos));
  }

  /** Heap: bytes a value that is kept. */
  static Side weighed(Function<List<byte[]>, Operation> making) {
    return new Side(making, (operation, texts, _) -> new HeapSampling(operation, texts));
  }

  /** A budget instead of a peer: bytes a value, by the mean length of the texts. */
  static Side budget(double perTextByte, double more) {
    return new Side(
        texts -> texts::get,
        (_, texts, _) -> new BudgetSampling(HeapSampling.meanBytes(texts) * perTextByte + more));
  }
}
