package dev.keyhold.bench.engine;

import dev.keyhold.bench.duel.BenchException;
import dev.keyhold.bench.duel.BudgetSampling;
import dev.keyhold.bench.duel.Sampling;
import dev.keyhold.bench.engine.EngineRow.Keys;
import dev.keyhold.bench.engine.EngineRow.Making;
import dev.keyhold.bench.engine.FillSampling.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which rows there are, and what they are to reach. */
final class EnginePlan {
  private static final String NANOS = "ns/op";
  private static final String BYTES = "B";
  private static final String PLAIN_OVERWRITE = "plain-overwrite";

  /** How many entries the collector meets in the rows about it; fewer for a first look. */
  private static final int PAUSE_KEYS = 4_000_000;

  private static final int PAUSE_KEYS_QUICK = 100_000;

  /** A guard on one key, one write and commit: 2.5 times a plain overwrite at the most. */
  private static final double GUARD_ONE_GOAL = 0.4;

  /** An {@code Optional}. */
  private static final int GET_BYTES = 16;

  /** A version that tells when its key was created, and an {@code Optional} of the one before. */
  private static final int OVERWRITE_BYTES = 40 + 16;

  private static final int WAITER_BYTES = 400;
  private static final long GRANT_NANOS = 200_000;

  private final List<EngineRow> rows = new ArrayList<>();

  private EnginePlan(int[] counts, KeyShape[] shapes, boolean quick) {
    for (int count : counts) {
      for (int i = 0; i < shapes.length; i++) {
        Keys keys = new Keys(shapes[i], count, Spread.UNIFORM);
        maps(keys, 1);
        filling(keys);
        if (i == 0) {
          maps(new Keys(shapes[i], count, Spread.ZIPF), 1);
          maps(keys, 2);
          engine(keys);
        }
      }
    }
    collections(new Keys(shapes[0], quick ? PAUSE_KEYS_QUICK : PAUSE_KEYS, Spread.UNIFORM));
    waiters(new Keys(shapes[0], 1, Spread.UNIFORM));
  }

  /**
   * All rows.
   *
   * @param counts how many keys there are
   * @param shapes what they look like; at least one, and the first one has rows of its own
   */
  static List<EngineRow> rows(int[] counts, KeyShape[] shapes, boolean quick) {
    return List.copyOf(new EnginePlan(counts, shapes, quick).rows);
  }

  /** The row of an id. */
  static EngineRow row(List<EngineRow> rows, String id) {
    return rows.stream()
        .filter(row -> row.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new BenchException("there is no row '" + id + "'"));
  }

  /** The groups and peers of all rows. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    rows(new int[] {1}, KeyShape.values(), true).forEach(row -> names.addAll(row.names()));
    return names;
  }

  // ── beside other maps ──────────────────────────────────────────────────────────────────────

  private void maps(Keys keys, int threads) {
    get(keys, threads, StoreKind.SKIP_LIST_MAP, 5.0);
    get(keys, threads, StoreKind.HASH_MAP, 0.8);
    get(keys, threads, StoreKind.MVSTORE, null);
    overwrite(keys, threads, StoreKind.SKIP_LIST_MAP, 3.0);
    overwrite(keys, threads, StoreKind.HASH_MAP, null);
    overwrite(keys, threads, StoreKind.MVSTORE, null);
    if (threads == 1) {
      get(keys, threads, StoreKind.INDEX, null);
      overwrite(keys, threads, StoreKind.INDEX, null);
      rust("get", "get", keys, setting -> Rounds.get(setting, StoreKind.KEYHOLD, 1), 3.5);
    }
    if (threads == 1 && keys.spread() == Spread.UNIFORM) {
      scan(keys, StoreKind.SKIP_LIST_MAP, 2.0);
      scan(keys, StoreKind.MVSTORE, null);
      scan(keys, StoreKind.INDEX, null);
      rust("scan", SCAN, keys, setting -> Rounds.scan(setting, StoreKind.KEYHOLD), 2.0);
    }
  }

  private static final String SCAN = "scan of %d entries".formatted(Rounds.SCANNED);

  private void get(Keys keys, int threads, StoreKind peer, @Nullable Double goal) {
    add(
        "get",
        "get" + threads(threads),
        peer.label(),
        NANOS,
        keys,
        setting -> Rounds.get(setting, StoreKind.KEYHOLD, threads),
        setting -> Rounds.get(setting, peer, threads),
        goal);
  }

  private void overwrite(Keys keys, int threads, StoreKind peer, @Nullable Double goal) {
    add(
        "overwrite",
        "insert overwriting" + threads(threads),
        peer.label(),
        NANOS,
        keys,
        setting -> Rounds.overwrite(setting, StoreKind.KEYHOLD, threads),
        setting -> Rounds.overwrite(setting, peer, threads),
        goal);
  }

  private void scan(Keys keys, StoreKind peer, @Nullable Double goal) {
    add(
        "scan",
        SCAN,
        peer.label(),
        NANOS,
        keys,
        setting -> Rounds.scan(setting, StoreKind.KEYHOLD),
        setting -> Rounds.scan(setting, peer),
        goal);
  }

  private void rust(String group, String what, Keys keys, Making ours, double goal) {
    if (RustMap.isThere()) {
      RustMap.Column column = RustMap.column(group, keys.spread());
      add(
          group,
          what,
          RustMap.LABEL,
          NANOS,
          keys,
          ours,
          _ -> new BudgetSampling(RustMap.nanos(keys, column)),
          goal);
    }
  }

  private static String threads(int threads) {
    return threads == 1 ? "" : ", %d threads".formatted(threads);
  }

  private void filling(Keys keys) {
    filling(keys, StoreKind.SKIP_LIST_MAP, 3.0, 1.33);
    filling(keys, StoreKind.HASH_MAP, null, null);
    filling(keys, StoreKind.MVSTORE, null, null);
    filling(keys, StoreKind.INDEX, null, null);
  }

  private void filling(
      Keys keys, StoreKind peer, @Nullable Double insertGoal, @Nullable Double heapGoal) {
    fill("insert", "insert of a new key", NANOS, keys, peer, Measured.INSERTION, insertGoal);
    fill("heap", "heap an entry", BYTES, keys, peer, Measured.HEAP, heapGoal);
  }

  private void fill(
      String group,
      String what,
      String unit,
      Keys keys,
      StoreKind peer,
      Measured measured,
      @Nullable Double goal) {
    add(
        group,
        what,
        peer.label(),
        unit,
        keys,
        setting -> new FillSampling(setting, StoreKind.KEYHOLD, measured),
        setting -> new FillSampling(setting, peer, measured),
        goal);
  }

  private void collections(Keys keys) {
    for (StoreKind peer : List.of(StoreKind.SKIP_LIST_MAP, StoreKind.HASH_MAP)) {
      Double goal = peer == StoreKind.SKIP_LIST_MAP ? 4.0 : null;
      fill("pause", "full collection", "ms", keys, peer, Measured.PAUSE, goal);
      fill("pause", "full collection, one value", "ms", keys, peer, Measured.PAUSE_SHARED, goal);
    }
  }

  // ── what only ours has ─────────────────────────────────────────────────────────────────────

  private void engine(Keys keys) {
    add(
        "guard",
        "guard on 2 keys, read, write, commit",
        "mvstore-transaction",
        NANOS,
        keys,
        Rounds::guardTwo,
        Rounds::transaction,
        5.0);
    add(
        "guard",
        "guard on 1 key, write, commit",
        PLAIN_OVERWRITE,
        NANOS,
        keys,
        Rounds::guardOne,
        EnginePlan::overwriting,
        GUARD_ONE_GOAL);
    add(
        "snapshot",
        "overwriting beside a snapshot",
        "alone",
        NANOS,
        keys,
        Rounds::overwriteBesideSnapshot,
        EnginePlan::overwriting,
        0.9);
    add(
        "disjoint",
        "overwriting disjoint keys, 2 threads",
        "one-thread",
        NANOS,
        keys,
        setting -> Rounds.overwrite(setting, StoreKind.KEYHOLD, 2),
        EnginePlan::overwriting,
        1.7);
    add(
        "whole",
        "guard on the whole database",
        "budget-0.2-ms",
        NANOS,
        keys,
        Rounds::guardAll,
        _ -> new BudgetSampling(GRANT_NANOS),
        1.0);
    allocation(keys);
  }

  private static Sampling overwriting(Setting setting) {
    return Rounds.overwrite(setting, StoreKind.KEYHOLD, 1);
  }

  private void allocation(Keys keys) {
    allocation(
        keys,
        "allocated by get",
        "budget-optional",
        setting -> allocating(setting, Rounds.ours(setting)::getAndKeep),
        _ -> new BudgetSampling(GET_BYTES),
        1.0);
    allocation(
        keys,
        "allocated by overwriting",
        "budget-version-optional",
        setting -> allocating(setting, Rounds.ours(setting)::insertAndKeep),
        _ -> new BudgetSampling(OVERWRITE_BYTES),
        1.0);
    allocation(
        keys,
        "allocated by guard on 1 key, write, commit",
        PLAIN_OVERWRITE,
        setting -> allocating(setting, Rounds.ours(setting)::guardOne),
        setting -> allocating(setting, Rounds.ours(setting)::insertAndKeep),
        null);
  }

  private void allocation(
      Keys keys, String what, String against, Making ours, Making peer, @Nullable Double goal) {
    add("allocation", what, against, BYTES, keys, ours, peer, goal);
  }

  private static Sampling allocating(Setting setting, Consumer<String[]> operations) {
    return new AllocationSampling(setting.pool(), operations);
  }

  private void waiters(Keys keys) {
    add(
        "waiters",
        "heap a waiting task, 100,000 for one key",
        "budget-400-bytes",
        BYTES,
        keys,
        _ -> new WaitersSampling(),
        _ -> new BudgetSampling(WAITER_BYTES),
        1.0);
  }

  private void add(
      String group,
      String what,
      String against,
      String unit,
      Keys keys,
      Making ours,
      Making peer,
      @Nullable Double goal) {
    String full = keys.count() == 1 ? what : what + ", " + described(keys);
    rows.add(new EngineRow(group, full, against, unit, keys, ours, peer, goal));
  }

  private static String described(Keys keys) {
    String all = "%,d %s keys".formatted(keys.count(), keys.shape().label());
    return keys.spread() == Spread.UNIFORM ? all : all + ", " + keys.spread().label();
  }
}
