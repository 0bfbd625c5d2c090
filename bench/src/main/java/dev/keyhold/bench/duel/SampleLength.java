package dev.keyhold.bench.duel;

/** How long a sample of time lasts, and the warm-up of each side before the first. */
public enum SampleLength {
  /** For figures. */
  FULL(150, 500),
  /** For a first look. */
  QUICK(20, 100);

  private final int sampleMillis;
  private final int warmupMillis;

  SampleLength(int sampleMillis, int warmupMillis) {
    this.sampleMillis = sampleMillis;
    this.warmupMillis = warmupMillis;
  }

  public int sampleMillis() {
    return sampleMillis;
  }

  public int warmupMillis() {
    return warmupMillis;
  }
}
