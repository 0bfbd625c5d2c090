package dev.keyhold.bench.locks.contender;

/** What the tasks of a lock for readers and writers do with it. */
enum Use {
  READS(100),
  WRITES(0),
  MIXED_100_0(100),
  MIXED_95_5(95),
  MIXED_50_50(50);

  private final int readsPercent;

  Use(int readsPercent) {
    this.readsPercent = readsPercent;
  }

  /** Of a hundred operations, roughly. */
  int readsPercent() {
    return readsPercent;
  }
}
