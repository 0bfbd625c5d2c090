package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.RolledBackException;
import dev.keyhold.error.WaitTimeoutException;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions: what they promise one by one. */
@Timeout(120)
class TransactTest {
  @RegisterExtension private final Engines engines = new Engines();
  private final EmbeddedKeyhold db = engines.open();

  // ── forms ──────────────────────────────────────────────────────────────────────────────────

  @Test
  void throwing_transaction_leavesNothingOnTheAccount() throws Exception {
    long before = db.memory().guardsBytes();
    assertThatThrownBy(() ->
            db.transact(tx -> {
              tx.insert("a", "x".repeat(10_000));
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(db.memory().guardsBytes()).isEqualTo(before);
  }

  @Test
  void transact_everyFormOfLambda_compilesAndDoesWhatItSays() throws Exception {
    Optional<Json> before = db.transact(tx -> tx.insert("a", 1));
    assertThat(before).isEmpty();
    int sum = db.transact(tx -> 1 + tx.get("a").orElseThrow().asInt());
    assertThat(sum).isEqualTo(2);
    db.transact(tx -> {
      tx.insert("b", 2);
      tx.remove("a");
    });
    String text =
        db.transact(tx -> {
          return tx.get("b").orElseThrow().toString();
        });
    assertThat(text).isEqualTo("2");
    db.transact(this::touch);
    db.transact(
        List.of("a", "b"),
        guard -> {
          guard.insert("a", 3);
          guard.remove("b");
        });
    Optional<Json> three = db.transact(List.of("a"), guard -> guard.get("a"));
    assertThat(three).contains(Json.of(3));
    db.transact(
        KeyRange.prefix("x"),
        guard -> {
          guard.insert("xy", 1);
        });
    Optional<Json> one = db.transact(KeyRange.prefix("x"), guard -> guard.remove("xy"));
    assertThat(one).contains(Json.of(1));
    Object nothing = db.transact(_ -> null);
    assertThat(nothing).isNull();
    assertThat(db.size()).isEqualTo(2);
  }

  private void touch(Transaction tx) {
    tx.insert("touched", true);
  }

  // ── commit and rollback ────────────────────────────────────────────────────────────────────

  @Test
  void g13_commit_manyKeys_appearsAtOnceAtOneRevision() throws Exception {
    db.insert("old", 1);
    db.transact(tx -> {
      tx.insert("a", 1);
      tx.insert("b", Json.parse("{\"n\":1,\"list\":[]}"));
      tx.increment("b", "/n", 4);
      tx.append("b", "/list", "x");
      tx.set("b", "/name", "Ada");
      tx.remove("old");
      assertThat(db.contains("a")).isFalse();
      assertThat(db.contains("old")).isTrue();
      assertThat(tx.contains("old")).isFalse();
      assertThat(tx.get("a", Integer.class)).contains(1);
    });
    assertThat(db.get("b")).contains(Json.parse("{\"n\":5,\"list\":[\"x\"],\"name\":\"Ada\"}"));
    assertThat(db.revision()).isEqualTo(2);
    assertThat(db.entry("a").orElseThrow().revision()).isEqualTo(2);
    assertThat(db.contains("old")).isFalse();
  }

  @Test
  void throw_checkedOrNot_comesThroughAndNothingHappened() {
    IOException checked = new IOException("no");
    assertThatThrownBy(() ->
            db.transact(tx -> {
              tx.insert("a", 1);
              throw checked;
            }))
        .isSameAs(checked);
    AssertionError error = new AssertionError("no");
    assertThatThrownBy(() ->
            db.transact(
                List.of("a"),
                guard -> {
                  guard.insert("a", 1);
                  throw error;
                }))
        .isSameAs(error);
    assertThat(db.contains("a")).isFalse();
    assertThat(db.revision()).isZero();
  }

  @Test
  void scan_withOwnWrites_showsThemInOrder() throws Exception {
    db.insert("k:1", 1);
    db.insert("k:2", 2);
    List<String> seen = new ArrayList<>();
    db.transact(tx -> {
      tx.insert("k:3", 3);
      tx.remove("k:1");
      Scan<Keyhold.Entry> scan = tx.scan(KeyRange.prefix("k:"));
      scan.forEach(each -> seen.add(each.key()));
      scan.descending().forEach(each -> seen.add(each.key()));
      tx.insert("k:0", 0);
      assertThat(scan.stream().map(Keyhold.Entry::key)).containsExactly("k:0", "k:2", "k:3");
      assertThat(tx.scan(KeyRange.closedOpen("x", "x")).iterator().hasNext()).isFalse();
    });
    assertThat(seen).containsExactly("k:2", "k:3", "k:3", "k:2");
  }

  @Test
  void use_afterTheEndOrByAnotherTask_isAnError() throws Exception {
    AtomicReference<Transaction> kept = new AtomicReference<>();
    AtomicReference<Scan<Keyhold.Entry>> scan = new AtomicReference<>();
    db.transact(tx -> {
      kept.set(tx);
      scan.set(tx.scan(KeyRange.all()));
      Throwable elsewhere = Job.start("stranger", () -> tx.get("a")).failure();
      assertThat(elsewhere)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stranger");
    });
    assertThatThrownBy(() -> kept.get().get("a")).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> kept.get().insert("a", 1)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> scan.get().iterator()).isInstanceOf(ClosedException.class);
    assertThat(kept.get().toString()).contains("ended");
  }

  @Test
  void transact_withinATransaction_isAnErrorAndTheOuterOneGoesOn() throws Exception {
    db.transact(tx -> {
      assertThatThrownBy(() -> db.transact(inner -> inner.insert("a", 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in a transaction already");
      tx.insert("b", 1);
    });
    assertThat(db.contains("b")).isTrue();
    assertThat(db.contains("a")).isFalse();
    db.transact(tx -> tx.insert("a", 1));
  }

  @Test
  void guardClosedByTheCode_ofAScopedForm_isAnError() {
    assertThatThrownBy(() ->
            db.transact(
                List.of("a"),
                guard -> {
                  guard.insert("a", 1);
                  guard.close();
                }))
        .isInstanceOf(GuardClosedException.class);
    assertThat(db.contains("a")).isFalse();
  }

  @Test
  void transact_databaseClosed_isRefused() {
    EmbeddedKeyhold closed = engines.open();
    closed.close();
    assertThatThrownBy(() -> closed.transact(tx -> tx.get("a")))
        .isInstanceOf(ClosedException.class);
  }

  // ── locks ──────────────────────────────────────────────────────────────────────────────────

  @Test
  void locks_readSharedWrittenExclusive_asTouched() throws Exception {
    db.transact(tx -> {
      tx.get("read");
      tx.insert("written", 1);
      tx.scan(KeyRange.prefix("s:"));
      assertThat(tryLock("read", false)).isTrue();
      assertThat(tryLock("read", true)).isFalse();
      assertThat(tryLock("written", false)).isFalse();
      assertThat(tryLock("s:new", false)).isTrue();
      assertThat(tryLock("s:new", true)).isFalse();
      assertThat(tryLock("untouched", true)).isTrue();
      tx.insert("read", 1);
      assertThat(tryLock("read", false)).isFalse();
      tx.insert("s:new", 1);
      assertThat(tryLock("s:new", false)).isFalse();
      assertThat(tryLock("s:other", false)).isTrue();
      tx.scan(KeyRange.all());
      assertThat(tryLock("untouched", true)).isFalse();
      assertThat(db.engine.table.check()).isEmpty();
    });
  }

  private boolean tryLock(String key, boolean exclusive) {
    GuardRequest request = db.guards();
    Optional<KeyGuard> guard = (exclusive ? request.exclusive(key) : request.shared(key)).tryLock();
    guard.ifPresent(KeyGuard::close);
    return guard.isPresent();
  }

  @Test
  void g11_operationOfTheDatabase_onAKeyOfTheTransaction_isADeadlockNamed() throws Exception {
    db.transact(tx -> {
      tx.get("a");
      assertThatThrownBy(() -> db.insert("a", 1))
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("at dev.keyhold.TransactTest.");
      db.insert("b", 1);
    });
    assertThat(db.contains("b")).isTrue();
  }

  @Test
  void g11_guardOfTheSameTask_inTheWay_isADeadlockAndNoRollback() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    try (KeyGuard guard = db.lock("a")) {
      assertThatThrownBy(() ->
              db.transact(tx -> {
                runs.incrementAndGet();
                tx.get("a");
              }))
          .isInstanceOf(DeadlockException.class);
      assertThat(guard.isClosed()).isFalse();
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void g05_upgrade_goesBeforeAWriterThatWaits() throws Exception {
    db.insert("a", 1);
    AtomicReference<Job<Optional<Json>>> writer = new AtomicReference<>();
    AtomicInteger runs = new AtomicInteger();
    db.transact(tx -> {
      runs.incrementAndGet();
      Json seen = tx.get("a").orElseThrow();
      writer.set(Job.start("writer", () -> db.insert("a", 7)));
      awaitWaiters(1);
      tx.insert("a", seen.asInt() + 1);
      assertThat(db.engine.table.check()).isEmpty();
    });
    assertThat(writer.get().result()).contains(Json.of(2));
    assertThat(runs).hasValue(1);
  }

  @Test
  void g05_upgradeWithinAScannedRange_goesBeforeTheRangeThatWaits() throws Exception {
    db.insert("r:1", 1);
    AtomicReference<Job<Integer>> waiting = new AtomicReference<>();
    AtomicInteger runs = new AtomicInteger();
    db.transact(tx -> {
      runs.incrementAndGet();
      assertThat(tx.scan(KeyRange.prefix("r:"))).hasSize(1);
      waiting.set(
          Job.start(
              "range",
              () ->
                  db.transact(
                      KeyRange.prefix("r:"),
                      guard -> {
                        return (int) guard.scan(KeyRange.prefix("r:")).stream().count();
                      })));
      awaitWaiters(1);
      tx.insert("r:2", 2);
      tx.insert("r:1", 2);
      assertThat(db.engine.table.check()).isEmpty();
    });
    assertThat(waiting.get().result()).isEqualTo(2);
    assertThat(runs).hasValue(1);
  }

  private void awaitWaiters(int count) {
    Await.until(count + " wait", () -> db.engine.table.report().waiters().size() == count);
  }

  @Test
  void wait_longerThanAllowed_timesOutAndNothingHappened() throws Exception {
    EmbeddedKeyhold small = engines.open(Keyhold.builder().waitMax(Duration.ofMillis(1)));
    try (KeyGuard _ = small.lock("a")) {
      Throwable failure =
          Job.start(
                  "transaction",
                  () ->
                      small.transact(tx -> {
                        tx.insert("b", 1);
                        return tx.get("a");
                      }))
              .failure();
      assertThat(failure).isInstanceOf(WaitTimeoutException.class).hasMessageContaining("\"a\"");
      Throwable range =
          Job.start("range", () -> small.transact(tx -> tx.scan(KeyRange.all()))).failure();
      assertThat(range).isInstanceOf(WaitTimeoutException.class);
      assertThat(small.contains("b")).isFalse();
    }
  }

  @Test
  void interrupt_whileItWaits_endsItEvenIfTheCodeGoesOn() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Job<Void> transaction;
    try (KeyGuard _ = db.lock("a")) {
      transaction =
          Job.start(
              "transaction",
              () -> {
                db.transact(tx -> {
                  runs.incrementAndGet();
                  tx.insert("b", 1);
                  assertThatThrownBy(() -> tx.get("a"))
                      .isInstanceOf(RolledBackException.class)
                      .hasMessageContaining("interrupted");
                  assertThatThrownBy(() -> tx.get("b")).isInstanceOf(RolledBackException.class);
                });
                return null;
              });
      awaitWaiters(1);
      transaction.interrupt();
      assertThat(transaction.failure()).isInstanceOf(InterruptedException.class);
    }
    assertThat(runs).hasValue(1);
    assertThat(db.contains("b")).isFalse();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> db.transact(tx -> tx.get("a")))
        .isInstanceOf(InterruptedException.class);
  }
}
