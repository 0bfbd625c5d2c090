package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random operations on a database and on a map ordered by UTF-8 bytes, compared after each. */
class DatabaseModelTest {
  private static final int[] CODE_POINTS = {
    0, 'a', 'b', 0x7FF, 0xD7FF, 0xE000, 0xFF5E, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF
  };

  private final RandomGenerator random = Seeds.random(this);
  private final Database database = new Database();
  private final TreeMap<String, Long> model =
      new TreeMap<>((one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));

  /** A short key of few characters, so that keys meet again. */
  static String key(RandomGenerator random) {
    StringBuilder key = new StringBuilder();
    for (int left = random.nextInt(4); left > 0; left--) {
      key.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
    }
    return key.toString();
  }

  @Test
  void randomOperations_againstAMapOrderedByBytes_giveTheSame() {
    for (int i = 0; i < 50_000; i++) {
      step(i);
      assertThat(database.size()).isEqualTo(model.size());
      assertThat(database.isEmpty()).isEqualTo(model.isEmpty());
      if (i % 100 == 0) {
        assertThat(entries(database)).isEqualTo(entries(model));
        assertThat(entries(database.descending())).isEqualTo(entries(model.descendingMap()));
        requireRange();
      }
    }
  }

  private void step(long value) {
    String key = key(random);
    switch (random.nextInt(random.nextInt(500) == 0 ? 5 : 4)) {
      case 0, 1 -> assertThat(database.insert(key, value)).isEqualTo(json(model.put(key, value)));
      case 2 -> assertThat(database.remove(key)).isEqualTo(json(model.remove(key)));
      case 3 -> {
        assertThat(database.get(key)).isEqualTo(json(model.get(key)));
        assertThat(database.get(key, Long.class)).isEqualTo(Optional.ofNullable(model.get(key)));
        assertThat(database.contains(key)).isEqualTo(model.containsKey(key));
      }
      default -> {
        database.clear();
        model.clear();
      }
    }
  }

  private void requireRange() {
    String prefix = key(random);
    KeyRange range =
        switch (random.nextInt(4)) {
          case 0 -> KeyRange.prefix(prefix);
          case 1 -> KeyRange.after(prefix);
          case 2 -> KeyRange.atMost(prefix);
          default -> KeyRange.closed(prefix, prefix + key(random));
        };
    List<String> expected = new ArrayList<>();
    model.forEach((key, value) -> {
      if (range.contains(key)) {
        expected.add(key + "=" + value);
      }
    });
    assertThat(entries(database.scan(range))).as(range.toString()).isEqualTo(expected);
    assertThat(database.scan(range).stream().map(DatabaseModelTest::text)).isEqualTo(expected);
    Collections.reverse(expected);
    assertThat(entries(database.scan(range).descending())).as(range.toString()).isEqualTo(expected);
  }

  @Test
  void databases_filledInOtherOrders_areEqual() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      keys.add(key(random));
    }
    keys.forEach(key -> database.insert(key, key));
    Database other = new Database();
    Collections.shuffle(keys, java.util.Random.from(random));
    keys.forEach(key -> other.insert(key, key));
    assertThat(other).isEqualTo(database).hasSameHashCodeAs(database);
  }

  private static Optional<Json> json(Long value) {
    return value == null ? Optional.empty() : Optional.of(Json.of(value));
  }

  private static List<String> entries(Iterable<Database.Entry> entries) {
    List<String> result = new ArrayList<>();
    entries.forEach(entry -> result.add(text(entry)));
    return result;
  }

  private static List<String> entries(Map<String, Long> map) {
    return map.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
  }

  private static String text(Database.Entry entry) {
    return entry.key() + "=" + entry.value();
  }
}
