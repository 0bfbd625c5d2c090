package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.RolledBackException;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Job;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of transactions that wait for each other. */
@Timeout(120)
class TransactDeadlockTest {
  @RegisterExtension private final Engines engines = new Engines();
  private final EmbeddedKeyhold db = engines.open();

  /** Both read, then both write: one of them runs again, and neither update is lost. */
  @Test
  void upgradesOfOneKey_bothReadBefore_oneRunsAgainAndNoneIsLost() throws Exception {
    db.insert("n", 0);
    CyclicBarrier bothRead = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();
    TransactionAction<Transaction, Exception> code =
        tx -> {
          int seen = tx.get("n").orElseThrow().asInt();
          if (runs.incrementAndGet() <= 2) {
            bothRead.await();
          }
          tx.insert("n", seen + 1);
        };
    Job<Boolean> one = transaction("one", code);
    Job<Boolean> two = transaction("two", code);
    assertThat(one.result()).isTrue();
    assertThat(two.result()).isTrue();
    assertThat(db.get("n")).contains(Json.of(2));
    assertThat(runs).hasValue(3);
  }

  private Job<Boolean> transaction(String name, TransactionAction<Transaction, Exception> code) {
    return Job.start(
        name,
        () -> {
          db.transact(code);
          return true;
        });
  }

  @Test
  void rolledBack_codeSwallowsIt_neverCommitsThatRun() throws Exception {
    CyclicBarrier bothHold = new CyclicBarrier(2);
    AtomicInteger swallowed = new AtomicInteger();
    AtomicInteger older = new AtomicInteger();
    AtomicInteger younger = new AtomicInteger();
    CyclicBarrier olderBegan = new CyclicBarrier(2);
    Job<Boolean> first =
        transaction(
            "older",
            tx -> {
              older.incrementAndGet();
              tx.insert("a", "older");
              olderBegan.await();
              bothHold.await();
              tx.insert("b", "older");
            });
    olderBegan.await();
    Job<Boolean> second =
        transaction(
            "younger",
            tx -> {
              boolean firstRun = younger.incrementAndGet() == 1;
              tx.insert("b", "younger");
              tx.insert("run", younger.get());
              if (firstRun) {
                bothHold.await();
              }
              try {
                tx.insert("a", "younger");
              } catch (RolledBackException e) {
                swallowed.incrementAndGet();
                assertThatThrownBy(() -> tx.get("run")).isInstanceOf(RolledBackException.class);
              }
              if (firstRun) {
                throw new IllegalStateException("what a doomed run throws comes of that");
              }
            });
    assertThat(first.result()).isTrue();
    assertThat(second.result()).isTrue();
    assertThat(older).hasValue(1);
    assertThat(younger).hasValue(2);
    assertThat(swallowed).hasValue(1);
    assertThat(db.get("a")).contains(Json.of("younger"));
    assertThat(db.get("run")).contains(Json.of(2));
    assertThat(db.revision()).isEqualTo(2);
  }

  /** What it waits for is held by a task that waits for what this task has beside it. */
  @Test
  void rolledBackAHundredTimes_isGivenUpWithTheReason() throws Exception {
    Mutex<int[]> mutex = Mutex.of(() -> new int[1]);
    AtomicInteger runs = new AtomicInteger();
    KeyGuard key = db.lock("a");
    Job<Boolean> transaction;
    CyclicBarrier holdsMutex = new CyclicBarrier(2);
    transaction =
        Job.start(
            "transaction",
            () -> {
              try (Guard<int[]> _ = mutex.lock()) {
                holdsMutex.await();
                return db.transact(tx -> {
                  runs.incrementAndGet();
                  tx.get("a");
                  return true;
                });
              }
            });
    holdsMutex.await();
    try (Guard<int[]> _ = mutex.lock()) {
      assertThat(transaction.failure())
          .isInstanceOf(RolledBackException.class)
          .hasMessageContaining("100 times");
    } finally {
      key.close();
    }
    assertThat(runs.get()).isBetween(2, 100);
  }
}
