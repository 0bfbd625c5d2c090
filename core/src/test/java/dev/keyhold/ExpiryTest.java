package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.json.Json;
import dev.keyhold.sync.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What expires is seen by nobody from its moment on, and then removed by a commit. */
class ExpiryTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock clock = new HandClock();
  private final EmbeddedKeyhold db = (EmbeddedKeyhold) Keyhold.builder().clock(clock).open();

  @AfterEach
  void everythingHolds() {
    ended(db);
    assertThat(db.engine.table.check()).isEmpty();
    assertThat(db.engine.table.isEmpty()).isTrue();
    db.engine.index.check();
  }

  /** Closed, and nobody is at it any more. */
  private static void ended(EmbeddedKeyhold closed) {
    Thread thread = closed.engine.sweeper.thread();
    closed.close();
    Await.until("the thread ends", () -> thread == null || !thread.isAlive());
  }

  private void removed(String... keys) {
    Await.until(
        String.join(", ", keys) + " are out of the index",
        () -> {
          db.engine.sweeper.wake();
          return List.of(keys).stream().allMatch(key -> db.engine.index.find(key) == null);
        });
  }

  private Instant now() {
    return clock.instant();
  }

  @Test
  void insert_withLifetime_isSeenUntilItsMomentAndNotAtIt() {
    db.insert("a", 1, SECOND);
    clock.pass(999);
    assertThat(db.get("a")).contains(Json.of(1));
    assertThat(db.entry("a").orElseThrow().expiry()).contains(now().plusMillis(1));
    clock.pass(1);
    assertThat(db.get("a")).isEmpty();
    assertThat(db.entry("a")).isEmpty();
    assertThat(db.contains("a")).isFalse();
    assertThat(db.size()).isZero();
    assertThat(db.scan(KeyRange.all())).isEmpty();
    assertThat(db.toString()).contains(" of 0");
  }

  @Test
  void expired_inTheBackground_isRemovedByACommit() {
    long begin = watchedFromNow();
    db.insert("a", 1, SECOND);
    clock.pass(SECOND);
    removed("a");
    assertThat(db.revision()).isEqualTo(2);
    assertThat(db.engine.timeline.live()).isZero();
    db.insert("b", 1);
    db.remove("b");
    assertThat(changesAfter(begin))
        .containsExactly(
            Change.Kind.INSERTED, Change.Kind.EXPIRED, Change.Kind.INSERTED, Change.Kind.REMOVED);
  }

  private long watchedFromNow() {
    db.engine.timeline.keepHistory();
    return db.revision();
  }

  private List<Change.Kind> changesAfter(long revision) {
    List<Change.Kind> all = new ArrayList<>();
    try (WatchIterator commits = db.watching(KeyRange.all()).after(revision).open()) {
      for (var each = commits.next(Duration.ZERO);
          each.isPresent();
          each = commits.next(Duration.ZERO)) {
        each.get().changes().forEach(change -> all.add(change.kind()));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return all;
  }

  @Test
  void insert_overExpired_endsItFirstAndIsCreatedAnew() throws Exception {
    try (KeyGuard guard = db.lock("a")) {
      guard.insert("a", 1, SECOND);
      guard.commit();
      long begin = watchedFromNow();
      clock.pass(SECOND);
      assertThat(guard.insert("a", 2)).isEmpty();
      assertThat(guard.commit()).isEqualTo(3);
      assertThat(changesAfter(begin)).containsExactly(Change.Kind.EXPIRED, Change.Kind.INSERTED);
    }
    assertThat(db.entry("a")).contains(new Keyhold.Entry("a", Json.of(2), 3, 3));
    clock.pass(Duration.ofDays(1));
    assertThat(db.size()).isEqualTo(1);
  }

  @Test
  void writes_overExpired_findNothing() {
    for (String key :
        List.of("insert", "absent", "replace", "if", "remove", "removeIf", "update")) {
      db.insert(key, 1, SECOND);
    }
    long revision = db.entry("if").orElseThrow().revision();
    clock.pass(SECOND);
    assertThat(db.insert("insert", 2)).isEmpty();
    assertThat(db.insertIfAbsent("absent", 2)).isTrue();
    assertThat(db.replace("replace", 2)).isFalse();
    assertThat(db.insertIf("if", 2, revision)).isFalse();
    assertThat(db.insertIf("if", 2, 0)).isTrue();
    assertThat(db.remove("remove")).isEmpty();
    assertThat(db.removeIf("removeIf", revision)).isFalse();
    assertThat(db.update("update", old -> old)).isEmpty();
    assertThat(db.expire("update", SECOND)).isFalse();
    assertThat(db.persist("update")).isFalse();
    assertThat(db.entry("insert").orElseThrow().expiry()).isEmpty();
    assertThat(db.entry("insert").orElseThrow().createdRevision()).isGreaterThan(revision);
    removed("replace", "remove", "removeIf", "update");
    assertThat(db.size()).isEqualTo(3);
  }

  @Test
  void insert_plain_clearsTheExpiry_andUpdatesKeepIt() {
    db.insert("a", Json.parse("{\"n\":1,\"l\":[]}"), SECOND);
    Instant expiry = now().plus(SECOND);
    db.set("a", "/x", 1);
    db.increment("a", "/n", 1);
    db.append("a", "/l", 1);
    db.update("a", json -> json.set("/y", 1));
    assertThat(db.entry("a").orElseThrow().expiry()).contains(expiry);
    assertThat(db.entry("a").orElseThrow().createdRevision()).isEqualTo(1);
    db.insert("a", 1);
    assertThat(db.entry("a").orElseThrow().expiry()).isEmpty();
    db.insert("a", 1, SECOND);
    db.replace("a", 2);
    clock.pass(SECOND);
    assertThat(db.get("a")).contains(Json.of(2));
    assertThat(db.engine.timeline.expiries().count()).isZero();
  }

  @Test
  void expire_andPersist_setAndClearIt() {
    assertThat(db.expire("a", SECOND)).isFalse();
    assertThat(db.expireAt("a", now())).isFalse();
    assertThat(db.persist("a")).isFalse();
    db.insert("a", 1);
    assertThat(db.persist("a")).isFalse();
    assertThat(db.revision()).isEqualTo(1);
    assertThat(db.expire("a", SECOND)).isTrue();
    assertThat(db.entry("a"))
        .contains(
            new Keyhold.Entry("a", Json.of(1), 2, 1, java.util.Optional.of(now().plus(SECOND))));
    assertThat(db.expireAt("a", now().plusNanos(1))).isTrue();
    assertThat(db.entry("a").orElseThrow().expiry()).contains(now().plusMillis(1));
    assertThat(db.persist("a")).isTrue();
    clock.pass(Duration.ofDays(1));
    assertThat(db.get("a")).contains(Json.of(1));
  }

  @Test
  void expire_notAboveZero_removesAtOnce() throws Exception {
    for (String key : List.of("a", "b", "c", "d")) {
      db.insert(key, 1);
    }
    long begin = watchedFromNow();
    assertThat(db.expire("a", Duration.ZERO)).isTrue();
    assertThat(db.expire("b", Duration.ofSeconds(-1))).isTrue();
    assertThat(db.expireAt("c", now())).isTrue();
    try (KeyGuard guard = db.lock("d")) {
      assertThat(guard.expire("d", Duration.ofNanos(-1))).isTrue();
      assertThat(guard.get("d")).isEmpty();
      guard.commit();
    }
    assertThat(changesAfter(begin)).hasSize(4).containsOnly(Change.Kind.REMOVED);
    assertThat(db.engine.index.check().toString()).contains("entries=0");
    assertThatThrownBy(() -> db.insert("e", 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above zero");
  }

  @Test
  void lifetime_beyondAllTime_isForEver_andTheSmallestAMillisecond() {
    db.insert("a", 1, ChronoUnit.FOREVER.getDuration());
    assertThat(db.entry("a").orElseThrow().expiry()).isEmpty();
    db.insert("b", 1, Duration.ofMillis(Long.MAX_VALUE - 1));
    assertThat(db.entry("b").orElseThrow().expiry()).isEmpty();
    assertThat(db.expireAt("a", Instant.MAX)).isTrue();
    assertThat(db.entry("a").orElseThrow().expiry()).isEmpty();
    db.insert("c", 1, Duration.ofNanos(1));
    assertThat(db.entry("c").orElseThrow().expiry()).contains(now().plusMillis(1));
    assertThat(db.expireAt("c", Instant.MIN)).isTrue();
    assertThat(db.contains("c")).isFalse();
    db.insert("d", 1, Duration.ofDays(365L * 250_000_000));
    assertThat(db.entry("d").orElseThrow().expiry()).isPresent();
  }

  @Test
  void snapshot_openedBefore_keepsWhatExpires_openedAfter_doesNotHaveIt() {
    db.insert("a", 1, SECOND);
    db.insert("b", 1);
    try (Snapshot before = db.snapshot()) {
      clock.pass(SECOND);
      try (Snapshot after = db.snapshot()) {
        assertThat(after.get("a")).isEmpty();
        assertThat(after.entry("a")).isEmpty();
        assertThat(after.scan(KeyRange.all()).stream().map(Keyhold.Entry::key))
            .containsExactly("b");
      }
      Await.until(
          "a is removed",
          () -> {
            db.engine.sweeper.wake();
            return db.engine.timeline.live() == 1;
          });
      assertThat(before.get("a")).contains(Json.of(1));
      assertThat(before.scan(KeyRange.all()).stream().map(Keyhold.Entry::key))
          .containsExactly("a", "b");
    }
  }

  @Test
  void guard_onWhatExpires_seesItEnd_andTheRemovalComesWhenItIsClosed() throws Exception {
    db.insert("held", 1, SECOND);
    db.insert("free", 1, SECOND);
    try (KeyGuard guard = db.lock("held")) {
      assertThat(guard.get("held")).contains(Json.of(1));
      clock.pass(SECOND);
      assertThat(guard.get("held")).isEmpty();
      removed("free");
      assertThat(db.size()).isZero();
      Await.until("held up", () -> db.engine.timeline.expiries().heldUp() == 1);
      assertThat(db.engine.timeline.live()).isEqualTo(1);
      assertThat(db.size()).isZero();
      assertThat(guard.update("held", old -> old)).isEmpty();
      assertThat(guard.expire("held", SECOND)).isFalse();
      assertThat(db.guards().shared("held").tryLock()).isEmpty();
    }
    Await.until("removed", () -> db.engine.timeline.live() == 0);
  }

  @Test
  void guard_ownWrites_beginTheirTimeWithTheCommit() throws Exception {
    try (KeyGuard guard = db.lock(KeyRange.all())) {
      guard.insert("a", 1, SECOND);
      guard.insert("b", 1);
      assertThat(guard.expireAt("b", now().plusMillis(500))).isTrue();
      clock.pass(SECOND);
      assertThat(guard.get("a")).contains(Json.of(1));
      assertThat(guard.get("b")).isEmpty();
      assertThat(guard.scan(KeyRange.all()).stream().map(Keyhold.Entry::key)).containsExactly("a");
      assertThat(guard.scan(KeyRange.all()).iterator().next().expiry())
          .contains(now().plus(SECOND));
      assertThat(guard.set("a", "", 2)).contains(Json.of(2));
      guard.commit();
      assertThat(db.entry("a").orElseThrow().expiry()).contains(now().plus(SECOND));
      assertThat(db.contains("b")).isFalse();
      assertThat(guard.persist("a")).isTrue();
      assertThat(guard.persist("a")).isFalse();
      assertThat(guard.persist("nothing")).isFalse();
      guard.commit();
    }
    assertThat(db.entry("a").orElseThrow().expiry()).isEmpty();
  }

  @Test
  void clock_setBackALittle_standsStill_setBackALot_entriesLiveLonger() throws Exception {
    try (KeyGuard guard = db.lock("a")) {
      guard.insert("a", 1, SECOND);
      guard.commit();
      clock.pass(SECOND);
      assertThat(db.get("a")).isEmpty();
      clock.pass(-999);
      assertThat(db.get("a")).isEmpty();
      assertThat(db.size()).isZero();
      clock.pass(-10_000);
      assertThat(db.get("a")).contains(Json.of(1));
      assertThat(db.size()).isEqualTo(1);
    }
    clock.pass(11_000);
    assertThat(db.size()).isZero();
    removed("a");
  }

  @Test
  void thread_isThereFromTheFirstThatExpires_untilClose() {
    db.insert("a", 1);
    assertThat(db.engine.sweeper.thread()).isNull();
    db.insert("b", 1, SECOND);
    Thread thread = thread(db);
    assertThat(thread.isDaemon()).isTrue();
    db.close();
    Await.until("it ends", () -> !thread.isAlive());
  }

  @Test
  void database_forgottenWithoutClose_isCollected_andItsThreadEnds() {
    Thread thread = forgotten();
    Await.until(
        "it ends",
        () -> {
          System.gc();
          return !thread.isAlive();
        });
  }

  @SuppressWarnings("keyhold:R3: it is forgotten on purpose")
  private static Thread forgotten() {
    EmbeddedKeyhold forgotten = (EmbeddedKeyhold) Keyhold.inMemory();
    forgotten.insert("a", 1, Duration.ofDays(1));
    return thread(forgotten);
  }

  private static Thread thread(EmbeddedKeyhold of) {
    Await.until("it runs", () -> of.engine.sweeper.thread() != null);
    return of.engine.sweeper.thread();
  }

  @Test
  void systemClock_shortLifetime_isRemovedWithoutHelp() {
    EmbeddedKeyhold real = (EmbeddedKeyhold) Keyhold.inMemory();
    try (real) {
      for (int i = 0; i < 100; i++) {
        real.insert("k" + i, i, Duration.ofMillis(1 + i % 20));
      }
      Await.until("all are removed", () -> real.engine.timeline.live() == 0);
      ended(real);
      assertThat(real.engine.index.check().entries()).isZero();
    }
  }

  @Test
  void manyAtOneMoment_areRemovedInBoundedCommits() {
    long begin = watchedFromNow();
    for (int i = 0; i < 5_000; i++) {
      db.insert("k" + i, i, SECOND);
    }
    clock.pass(SECOND);
    assertThat(db.size()).isZero();
    Await.until(
        "all are removed",
        () -> {
          db.engine.sweeper.wake();
          return db.engine.timeline.live() == 0;
        });
    assertThat(changesAfter(begin)).hasSize(10_000);
    assertThat(db.revision()).isGreaterThanOrEqualTo(5_000 + 5_000 / 128);
  }

  @Test
  void overwrites_ofWhatExpires_leaveNoTimers() {
    for (int i = 0; i < 1_000_000; i++) {
      db.insert("k" + i % 10, i, Duration.ofMillis(1 + i * 7919L % 100_000_000));
    }
    assertThat(db.engine.timeline.expiries().count()).isEqualTo(10);
    for (int i = 0; i < 9; i++) {
      db.insert("k" + i, i);
    }
    assertThat(db.engine.timeline.expiries().count()).isEqualTo(1);
    db.remove("k9");
    assertThat(db.engine.timeline.expiries().count()).isZero();
    assertThat(db.engine.timeline.expiries().isIdle()).isTrue();
    assertThat(db.engine.index.check().entries()).isEqualTo(9);
  }
}
