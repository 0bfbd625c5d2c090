package dev.keyhold.bench.engine;

import dev.keyhold.bench.duel.Heap;
import dev.keyhold.bench.duel.Sampling;
import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;

/** Fills a new store for each sample. */
final class FillSampling implements Sampling {
  private static final int PAUSES = 3;

  /** So many insertions, and the compiler is done. */
  private static final int WARM_UP_KEYS = 1_000_000;

  /** What is looked at. */
  enum Measured {
    /** Nanoseconds for each key. */
    INSERTION,
    /** Bytes of live objects for each key, its value's own array left out. */
    HEAP,
    /** Milliseconds of a full collection, every key having a value of its own. */
    PAUSE,
    /** The same with one value for all. */
    PAUSE_SHARED
  }

  private final KeyPool pool;
  private final StoreKind kind;
  private final Measured measured;
  private long warmedNanos;
  private long warmedKeys;

  FillSampling(Setting setting, StoreKind kind, Measured measured) {
    this.pool = setting.pool();
    this.kind = kind;
    this.measured = measured;
  }

  /** The collector needs no warming up. */
  @Override
  public boolean warmUp(long warmupNanos) {
    if (measured == Measured.PAUSE || measured == Measured.PAUSE_SHARED) {
      return true;
    }
    warmedNanos += insertionNanos();
    warmedKeys += pool.count();
    return warmedNanos >= warmupNanos && warmedKeys >= WARM_UP_KEYS;
  }

  @Override
  public void settle() {}

  @Override
  public double sample() {
    return switch (measured) {
      case INSERTION -> (double) insertionNanos() / pool.count();
      case HEAP -> (double) heapBytes() / pool.count() - Store.VALUE_BYTES;
      case PAUSE, PAUSE_SHARED -> (double) pauseNanos() / TimeUnit.MILLISECONDS.toNanos(1);
    };
  }

  private long insertionNanos() {
    String[] keys = pool.all();
    Store store = kind.make();
    System.gc();
    long sinceNanos = System.nanoTime();
    store.insert(keys);
    return System.nanoTime() - sinceNanos;
  }

  private long heapBytes() {
    long before = Heap.objectBytes();
    Store store = kind.make();
    try {
      fillOwn(store);
      return Heap.objectBytes() - before;
    } finally {
      Reference.reachabilityFence(store);
    }
  }

  /** In a method of its own: what is left of the keys afterwards is what the store keeps. */
  private void fillOwn(Store store) {
    store.insertOwn(pool.all());
  }

  private void fillShared(Store store) {
    store.insert(pool.all());
  }

  private long pauseNanos() {
    Store store = kind.make();
    try {
      if (measured == Measured.PAUSE) {
        fillOwn(store);
      } else {
        fillShared(store);
      }
      System.gc();
      long sinceNanos = System.nanoTime();
      for (int i = 0; i < PAUSES; i++) {
        System.gc();
      }
      return (System.nanoTime() - sinceNanos) / PAUSES;
    } finally {
      Reference.reachabilityFence(store);
    }
  }
}
