package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations, guards and snapshots against a map in the order of code points, compared after
 * each step; the seed is in the test's name.
 */
class KeyholdModelTest {
  private static final int STEPS = 1_000;
  private static final String[] PARTS = {"a", "b", "ab", "\0", "\uFF5E", "\uD83D\uDE00", "é", "x:"};

  private record Opened(Snapshot snapshot, NavigableMap<String, Json> content) {}

  @RegisterExtension private final Engines engines = new Engines();
  private final NavigableMap<String, Json> model = new TreeMap<>(CodePoints.ORDER);
  private final List<Opened> open = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void keyhold_anyOperations_doesWhatAMapDoes(long seed) throws Exception {
    Random random = new Random(seed);
    EmbeddedKeyhold database = engines.open();
    try (database) {
      for (int step = 0; step < STEPS; step++) {
        step(database, random);
        check(database, random);
      }
      open.forEach(each -> each.snapshot().close());
      try (KeyGuard all = database.lock(KeyRange.all())) {
        for (String key : model.keySet()) {
          all.remove(key);
        }
        all.commit();
      }
      assertThat(database.engine.index.check().toString()).contains("entries=0");
    }
  }

  private void step(Keyhold database, Random random) throws InterruptedException {
    String key = key(random);
    Json value = Json.of(random.nextInt(1_000));
    switch (random.nextInt(13)) {
      case 0, 1, 2 ->
          assertThat(database.insert(key, value).orElse(null)).isEqualTo(model.put(key, value));
      case 3, 4 -> assertThat(database.remove(key).orElse(null)).isEqualTo(model.remove(key));
      case 5 ->
          assertThat(database.insertIfAbsent(key, value))
              .isEqualTo(model.putIfAbsent(key, value) == null);
      case 6 ->
          assertThat(database.replace(key, value)).isEqualTo(model.replace(key, value) != null);
      case 7 -> {
        Json sum = model.computeIfPresent(key, (_, old) -> Json.of(old.asLong() + 1));
        assertThat(database.update(key, old -> Json.of(old.asLong() + 1)).orElse(null))
            .isEqualTo(sum);
      }
      case 8 -> guarded(database, random);
      case 11 -> transacted(database, random);
      case 9 -> open.add(new Opened(database.snapshot(), copy()));
      case 10 -> {
        if (!open.isEmpty()) {
          open.remove(random.nextInt(open.size())).snapshot().close();
        }
      }
      default -> {
        long revision = database.entry(key).map(Keyhold.Entry::revision).orElse(0L);
        assertThat(database.insertIf(key, value, revision + 1)).isFalse();
        assertThat(database.insertIf(key, value, revision)).isTrue();
        model.put(key, value);
      }
    }
  }

  private void guarded(Keyhold database, Random random) throws InterruptedException {
    KeyRange range = range(random);
    if (range.isEmpty()) {
      return;
    }
    NavigableMap<String, Json> before = copy();
    try (KeyGuard guard = database.lock(range)) {
      for (int i = 0; i < 6; i++) {
        String key = key(random);
        if (!range.contains(key)) {
          continue;
        }
        if (random.nextBoolean()) {
          Json value = Json.of(random.nextInt(1_000));
          assertThat(guard.insert(key, value).orElse(null)).isEqualTo(model.put(key, value));
        } else {
          assertThat(guard.remove(key).orElse(null)).isEqualTo(model.remove(key));
        }
        assertThat(guard.get(key).orElse(null)).isEqualTo(model.get(key));
      }
      assertThat(content(guard.scan(range))).isEqualTo(part(model, range));
      assertThat(content(database.scan(range))).isEqualTo(part(before, range));
      if (random.nextInt(4) > 0) {
        guard.commit();
        return;
      }
    }
    model.clear();
    model.putAll(before);
  }

  private void transacted(Keyhold database, Random random) throws InterruptedException {
    NavigableMap<String, Json> before = copy();
    boolean commits = random.nextInt(4) > 0;
    try {
      database.transact(tx -> {
        for (int i = 0; i < 6; i++) {
          String key = key(random);
          Json value = Json.of(random.nextInt(1_000));
          switch (random.nextInt(4)) {
            case 0 -> assertThat(tx.get(key).orElse(null)).isEqualTo(model.get(key));
            case 1 ->
                assertThat(tx.insert(key, value).orElse(null)).isEqualTo(model.put(key, value));
            case 2 -> assertThat(tx.remove(key).orElse(null)).isEqualTo(model.remove(key));
            default -> {
              KeyRange range = range(random);
              assertThat(content(tx.scan(range))).isEqualTo(part(model, range));
              assertThat(content(database.scan(range))).isEqualTo(part(before, range));
            }
          }
        }
        if (!commits) {
          throw new IllegalStateException("no");
        }
      });
    } catch (IllegalStateException e) {
      assertThat(commits).isFalse();
      model.clear();
      model.putAll(before);
    }
  }

  private void check(EmbeddedKeyhold database, Random random) {
    assertThat(database.size()).isEqualTo(model.size());
    String key = key(random);
    assertThat(database.get(key).orElse(null)).isEqualTo(model.get(key));
    KeyRange range = range(random);
    assertThat(content(database.scan(range))).isEqualTo(part(model, range));
    assertThat(content(database.scan(range).descending())).isEqualTo(part(model, range));
    for (Opened each : open) {
      Snapshot then = each.snapshot();
      assertThat(content(then.scan(range))).isEqualTo(part(each.content(), range));
      assertThat(then.get(key).orElse(null)).isEqualTo(each.content().get(key));
    }
    assertThat(EngineCheck.of(database)).isEmpty();
  }

  private static NavigableMap<String, Json> content(Scan<Keyhold.Entry> scan) {
    NavigableMap<String, Json> all = new TreeMap<>(CodePoints.ORDER);
    scan.forEach(each -> all.put(each.key(), each.value()));
    return all;
  }

  private static NavigableMap<String, Json> part(NavigableMap<String, Json> map, KeyRange range) {
    NavigableMap<String, Json> part = new TreeMap<>(CodePoints.ORDER);
    map.forEach((key, value) -> {
      if (range.contains(key)) {
        part.put(key, value);
      }
    });
    return part;
  }

  private NavigableMap<String, Json> copy() {
    return new TreeMap<>(model);
  }

  private static String key(Random random) {
    StringBuilder key = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      key.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return key.toString();
  }

  private static KeyRange range(Random random) {
    String one = key(random);
    String other = key(random);
    boolean up = CodePoints.compare(one, other) <= 0;
    return switch (random.nextInt(5)) {
      case 0 -> KeyRange.all();
      case 1 -> KeyRange.prefix(one);
      case 2 -> KeyRange.after(one);
      case 3 -> KeyRange.atMost(one);
      default -> up ? KeyRange.closed(one, other) : KeyRange.open(other, one);
    };
  }
}
