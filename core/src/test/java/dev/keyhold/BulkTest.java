package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.InvalidKeyException;
import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.LimitException;
import dev.keyhold.error.PartialInsertException;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Job;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkTest {
  private EmbeddedKeyhold db = (EmbeddedKeyhold) Keyhold.inMemory();

  @AfterEach
  void everythingHolds() {
    assertThat(db.engine.table.check()).isEmpty();
    assertThat(db.engine.table.isEmpty()).isTrue();
    db.engine.index.check();
    db.close();
  }

  private record User(String name) {}

  private static Stream<Map.Entry<String, Integer>> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> Map.entry("n:%05d".formatted(i), i));
  }

  @Test
  void insertAll_map_isOneCommit() {
    db.insert("a", 0);
    Map<String, Object> entries = new HashMap<>();
    entries.put("a", new User("Ada"));
    entries.put("b", 2);
    entries.put("c", null);
    assertThat(db.insertAll(entries)).isEqualTo(2);
    assertThat(db.revision()).isEqualTo(2);
    assertThat(db.get("a", User.class)).contains(new User("Ada"));
    assertThat(db.get("c")).contains(Json.NULL);
    assertThat(db.insertAll(Map.of())).isEqualTo(2);
  }

  @Test
  void insertAll_mapWithSomethingWrong_changesNothing() {
    db = (EmbeddedKeyhold) Keyhold.builder().entriesMax(2).commitWritesMax(3).open();
    Map<String, Object> loop = new HashMap<>();
    loop.put("self", loop);
    assertThatThrownBy(() -> db.insertAll(Map.of("a", 1, "b", loop)))
        .isInstanceOf(JsonConversionException.class);
    assertThatThrownBy(() -> db.insertAll(Map.of("a", 1, "\uD800", 1)))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> db.insertAll(Map.of("a", 1, "b", 1, "c", 1)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("entriesMax");
    assertThatThrownBy(() -> db.insertAll(Map.of("a", 1, "b", 1, "c", 1, "d", 1)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("commitWritesMax");
    assertThat(db.revision()).isZero();
    db.insertAll(Map.of("a", 1, "b", 1));
    assertThat(db.size()).isEqualTo(2);
  }

  @Test
  void insertAll_waitsForAGuard_onOneOfItsKeys() throws Exception {
    Job<Long> job;
    try (KeyGuard guard = db.lock("b")) {
      assertThatThrownBy(() -> db.insertAll(Map.of("a", 1, "b", 1)))
          .isInstanceOf(DeadlockException.class);
      job = Job.start("inserter", () -> db.insertAll(Map.of("a", 1, "b", 1)));
      Await.until("it waits", () -> !db.engine.table.report().waiters().isEmpty());
      assertThat(db.contains("a")).isFalse();
      guard.insert("b", 7);
      guard.commit();
    }
    assertThat(job.result()).isEqualTo(2);
  }

  @Test
  void insertAll_stream_isInCommitsOfSoMany() {
    assertThat(db.insertAll(numbers(2_500))).isEqualTo(2_500);
    assertThat(db.revision()).isEqualTo(3);
    assertThat(db.insertAll(numbers(10), 3)).isEqualTo(10);
    assertThat(db.revision()).isEqualTo(7);
    assertThat(db.insertAll(Stream.<Map.Entry<String, String>>empty())).isZero();
    assertThat(db.revision()).isEqualTo(7);
    assertThatThrownBy(() -> db.insertAll(numbers(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a commit is to have 0 entries; 1 is the least");
  }

  @Test
  void insertAll_largeValues_makeSmallerCommits() {
    String large = "x".repeat(3 << 20);
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      entries.add(Map.entry("large:" + i, large));
    }
    assertThat(db.insertAll(entries)).isEqualTo(4);
    assertThat(db.revision()).isEqualTo(2);
  }

  @Test
  void insertAll_oneKeyTwice_theLastOneStays() {
    assertThat(db.insertAll(Stream.of(Map.entry("a", 1), Map.entry("b", 1), Map.entry("a", 2))))
        .isEqualTo(3);
    assertThat(db.get("a")).contains(Json.of(2));
  }

  @Test
  void insertAll_streamThatIsTooLong_saysHowManyAreIn() {
    db = (EmbeddedKeyhold) Keyhold.builder().entriesMax(7).open();
    assertThatThrownBy(() -> db.insertAll(numbers(20), 3))
        .isInstanceOfSatisfying(
            PartialInsertException.class,
            error -> {
              assertThat(error.inserted()).isEqualTo(6);
              assertThat(error).hasMessageStartingWith("6 entries were inserted, then");
              assertThat(error).hasCauseInstanceOf(LimitException.class);
            });
    assertThat(db.size()).isEqualTo(6);
  }

  @Test
  void insertAll_streamThatFails_keepsTheCommitsBefore() {
    Iterator<Map.Entry<String, Integer>> numbers = numbers(5).iterator();
    Iterable<Map.Entry<String, Integer>> failing =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Map.Entry<String, Integer> next() {
                return numbers.next();
              }
            };
    assertThatThrownBy(() -> db.insertAll(failing))
        .isInstanceOfSatisfying(
            PartialInsertException.class, error -> assertThat(error.inserted()).isZero());
    assertThatThrownBy(() -> db.insertAll(Arrays.asList(Map.entry("a", 1), null)))
        .isInstanceOf(PartialInsertException.class)
        .hasMessageContaining("an entry of the stream is null");
    assertThat(db.size()).isZero();
  }

  @Test
  void merge_objects_mergesMembers_andNullRemoves() {
    db.insert("a", Map.of("name", Map.of("first", "Ada"), "age", 36));
    assertThat(db.merge("a", Json.parse("{\"age\":null,\"name\":{\"last\":\"Lovelace\"}}")))
        .contains(Json.parse("{\"name\":{\"first\":\"Ada\",\"last\":\"Lovelace\"}}"));
    assertThat(db.merge("a", List.of(1))).contains(Json.parse("[1]"));
    assertThat(db.get("a")).contains(Json.parse("[1]"));
    assertThat(db.merge("none", Map.of("a", 1))).isEmpty();
    assertThat(db.contains("none")).isFalse();
  }

  @Test
  void merge_underAGuard_isKeptUntilTheCommit() throws Exception {
    db.insert("a", Map.of("x", 1));
    try (KeyGuard guard = db.lock("a", "b")) {
      assertThat(guard.merge("a", Map.of("y", 2))).contains(Json.parse("{\"x\":1,\"y\":2}"));
      assertThat(guard.merge("b", Map.of("y", 2))).isEmpty();
      assertThat(db.get("a")).contains(Json.parse("{\"x\":1}"));
      guard.commit();
    }
    assertThat(db.get("a")).contains(Json.parse("{\"x\":1,\"y\":2}"));
  }
}
