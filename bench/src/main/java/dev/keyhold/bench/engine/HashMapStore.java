package dev.keyhold.bench.engine;

import java.util.concurrent.ConcurrentHashMap;

/** The JDK's concurrent map without order. */
final class HashMapStore extends MapStore<ConcurrentHashMap<String, byte[]>> {
  HashMapStore() {
    super(new ConcurrentHashMap<>());
  }

  @Override
  public int scan(KeyPool.Stretches stretches) {
    throw new UnsupportedOperationException("its keys are in no order");
  }
}
