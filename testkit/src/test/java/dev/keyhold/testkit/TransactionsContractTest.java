package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.EngineCheck;
import dev.keyhold.KeyGuard;
import dev.keyhold.KeyRange;
import dev.keyhold.Keyhold;
import dev.keyhold.Snapshot;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What transactions promise, on real threads and in simulation over many seeds. */
@Timeout(300)
abstract class TransactionsContractTest {
  private static final int ACCOUNTS = 5;
  private static final long EACH = 100;

  /** Runs a program often enough to be convincing. */
  abstract void explore(Program program);

  /** How much one run does. */
  abstract int unitsEach();

  private static void requireWholeAndAtRest(Keyhold db) {
    assertThat(EngineCheck.of(db)).isEmpty();
    var all = db.guards().exclusive(KeyRange.all()).tryLock();
    assertThat(all).as("nobody holds anything").isPresent();
    all.ifPresent(KeyGuard::close);
  }

  @Test
  void anyMixOfUnits_isStrictlySerializable() {
    explore(tasks -> {
      try (Keyhold db = Keyhold.inMemory()) {
        History history = RecordedWork.run(tasks, db, 4, unitsEach());
        assertThat(SerializabilityChecker.check(history.committed())).isEmpty();
        requireWholeAndAtRest(db);
      }
    });
  }

  // ── the bank ───────────────────────────────────────────────────────────────────────────────

  @Test
  void transfers_inEveryWay_leaveTheSumTheSameInEverySnapshotForEver() {
    explore(tasks -> {
      try (Keyhold db = Keyhold.inMemory()) {
        db.transact(
            KeyRange.all(),
            guard -> {
              for (int i = 0; i < ACCOUNTS; i++) {
                guard.insert(account(i), EACH);
              }
            });
        AtomicBoolean done = new AtomicBoolean();
        TaskHandle reader = tasks.spawn("reader", () -> readSums(tasks, db, done));
        List<TaskHandle> tellers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          RandomGenerator random = new SplittableRandom(tasks.random().nextLong());
          tellers.add(tasks.spawn("teller" + i, () -> transfers(tasks, db, random)));
        }
        for (TaskHandle teller : tellers) {
          teller.join();
        }
        done.set(true);
        reader.join();
        requireWholeAndAtRest(db);
      }
    });
  }

  private static String account(int number) {
    return "account:" + number;
  }

  private static void readSums(Tasks tasks, Keyhold db, AtomicBoolean done)
      throws InterruptedException {
    List<Snapshot> kept = new ArrayList<>();
    for (int round = 0; round < 2 || !done.get(); round++) {
      kept.add(db.snapshot());
      for (Snapshot each : kept) {
        assertThat(sum(each.scan(KeyRange.prefix("account:")))).isEqualTo(ACCOUNTS * EACH);
        tasks.yieldNow();
      }
      assertThat(sum(db.scan(KeyRange.all()))).isEqualTo(ACCOUNTS * EACH);
      long inTransaction =
          db.transact(tx -> {
            return sum(tx.scan(KeyRange.prefix("account:")));
          });
      assertThat(inTransaction).isEqualTo(ACCOUNTS * EACH);
      if (kept.size() > 3) {
        kept.remove(round % kept.size()).close();
      }
      tasks.yieldNow();
    }
    kept.forEach(Snapshot::close);
  }

  private static long sum(Iterable<Keyhold.Entry> accounts) {
    long sum = 0;
    for (Keyhold.Entry each : accounts) {
      sum += each.value().asLong();
    }
    return sum;
  }

  private void transfers(Tasks tasks, Keyhold db, RandomGenerator random)
      throws InterruptedException {
    for (int i = 0; i < unitsEach(); i++) {
      int first = random.nextInt(ACCOUNTS);
      String from = account(first);
      String to = account((first + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS);
      long amount = random.nextInt(20);
      if (random.nextInt(3) == 0) {
        db.transact(
            List.of(from, to),
            guard -> {
              guard.increment(from, "", -amount);
              guard.increment(to, "", amount);
            });
      } else {
        db.transact(tx -> {
          long before = tx.get(from).orElseThrow().asLong();
          tasks.yieldNow();
          if (before >= amount) {
            tx.insert(from, before - amount);
            tasks.yieldNow();
            tx.increment(to, "", amount);
          }
        });
      }
    }
  }

  // ── deadlocks ──────────────────────────────────────────────────────────────────────────────

  /** Everybody reads all counters and then increments one: each needs what all others share. */
  @Test
  void upgradesInACrowd_allComeThroughAndNoIncrementIsLost() {
    explore(tasks -> {
      AtomicInteger runs = new AtomicInteger();
      try (Keyhold db = Keyhold.inMemory()) {
        db.insert("n:0", 0);
        db.insert("n:1", 0);
        List<TaskHandle> handles = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          String key = "n:" + i % 2;
          handles.add(
              tasks.spawn(
                  "task" + i,
                  () -> {
                    for (int round = 0; round < 3; round++) {
                      db.transact(tx -> {
                        runs.incrementAndGet();
                        long sum = sum(tx.scan(KeyRange.prefix("n:")));
                        tasks.yieldNow();
                        long mine = tx.get(key).orElseThrow().asLong();
                        assertThat(sum).isGreaterThanOrEqualTo(mine);
                        tx.insert(key, mine + 1);
                      });
                    }
                  }));
        }
        for (TaskHandle handle : handles) {
          handle.join();
        }
        assertThat(db.get("n:0")).contains(Json.of(6));
        assertThat(db.get("n:1")).contains(Json.of(6));
        requireWholeAndAtRest(db);
      }
      assertThat(runs.get()).isGreaterThanOrEqualTo(12);
    });
  }

  /** It is rolled back for older ones only, and has everything at once before its ninth run. */
  @Test
  void longTransaction_amongShortOnesTheOtherWayRound_isNotStarved() {
    explore(tasks -> {
      try (Keyhold db = Keyhold.inMemory()) {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger runs = new AtomicInteger();
        List<TaskHandle> handles = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          int high = 5 - i;
          handles.add(
              tasks.spawn(
                  "short" + i,
                  () -> {
                    for (int round = 0; round < 200 && !done.get(); round++) {
                      db.transact(tx -> {
                        tx.insert("k:" + high, "short");
                        tasks.yieldNow();
                        tx.get("k:" + (high - 3));
                      });
                    }
                  }));
        }
        handles.add(
            tasks.spawn(
                "long",
                () -> {
                  db.transact(tx -> {
                    runs.incrementAndGet();
                    for (int key = 0; key < 6; key++) {
                      tx.insert("k:" + key, "long");
                      tasks.yieldNow();
                    }
                  });
                  done.set(true);
                }));
        for (TaskHandle handle : handles) {
          handle.join();
        }
        assertThat(runs.get()).isLessThanOrEqualTo(9);
        requireWholeAndAtRest(db);
      }
    });
  }

  /** A mutex in the circle: the transaction gives way, not the task that has no way back. */
  @Test
  void transactionsThatTakeMutexesToo_allComeThrough() {
    explore(tasks -> {
      Mutex<int[]> mutex = Mutex.of(() -> new int[1]);
      try (Keyhold db = Keyhold.inMemory()) {
        List<TaskHandle> handles = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          boolean mutexFirst = i % 2 == 0;
          handles.add(
              tasks.spawn(
                  "task" + i,
                  () ->
                      db.transact(tx -> {
                        if (!mutexFirst) {
                          tx.insert("a", tx.get("a").map(json -> json.asInt() + 1).orElse(1));
                        }
                        try (Guard<int[]> _ = mutex.lock()) {
                          tasks.yieldNow();
                          if (mutexFirst) {
                            tx.insert("a", tx.get("a").map(json -> json.asInt() + 1).orElse(1));
                          }
                        }
                      })));
        }
        for (TaskHandle handle : handles) {
          handle.join();
        }
        assertThat(db.get("a")).contains(Json.of(3));
        requireWholeAndAtRest(db);
      }
    });
  }
}
