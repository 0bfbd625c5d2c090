package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.version.Timeline;
import dev.keyhold.json.Json;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The account against what the heap says after a collection. */
class MemoryAccountTest {
  private static final int ENTRIES = 200_000;
  private static final Percentage HONEST = Percentage.withPercentage(10);

  private final RandomGenerator random = new Random(1);
  private final EmbeddedKeyhold db = (EmbeddedKeyhold) Keyhold.inMemory();
  private final long emptyHeapBytes = heapBytes();
  private final long emptyBytes = db.memory().totalBytes();

  @AfterEach
  void close() {
    db.close();
  }

  /** What is reachable, about: the least of several collections. */
  private static long heapBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  /** Classes that are loaded on the way are nobody's heap. */
  @BeforeAll
  static void warmUp() throws Exception {
    MemoryAccountTest once = new MemoryAccountTest();
    once.fill(20_000);
    try (Snapshot snapshot = once.db.snapshot()) {
      assertThat(snapshot.contains("a")).isFalse();
      once.db.remove(key(1));
    }
    try (KeyGuard guard = once.db.lock("a")) {
      guard.insert("a", 1, Duration.ofDays(1));
      guard.commit();
    }
    System.out.println(once.db.memory());
    once.close();
  }

  private void isHonest(String when) {
    long account = db.memory().totalBytes() - emptyBytes;
    long heap = heapBytes() - emptyHeapBytes;
    for (int look = 0; look < 5 && Math.abs(heap - account) * 10 > heap; look++) {
      heap = heapBytes() - emptyHeapBytes;
    }
    System.out.printf("%s: account %,d, heap %,d; %s%n", when, account, heap, db.memory());
    assertThat(account).as(when).isCloseTo(heap, HONEST);
  }

  private void fill(int entries) {
    for (int i = 0; i < entries; i++) {
      db.insert(key(i), value());
    }
  }

  private static String key(int i) {
    return switch (i % 4) {
      case 0 -> "k" + i;
      case 1 -> "customer:" + i;
      case 2 -> "a/rather/long/path/of/a/key/that/is/not/kept/inline/" + i;
      default -> "session:" + Integer.toHexString(i * 0x9E3779B9);
    };
  }

  private Json value() {
    return switch (random.nextInt(8)) {
      case 0 -> Json.of(random.nextInt());
      case 1 -> Json.of(random.nextBoolean());
      case 2, 3, 4 -> Json.of("x".repeat(random.nextInt(100)));
      case 5, 6 -> Json.object().put("name", "n" + random.nextInt()).put("n", 1).build();
      default -> Json.of("x".repeat(random.nextInt(1_000)));
    };
  }

  @Test
  void account_filledOverwrittenAndRemoved_isWithinTenPercentOfTheHeap() {
    fill(ENTRIES);
    isHonest("filled");
    fill(ENTRIES / 2);
    isHonest("half of it overwritten with other sizes");
    for (int i = 0; i < ENTRIES; i++) {
      if (i % 3 == 0) {
        db.remove(key(i));
      }
    }
    isHonest("a third removed");
    for (int i = 0; i < ENTRIES; i++) {
      db.expire(key(i), Duration.ofDays(1));
    }
    isHonest("what is left expires some day");
    for (int i = 0; i < ENTRIES; i++) {
      db.remove(key(i));
    }
    assertThat(db.memory().keysBytes()).isZero();
    assertThat(db.memory().valuesBytes()).isZero();
  }

  @Test
  void account_besideSnapshots_isWithinTenPercentOfTheHeap() {
    fill(ENTRIES / 2);
    try (Snapshot before = db.snapshot()) {
      fill(ENTRIES / 2);
      for (int i = 0; i < ENTRIES / 4; i++) {
        db.remove(key(i));
      }
      assertThat(db.memory().snapshotsBytes()).isPositive();
      isHonest("overwritten and removed beside a snapshot");
      assertThat(before.get(key(1))).isPresent();
    }
    assertThat(db.memory().snapshotsBytes()).isZero();
    isHonest("after the snapshot");
  }

  @Test
  void account_withHistory_isWithinTenPercentOfTheHeap() {
    assertThat(db.engine.timeline.follow(Timeline.NOW)).isNotNull();
    fill(50_000);
    isHonest("kept by the history, and the newest");
    fill(50_000);
    isHonest("kept by the history alone, in part");
    fill(50_000);
    isHonest("trimmed");
    for (int i = 0; i < 50_000; i++) {
      db.remove(key(i));
    }
    isHonest("removed");
  }

  @Test
  void account_largeValues_hasTheirIndexes() {
    for (int i = 0; i < 40; i++) {
      StringBuilder text = new StringBuilder("[");
      for (int part = 0; part < 20_000; part++) {
        text.append("{\"n\":[1,2]},");
      }
      db.insert("large" + i, Json.parse(text.append("1]").toString()));
    }
    isHonest("large documents");
  }

  @Test
  void account_ofAGuard_isGivenBackByCommitAndByClose() throws Exception {
    long before = db.memory().guardsBytes();
    try (KeyGuard guard = db.lock(KeyRange.all())) {
      for (int i = 0; i < 50_000; i++) {
        guard.insert(key(i), value());
      }
      isHonest("not committed");
      guard.commit();
      assertThat(db.memory().guardsBytes()).isEqualTo(before);
      guard.insert("x", "y".repeat(1_000));
      assertThat(db.memory().guardsBytes()).isGreaterThan(before + 1_000);
    }
    assertThat(db.memory().guardsBytes()).isEqualTo(before);
    isHonest("committed");
    assertThat(db.memory().toString()).contains("keys").contains("guards");
    assertThat(db.memory().bytesMax()).isEmpty();
  }
}
