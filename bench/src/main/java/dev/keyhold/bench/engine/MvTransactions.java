package dev.keyhold.bench.engine;

import java.nio.charset.StandardCharsets;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionMap;
import org.h2.mvstore.tx.TransactionStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/** H2's store in memory with its transactions. */
final class MvTransactions {
  private static final int KEYS_A_COMMIT = 1_000;

  private final TransactionStore store;
  private final TransactionMap<String, byte[]> map;
  private final byte[] value = "\"value\"".getBytes(StandardCharsets.UTF_8);

  MvTransactions() {
    store = new TransactionStore(new MVStore.Builder().autoCommitDisabled().open());
    store.init();
    Transaction first = store.begin();
    map = first.openMap("map", StringDataType.INSTANCE, ByteArrayDataType.INSTANCE);
    first.commit();
  }

  void fill(String[] keys) {
    for (int from = 0; from < keys.length; from += KEYS_A_COMMIT) {
      Transaction transaction = store.begin();
      TransactionMap<String, byte[]> own = map.getInstance(transaction);
      for (int i = from; i < Math.min(keys.length, from + KEYS_A_COMMIT); i++) {
        own.put(keys[i], value);
      }
      transaction.commit();
    }
  }

  /**
   * Gives each of two keys the other's value. A plain read, as H2 does it cheapest: a conflict
   * would show when the key is written.
   */
  void exchange(String[] keys) {
    for (int i = 0; i < keys.length; i += 2) {
      Transaction transaction = store.begin();
      TransactionMap<String, byte[]> own = map.getInstance(transaction);
      byte[] one = own.get(keys[i]);
      byte[] other = own.get(keys[i + 1]);
      own.put(keys[i], other);
      own.put(keys[i + 1], one);
      transaction.commit();
    }
  }
}
