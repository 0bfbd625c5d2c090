package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.LimitException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonLimits;
import dev.keyhold.sync.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Over a limit, what makes it larger is refused as a whole, and all else goes on. */
class LimitsTest {
  private static final String KIB = "x".repeat(1 << 10);
  private static final long BYTES_MAX = 2L << 20;

  private static EmbeddedKeyhold open(KeyholdBuilder settings) {
    return (EmbeddedKeyhold) settings.open();
  }

  private static long total(Keyhold db) {
    return db.memory().totalBytes();
  }

  /** Fills it to the limit; returns how many keys there are. */
  private static int fill(Keyhold db) {
    for (int i = 0; ; i++) {
      try {
        db.insert("key" + i, KIB);
      } catch (LimitException e) {
        assertThat(e).hasMessageContaining("2,097,152").hasMessageContaining("bytesMax");
        assertThat(db.size()).isEqualTo(i);
        assertThat(db.contains("key" + i)).isFalse();
        return i;
      }
    }
  }

  @Test
  void key_of64KiB_isTheLongest() {
    try (EmbeddedKeyhold db = open(Keyhold.builder())) {
      String longest = "é".repeat(1 << 15);
      db.insert(longest, 1);
      assertThat(db.get(longest)).contains(Json.of(1));
      assertThatThrownBy(() -> db.insert(longest + "x", 1))
          .isInstanceOf(LimitException.class)
          .hasMessage("key is 65,537 bytes; the limit is 65,536 (Limits.keyBytesMax)");
    }
  }

  @Test
  void value_of64MiB_isTheLargest_alsoUnderAGuard() throws Exception {
    try (EmbeddedKeyhold db = open(Keyhold.builder())) {
      JsonLimits more = JsonLimits.DEFAULT.withTextBytesMax(65 << 20);
      Json largest = Json.parse("\"" + "x".repeat((64 << 20) - 2) + "\"", more);
      Json larger = Json.parse("\"" + "x".repeat((64 << 20) - 1) + "\"", more);
      db.insert("a", largest);
      assertThatThrownBy(() -> db.insert("b", larger))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("value is 67,108,865 bytes; the limit is 67,108,864")
          .hasMessageContaining("Limits.valueBytesMax");
      try (KeyGuard guard = db.lock("b")) {
        assertThatThrownBy(() -> guard.insert("b", larger)).isInstanceOf(LimitException.class);
        assertThat(guard.get("b")).isEmpty();
      }
      assertThatThrownBy(() -> db.update("a", _ -> larger)).isInstanceOf(LimitException.class);
      assertThat(db.get("a").orElseThrow().byteLength()).isEqualTo(64 << 20);
    }
  }

  @Test
  void commitBytesMax_refusesTheWriteThatWouldExceedIt() throws Exception {
    try (EmbeddedKeyhold db = open(Keyhold.builder().commitBytesMax(3_000))) {
      assertThatThrownBy(() -> db.insert("a", "x".repeat(3_000)))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("3,003 bytes; the limit is 3,000")
          .hasMessageContaining("commitBytesMax");
      assertThat(db.engine.index.check().entries()).isZero();
      try (KeyGuard guard = db.lock("a", "b", "c")) {
        guard.insert("a", KIB);
        guard.insert("b", KIB);
        assertThatThrownBy(() -> guard.insert("c", KIB)).isInstanceOf(LimitException.class);
        assertThat(guard.get("c")).isEmpty();
        guard.insert("a", 1); // makes room
        guard.insert("c", KIB);
        guard.commit();
        guard.insert("a", KIB);
        guard.insert("b", 1);
        guard.insert("c", KIB);
        guard.commit();
      }
      assertThat(db.size()).isEqualTo(3);
    }
  }

  @Test
  void commitWritesMax_refusesOneMore() throws Exception {
    try (EmbeddedKeyhold db = open(Keyhold.builder().commitWritesMax(2))) {
      try (KeyGuard guard = db.lock("a", "b", "c")) {
        guard.insert("a", 1);
        guard.insert("b", 1);
        assertThatThrownBy(() -> guard.insert("c", 1))
            .isInstanceOf(LimitException.class)
            .hasMessageContaining("3 writes; the limit is 2 (KeyholdBuilder.commitWritesMax)");
        guard.insert("a", 2);
        guard.commit();
      }
      assertThat(db.size()).isEqualTo(2);
    }
  }

  @Test
  void bytesMax_reached_refusesWhatGrows_andAllElseGoesOn() {
    try (EmbeddedKeyhold db = open(Keyhold.builder().bytesMax(BYTES_MAX))) {
      int keys = fill(db);
      assertThat(total(db)).isLessThanOrEqualTo(BYTES_MAX).isGreaterThan(BYTES_MAX - 16_000);
      assertThat(db.memory().bytesMax()).hasValue(BYTES_MAX);
      assertThat(db.engine.index.check().entries()).isEqualTo(keys);
      assertThatThrownBy(() -> db.insert("key1", KIB + KIB + KIB + KIB))
          .isInstanceOf(LimitException.class);
      assertThatThrownBy(() -> db.update("key1", json -> Json.of(json.asString().repeat(9))))
          .isInstanceOf(LimitException.class);
      assertThat(db.get("key1")).contains(Json.of(KIB));
      db.insert("key1", 1);
      assertThat(db.expire("key2", Duration.ofDays(1))).isTrue();
      assertThat(db.persist("key2")).isTrue();
      db.remove("key3");
      db.insert("key3", 1);
      assertThat(db.scan(KeyRange.all())).hasSize(keys);
    }
  }

  @Test
  void bytesMax_reachedInTheMiddleOfACommit_nothingOfItHappens() throws Exception {
    try (EmbeddedKeyhold db = open(Keyhold.builder().bytesMax(BYTES_MAX))) {
      int keys = fill(db);
      db.remove("key7");
      long revision = db.revision();
      long before = total(db);
      try (KeyGuard guard = db.lock(KeyRange.all())) {
        guard.insert("key7", 7); // fits
        guard.remove("key8"); // fits
        for (int i = 0; i < 20; i++) {
          guard.insert("new" + i, KIB); // some of them fit
        }
        assertThatThrownBy(guard::commit)
            .isInstanceOf(LimitException.class)
            .hasMessageContaining("bytesMax");
        assertThat(db.revision()).isEqualTo(revision);
        assertThat(db.contains("key7")).isFalse();
        assertThat(db.contains("key8")).isTrue();
        assertThat(db.size()).isEqualTo(keys - 1);
        for (int i = 0; i < 20; i++) {
          guard.remove("new" + i);
        }
        guard.commit();
      }
      assertThat(db.get("key7")).contains(Json.of(7));
      assertThat(db.contains("key8")).isFalse();
      assertThat(db.engine.index.check().entries()).isEqualTo(keys - 1);
      assertThat(total(db)).isLessThan(before);
    }
  }

  @Test
  void bytesMax_reachedByWhatHasExpired_makesRoomForWhatComes() {
    HandClock clock = new HandClock();
    try (EmbeddedKeyhold db = open(Keyhold.builder().bytesMax(BYTES_MAX).clock(clock))) {
      int keys = fill(db);
      for (int i = 0; i < keys; i++) {
        db.expire("key" + i, Duration.ofMillis(5));
      }
      clock.pass(5);
      for (int i = 0; i < keys / 2; i++) {
        db.insert("other" + i, KIB);
      }
      assertThat(db.size()).isEqualTo(keys / 2);
    }
  }

  @Test
  void entriesMax_reachedByWhatHasExpired_makesRoomForWhatComes() throws Exception {
    HandClock clock = new HandClock();
    try (EmbeddedKeyhold db = open(Keyhold.builder().entriesMax(2).clock(clock))) {
      db.insert("a", 1, Duration.ofMillis(5));
      db.insert("b", 1, Duration.ofMillis(5));
      clock.pass(5);
      try (KeyGuard guard = db.lock("c", "d", "e")) {
        guard.insert("c", 1);
        guard.insert("d", 1);
        guard.commit();
        guard.insert("e", 1);
        assertThatThrownBy(guard::commit).isInstanceOf(LimitException.class);
      }
      assertThat(db.size()).isEqualTo(2);
    }
  }

  @Test
  void writersAtOnce_doNotExceedTheLimitsTogether() {
    try (EmbeddedKeyhold db = open(Keyhold.builder().bytesMax(BYTES_MAX).entriesMax(1_500))) {
      List<Job<Integer>> jobs = new ArrayList<>();
      for (int task = 0; task < 4; task++) {
        String prefix = "task" + task + ":";
        jobs.add(
            Job.start(
                prefix,
                () -> {
                  int refused = 0;
                  for (int i = 0; i < 2_000; i++) {
                    try {
                      db.insert(prefix + i % 700, KIB.substring(0, 300 + i % 700));
                    } catch (LimitException e) {
                      refused++;
                    }
                  }
                  return refused;
                }));
      }
      int refused = jobs.stream().mapToInt(Job::result).sum();
      assertThat(refused).isPositive();
      assertThat(db.size()).isLessThanOrEqualTo(1_500);
      assertThat(total(db)).isLessThanOrEqualTo(BYTES_MAX + 16_000);
      db.engine.index.check();
    }
  }

  @Test
  void settings_notAboveZero_areRefused() {
    assertThatThrownBy(() -> Keyhold.builder().bytesMax(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bytesMax");
    assertThatThrownBy(() -> Keyhold.builder().commitBytesMax(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("commitBytesMax");
    assertThatThrownBy(() -> Keyhold.builder().clock(null))
        .isInstanceOf(NullPointerException.class);
  }
}
