package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.GuardCoverageException;
import dev.keyhold.error.LimitException;
import dev.keyhold.error.WaitTimeoutException;
import dev.keyhold.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeyholdTest {
  @RegisterExtension private final Engines engines = new Engines();
  private final EmbeddedKeyhold db = engines.open();

  private record User(String name, int age) {}

  @Test
  void get_whatWasInserted_comesBackAsJsonAndAsObject() {
    db.insert("user:1", new User("Ada", 36));
    assertThat(db.get("user:1")).contains(Json.parse("{\"name\":\"Ada\",\"age\":36}"));
    assertThat(db.get("user:1", User.class)).contains(new User("Ada", 36));
    assertThat(db.get("user:2")).isEmpty();
    assertThat(db.size()).isEqualTo(1);
  }

  @Test
  void entry_overwritten_tellsBothRevisions() {
    db.insert("a", 1);
    db.insert("b", 1);
    db.insert("a", 2);
    assertThat(db.entry("a")).contains(new Keyhold.Entry("a", Json.of(2), 3, 1));
    db.remove("a");
    db.insert("a", 3);
    assertThat(db.entry("a")).contains(new Keyhold.Entry("a", Json.of(3), 5, 5));
  }

  @Test
  void g13_commit_manyKeys_appearsAtOnceAtOneRevision() throws Exception {
    try (KeyGuard guard = db.lock("a", "b")) {
      guard.insert("a", 1);
      guard.insert("b", 2);
      assertThat(db.get("a")).isEmpty();
      assertThat(guard.get("a")).contains(Json.of(1));
      assertThat(guard.commit()).isEqualTo(1);
      assertThat(db.entry("a").orElseThrow().revision()).isEqualTo(1);
      assertThat(db.entry("b").orElseThrow().revision()).isEqualTo(1);
    }
    assertThat(db.revision()).isEqualTo(1);
  }

  @Test
  void commit_ofNothing_isTheNewestRevisionAlsoWhereThereIsNone() throws Exception {
    try (KeyGuard guard = db.lock("a")) {
      assertThat(guard.commit()).isZero();
      guard.remove("a");
      assertThat(guard.commit()).isZero();
      guard.insert("a", 1);
      assertThat(guard.commit()).isEqualTo(1);
      assertThat(guard.commit()).isEqualTo(1);
    }
  }

  @Test
  void g13_close_withoutCommit_nothingHappened() throws Exception {
    db.insert("a", 1);
    try (KeyGuard guard = db.lock("a", "new")) {
      guard.set("a", "", 7);
      guard.insert("new", 1);
    }
    assertThat(db.get("a")).contains(Json.of(1));
    assertThat(db.contains("new")).isFalse();
    assertThat(db.revision()).isEqualTo(1);
  }

  @Test
  void g13_keyOutsideTheGuard_isRefusedWithWhatIsCovered() throws Exception {
    try (KeyGuard guard = db.lock("a", "b")) {
      assertThatThrownBy(() -> guard.insert("c", 1))
          .isInstanceOf(GuardCoverageException.class)
          .hasMessageContaining("\"c\"");
      assertThatThrownBy(() -> guard.scan(KeyRange.prefix("a")))
          .isInstanceOf(GuardCoverageException.class);
    }
    try (KeyGuard guard = db.lockShared("a")) {
      assertThat(guard.get("a")).isEmpty();
      assertThatThrownBy(() -> guard.insert("a", 1))
          .isInstanceOf(GuardCoverageException.class)
          .hasMessageContaining("for reading only");
    }
  }

  @Test
  void g14_rangeGuard_coversKeysThatDoNotExistYet() throws Exception {
    try (KeyGuard guard = db.lock(KeyRange.prefix("user:"))) {
      assertThat(db.guards().exclusive("user:9").tryLock()).isEmpty();
      try (KeyGuard other = db.guards().exclusive("account:9").tryLock().orElseThrow()) {
        other.insert("account:9", 1);
        other.commit();
      }
      db.insert("zebra", 1);
      guard.insert("user:9", 1);
      guard.commit();
    }
    assertThat(db.size()).isEqualTo(3);
  }

  @Test
  void g9_close_again_isNothing_andUseAfterItAnError() throws Exception {
    KeyGuard guard = db.lock("a");
    guard.close();
    guard.close();
    assertThat(guard.isClosed()).isTrue();
    assertThatThrownBy(() -> guard.get("a")).isInstanceOf(GuardClosedException.class);
    assertThatThrownBy(guard::commit).isInstanceOf(GuardClosedException.class);
  }

  @Test
  void g9_update_whoseCodeClosesTheGuard_isUseAfterTheEnd() throws Exception {
    long before = db.memory().guardsBytes();
    db.insert("a", 1);
    KeyGuard guard = db.lock("a");
    assertThatThrownBy(() ->
            guard.update(
                "a",
                json -> {
                  guard.close();
                  return json;
                }))
        .isInstanceOf(GuardClosedException.class);
    assertThat(db.memory().guardsBytes()).isEqualTo(before);
  }

  /** Whoever closes does not pull the keys away from under a commit. */
  @Test
  void g9_close_besideACommit_isBeforeItOrAfterIt() throws Exception {
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 1; i <= 2_000; i++) {
        int value = i;
        KeyGuard guard = db.lock("a", "b");
        guard.insert("a", value);
        guard.insert("b", value);
        var committed =
            tasks.submit(() -> {
              try {
                return guard.commit() > 0;
              } catch (GuardClosedException e) {
                return false;
              }
            });
        guard.close();
        assertThat(guard.isClosed()).isTrue();
        boolean there = committed.get();
        try (KeyGuard next = db.lock("a", "b")) {
          assertThat(next.get("a").filter(Json.of(value)::equals).isPresent()).isEqualTo(there);
          assertThat(next.get("a")).isEqualTo(next.get("b"));
        }
      }
    }
  }

  @Test
  void g11_insert_besideAGuardOfTheSameTask_isADeadlockNamed() throws Exception {
    try (KeyGuard guard = db.lock("a")) {
      assertThatThrownBy(() -> db.insert("a", 1))
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("at dev.keyhold.KeyholdTest.");
      assertThatThrownBy(() -> db.lock("b", "a"))
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("at dev.keyhold.KeyholdTest.");
      guard.insert("a", 2);
      guard.commit();
    }
    assertThat(db.get("a")).contains(Json.of(2));
  }

  @Test
  void insert_waitsLongerThanAllowed_timesOutWithTheHolder() throws Exception {
    try (EmbeddedKeyhold small =
            (EmbeddedKeyhold) Keyhold.builder().waitMax(Duration.ofMillis(1)).open();
        KeyGuard guard = small.lock("a");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var insert = threads.submit(() -> small.insert("a", 1));
      assertThatThrownBy(insert::get)
          .hasCauseInstanceOf(WaitTimeoutException.class)
          .hasMessageContaining("key \"a\"");
      assertThat(guard.isClosed()).isFalse();
    }
  }

  @Test
  void lockAsync_whileHeld_isGrantedByTheRelease() throws Exception {
    KeyGuard first = db.lock("a");
    CompletableFuture<KeyGuard> next = db.lockAsync("a");
    assertThat(next).isNotDone();
    first.close();
    try (KeyGuard guard = next.get()) {
      guard.insert("a", 1);
      guard.commit();
    }
    assertThat(db.get("a")).contains(Json.of(1));
  }

  @Test
  void guard_keyRemovedAndInsertedAgain_writesToWhatIsThere() throws Exception {
    db.insert("a", 1);
    try (KeyGuard guard = db.lock("a")) {
      assertThat(guard.remove("a")).contains(Json.of(1));
      guard.commit();
      assertThat(guard.get("a")).isEmpty();
      assertThat(guard.insert("a", 2)).isEmpty();
      guard.commit();
      assertThat(guard.get("a")).contains(Json.of(2));
    }
    assertThat(db.get("a")).contains(Json.of(2));
  }

  @Test
  void guard_manyKeysReadThenWritten_commitsThemInOrder() throws Exception {
    try (KeyGuard guard = db.lock(KeyRange.all())) {
      for (int i = 0; i < 30; i++) {
        assertThat(guard.get("read" + i)).isEmpty();
      }
      for (int i = 29; i >= 0; i--) {
        guard.insert("written" + i, i);
      }
      guard.insert("read3", 3);
      assertThat(guard.get("written7")).contains(Json.of(7));
      guard.commit();
      guard.remove("written7");
      guard.commit();
    }
    assertThat(db.size()).isEqualTo(30);
    assertThat(db.entry("read3").orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  void guard_sameKeyTwice_isOneKey() throws Exception {
    try (KeyGuard guard = db.lock("a", "a", "b")) {
      guard.insert("a", 1);
      guard.insert("b", 2);
      guard.commit();
    }
    assertThat(db.revision()).isEqualTo(1);
  }

  @Test
  void scan_keysOfAllLengths_comesInOrderBothWays() {
    List<String> keys = new ArrayList<>();
    for (int length = 0; length < 70; length++) {
      keys.add("k".repeat(length));
      db.insert("k".repeat(length), length);
    }
    assertThat(db.scan(KeyRange.all())).extracting(Keyhold.Entry::key).isEqualTo(keys);
    Collections.reverse(keys);
    assertThat(db.scan(KeyRange.all()).descending()).extracting(Keyhold.Entry::key).isEqualTo(keys);
  }

  @Test
  void downgrade_held_letsReadersInAndWritersNot() throws Exception {
    try (KeyGuard guard = db.lock("a")) {
      guard.insert("a", 1);
      assertThatThrownBy(guard::downgrade).isInstanceOf(IllegalStateException.class);
      guard.commit();
      guard.downgrade();
      try (KeyGuard reader = db.guards().shared("a").tryLock().orElseThrow()) {
        assertThat(reader.get("a")).contains(Json.of(1));
      }
      assertThat(db.guards().exclusive("a").tryLock()).isEmpty();
      assertThat(guard.isExclusive("a")).isFalse();
    }
  }

  @Test
  void update_functionThrows_nothingChangesAndItComesThrough() {
    db.insert("a", 1);
    assertThatThrownBy(() ->
            db.update(
                "a",
                _ -> {
                  throw new IllegalStateException("no");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no");
    assertThat(db.get("a")).contains(Json.of(1));
    assertThatThrownBy(() -> db.update("a", _ -> null)).isInstanceOf(NullPointerException.class);
    assertThat(db.update("none", json -> json)).isEmpty();
  }

  @Test
  void edit_atAPointer_changesThatPart() {
    db.insert("a", Json.parse("{\"n\":1,\"list\":[]}"));
    db.increment("a", "/n", 41);
    db.append("a", "/list", "x");
    db.set("a", "/name", "Ada");
    assertThat(db.get("a")).contains(Json.parse("{\"n\":42,\"list\":[\"x\"],\"name\":\"Ada\"}"));
  }

  @Test
  void entriesMax_reached_refusesNewKeysAndNothingElse() throws Exception {
    try (EmbeddedKeyhold small = (EmbeddedKeyhold) Keyhold.builder().entriesMax(2).open()) {
      small.insert("a", 1);
      small.insert("b", 1);
      assertThatThrownBy(() -> small.insert("c", 1))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("entriesMax");
      small.insert("a", 2);
      try (KeyGuard guard = small.lock("a", "c", "d")) {
        guard.remove("a");
        guard.insert("c", 1);
        guard.insert("d", 1);
        assertThatThrownBy(guard::commit).isInstanceOf(LimitException.class);
        assertThat(small.get("a")).contains(Json.of(2));
        guard.remove("d");
        guard.commit();
      }
      assertThat(small.size()).isEqualTo(2);
      assertThat(small.engine.index.check().toString()).contains("entries=2");
    }
  }

  @Test
  void snapshot_besideWrites_staysAsItWas() {
    db.insert("a", 1);
    db.insert("gone", 1);
    try (Snapshot then = db.snapshot()) {
      db.insert("a", 2);
      db.remove("gone");
      db.insert("new", 1);
      assertThat(then.get("a")).contains(Json.of(1));
      assertThat(then.scan(KeyRange.all()).stream().map(Keyhold.Entry::key))
          .containsExactly("a", "gone");
      assertThat(db.contains("gone")).isFalse();
    }
    assertThat(db.engine.index.check().toString()).contains("entries=2");
  }

  @Test
  void snapshot_closed_refusesReads() {
    Snapshot then = db.snapshot();
    then.close();
    then.close();
    assertThatThrownBy(() -> then.get("a")).isInstanceOf(ClosedException.class);
  }

  @Test
  void close_database_refusesEverything() {
    db.close();
    assertThatThrownBy(() -> db.get("a"))
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("keyhold");
    assertThatThrownBy(() -> db.insert("a", 1)).isInstanceOf(ClosedException.class);
  }

  @Test
  void key_invalid_isRefused() {
    assertThatThrownBy(() -> db.get(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> db.insert("x".repeat(70_000), 1)).isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> db.lock()).isInstanceOf(IllegalArgumentException.class);
  }
}
