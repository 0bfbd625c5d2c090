package dev.keyhold.bench.json;

import dev.keyhold.bench.duel.RoundSampling;
import dev.keyhold.bench.duel.Sampling;

/** Takes samples of the time that an operation takes, going round the documents. */
final class TimeSampling implements Sampling {
  private static final int OPERATIONS_FIRST = 16;

  private final Operation operation;
  private final int documents;
  private final long allowanceNanos;
  private final RoundSampling rounds;
  private int next;

  /**
   * A sampler that is cold.
   *
   * @param sampleNanos how long a sample lasts at the least, roughly
   * @param allowanceNanos added to each sample
   */
  TimeSampling(Operation operation, int documents, long sampleNanos, long allowanceNanos) {
    this.operation = operation;
    this.documents = documents;
    this.allowanceNanos = allowanceNanos;
    rounds = new RoundSampling(this::elapsedNanos, 1, OPERATIONS_FIRST, sampleNanos);
  }

  private long elapsedNanos(int operations) {
    int document = next;
    long sinceNanos = System.nanoTime();
    for (int i = 0; i < operations; i++) {
      Sink.consume(operation.on(document));
      document = document + 1 == documents ? 0 : document + 1;
    }
    long elapsedNanos = System.nanoTime() - sinceNanos;
    next = document;
    return elapsedNanos;
  }

  @Override
  public boolean warmUp(long warmupNanos) throws InterruptedException {
    return rounds.warmUp(warmupNanos);
  }

  @Override
  public void settle() {
    rounds.settle();
  }

  @Override
  public double sample() throws InterruptedException {
    return rounds.sample() + allowanceNanos;
  }
}
