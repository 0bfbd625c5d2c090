package dev.keyhold.bench.engine;

import java.util.Locale;

/** Ours and its peers. */
enum StoreKind {
  /** The database, by its API. */
  KEYHOLD,
  /** The index beneath it alone. */
  INDEX,
  /** Ordered by {@link String#compareTo}: what it is used with. */
  SKIP_LIST_MAP,
  /** Not ordered. */
  HASH_MAP,
  /** H2's tree, in memory, without transactions. */
  MVSTORE;

  Store make() {
    return switch (this) {
      case KEYHOLD -> new KeyholdStore();
      case INDEX -> new IndexStore();
      case SKIP_LIST_MAP -> new SkipListStore();
      case HASH_MAP -> new HashMapStore();
      case MVSTORE -> new MvMapStore();
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
