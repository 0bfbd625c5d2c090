package dev.keyhold.bench.engine;

import dev.keyhold.bench.duel.BenchException;
import dev.keyhold.bench.duel.RoundSampling;
import dev.keyhold.bench.duel.Sampling;

/** Takes samples of the time that operations on a store that is full take. */
final class Rounds {
  /** So many keys are made at once, outside of what is timed. */
  private static final int KEYS_AT_ONCE = 1 << 18;

  private static final int OPERATIONS_FIRST = 1_000;

  /** How many entries a scan has. */
  static final int SCANNED = 100;

  private Rounds() {}

  /** What is timed, for one thread. */
  @FunctionalInterface
  private interface Work {
    void on(String[] keys);
  }

  // ── on any store ───────────────────────────────────────────────────────────────────────────

  static Sampling get(Setting setting, StoreKind kind, int threads) {
    Store store = full(setting, kind);
    return keyed(setting, threads, 1, keys -> requireMet(store.get(keys), keys.length));
  }

  static Sampling overwrite(Setting setting, StoreKind kind, int threads) {
    return keyed(setting, threads, 1, full(setting, kind)::insert);
  }

  static Sampling scan(Setting setting, StoreKind kind) {
    Store store = full(setting, kind);
    return new RoundSampling(
        operations -> {
          KeyPool.Stretches stretches = setting.pool().stretches(operations, SCANNED);
          long sinceNanos = System.nanoTime();
          int met = store.scan(stretches);
          long elapsedNanos = System.nanoTime() - sinceNanos;
          requireMet(met, operations * stretches.length());
          return elapsedNanos;
        },
        1,
        OPERATIONS_FIRST,
        setting.sampleNanos());
  }

  static Store full(Setting setting, StoreKind kind) {
    Store store = kind.make();
    store.insert(setting.pool().all());
    return store;
  }

  private static void requireMet(int met, int expected) {
    if (met != expected) {
      throw new BenchException("of %,d entries %,d were found".formatted(expected, met));
    }
  }

  /** Keys are made, then the clock runs, and so on until there were enough of them. */
  private static Sampling keyed(Setting setting, int threads, int keysEach, Work work) {
    return new RoundSampling(
        operations -> elapsedNanos(setting.pool(), operations, threads, keysEach, work),
        1,
        OPERATIONS_FIRST,
        setting.sampleNanos());
  }

  private static long elapsedNanos(
      KeyPool pool, int operations, int threads, int keysEach, Work work)
      throws InterruptedException {
    long elapsedNanos = 0;
    int atOnce = KEYS_AT_ONCE / keysEach;
    for (int left = operations; left > 0; left -= atOnce) {
      int each = Math.ceilDiv(Math.min(left, atOnce), threads) * keysEach;
      String[][] keys = new String[threads][];
      for (int i = 0; i < threads; i++) {
        keys[i] = pool.some(each, i, threads);
      }
      elapsedNanos += Crew.elapsedNanos(threads, thread -> work.on(keys[thread]));
    }
    return elapsedNanos;
  }

  // ── on ours ────────────────────────────────────────────────────────────────────────────────

  static Sampling guardOne(Setting setting) {
    return keyed(setting, 1, 1, ours(setting)::guardOne);
  }

  static Sampling guardTwo(Setting setting) {
    return keyed(setting, 1, 2, ours(setting)::guardTwo);
  }

  /** A guard on everything, taken and given back. */
  static Sampling guardAll(Setting setting) {
    KeyholdStore store = ours(setting);
    return new RoundSampling(
        operations -> {
          long sinceNanos = System.nanoTime();
          store.guardAll(operations);
          return System.nanoTime() - sinceNanos;
        },
        1,
        1,
        setting.sampleNanos());
  }

  /** Overwrites beside a snapshot that is opened before each sample and closed behind it. */
  static Sampling overwriteBesideSnapshot(Setting setting) {
    KeyholdStore store = ours(setting);
    return new RoundSampling(
        operations ->
            store.besideSnapshot(
                () -> elapsedNanos(setting.pool(), operations, 1, 1, store::insert)),
        1,
        OPERATIONS_FIRST,
        setting.sampleNanos());
  }

  static KeyholdStore ours(Setting setting) {
    KeyholdStore store = new KeyholdStore();
    store.insert(setting.pool().all());
    return store;
  }

  // ── on H2's transactions ───────────────────────────────────────────────────────────────────

  /** A transaction that reads two keys, writes both, commits. */
  static Sampling transaction(Setting setting) {
    MvTransactions store = new MvTransactions();
    store.fill(setting.pool().all());
    return keyed(setting, 1, 2, store::exchange);
  }
}
