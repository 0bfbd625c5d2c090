package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.WaitTimeoutException;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Job;
import dev.keyhold.sync.LockMode;
import dev.keyhold.sync.Locks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class KeyholdReportTest {
  private final EmbeddedKeyhold db =
      (EmbeddedKeyhold) Keyhold.builder().name("shop").waitMax(Duration.ofSeconds(20)).open();

  @Test
  void report_nothingGoingOn_isFree() {
    KeyholdReport report = db.report();
    assertThat(report.isFree()).isTrue();
    assertThat(report.snapshots()).isEmpty();
    assertThat(report.toString())
        .isEqualTo(
            """
            database 'shop'
              entries: 0; revision 0; 0 commits of 0 writes
              guards: 0 requests wait; 0 have waited, 0 ms together; 0 timeouts, 0 deadlocks
              snapshots: 0 open, the oldest for no time; 0 values kept for them; 0 forgotten
              history: 0 commits, 0 bytes\
            """);
  }

  @Test
  void report_guardsHeldAndWaitedFor_tellsWhatAndByWhom() throws Exception {
    Locks.Detail before = Locks.record(Locks.Detail.SITES);
    Job<Long> waiter;
    try (KeyGuard guard = db.guards().exclusive("a").shared(KeyRange.prefix("b")).lock()) {
      assertThat(guard.isExclusive("a")).isTrue();
      waiter = Job.start("waiter", () -> writeBoth());
      Await.until("it waits", () -> !db.report().waiting().isEmpty());
      KeyholdReport report = db.report();
      assertThat(report.isFree()).isFalse();
      assertThat(report.held().stream().map(held -> held.place().toString()))
          .containsExactlyInAnyOrder("key \"a\"", "range [\"b\", \"c\")");
      KeyholdReport.Held held =
          report.held().stream().filter(each -> each.place().key().isPresent()).findAny().get();
      assertThat(held.place().range()).isEqualTo(KeyRange.only("a"));
      assertThat(held.by().mode()).isEqualTo(LockMode.EXCLUSIVE);
      assertThat(held.by().task()).isEqualTo(Thread.currentThread().getName());
      assertThat(held.by().held()).isPresent();
      assertThat(held.by().acquiredAt().orElseThrow().getClassName())
          .isEqualTo(KeyholdReportTest.class.getName());
      KeyholdReport.Waiting waiting = report.waiting().getFirst();
      assertThat(waiting.places().stream().map(KeyholdReport.Place::key))
          .containsExactlyInAnyOrder(Optional.of("a"), Optional.of("b1"));
      assertThat(waiting.by().task()).isEqualTo("waiter");
      assertThat(report.statistics().waiting()).isEqualTo(1);
      assertThat(report.toString())
          .contains("key \"a\" held by ", "range [\"b\", \"c\") held by ", " (shared)")
          .contains("waited for by waiter for ", "KeyholdReportTest.java");
      Json json = report.toJson();
      assertThat(json.at("/database").asString()).isEqualTo("shop");
      assertThat(json.query("$.held[?@.place.key == 'a'].by.mode"))
          .containsExactly(Json.of("EXCLUSIVE"));
      assertThat(json.query("$.held[?@.place.from == 'b'].place.to")).containsExactly(Json.of("c"));
      assertThat(json.at("/waiting/0/by/task").asString()).isEqualTo("waiter");
      assertThat(json.at("/statistics/waiting").asLong()).isEqualTo(1);
    } finally {
      Locks.record(before);
    }
    assertThat(waiter.result()).isEqualTo(1);
    assertThat(db.report().isFree()).isTrue();
  }

  private long writeBoth() throws InterruptedException {
    try (KeyGuard both = db.lock("a", "b1")) {
      both.insert("a", 1);
      both.insert("b1", 1);
      return both.commit();
    }
  }

  @Test
  void report_allKeys_areNamedSo() throws Exception {
    try (KeyGuard all = db.lock(KeyRange.all())) {
      assertThat(all.isClosed()).isFalse();
      assertThat(db.report().held().getFirst().place()).hasToString("all keys");
    }
  }

  @Test
  void statistics_commitsAndWrites_areCounted() throws Exception {
    db.insert("a", 1);
    db.insert("a", 2);
    db.remove("a");
    writeBoth();
    KeyholdStatistics figures = db.statistics();
    assertThat(figures.entries()).isEqualTo(2);
    assertThat(figures.commits()).isEqualTo(4);
    assertThat(figures.revision()).isEqualTo(4);
    assertThat(figures.writes()).isEqualTo(5);
    assertThat(figures.waits()).isZero();
    assertThat(figures.toJson().at("/writes").asLong()).isEqualTo(5);
  }

  @Test
  void statistics_waitsTimeoutsAndDeadlocks_areCounted() throws Exception {
    try (KeyGuard guard = db.lock("a")) {
      assertThat(db.guards().exclusive("b").tryLock().map(KeyGuard::isClosed)).isPresent();
      assertThatThrownBy(() -> db.insert("a", 1)).isInstanceOf(DeadlockException.class);
      assertThat(db.statistics().deadlocks()).isEqualTo(1);
      assertThat(db.statistics().waits()).isZero();
      Job<Optional<KeyGuard>> hasty =
          Job.start("hasty", () -> db.guards().exclusive("a").tryLock(Duration.ofMillis(1)));
      assertThat(hasty.result()).isEmpty();
      CompletableFuture<KeyGuard> future = db.lockAsync("a");
      assertThat(db.statistics().waiting()).isEqualTo(1);
      assertThat(future.cancel(false)).isTrue();
      assertThat(guard.isClosed()).isFalse();
    }
    KeyholdStatistics figures = db.statistics();
    assertThat(figures.timeouts()).isEqualTo(1);
    assertThat(figures.waits()).isEqualTo(2);
    assertThat(figures.waiting()).isZero();
    assertThat(figures.waited()).isPositive();
    db.lockAsync("a").join().close(); // at once: no wait
    assertThat(db.statistics().waits()).isEqualTo(2);
    assertThat(db.statistics().waiting()).isZero();
  }

  @Test
  void timeoutOfAWrite_isCounted() throws Exception {
    try (Keyhold hasty = Keyhold.builder().waitMax(Duration.ofMillis(1)).open();
        KeyGuard guard = hasty.lock("a")) {
      Job<Optional<Json>> writer = Job.start("writer", () -> hasty.insert("a", 1));
      assertThat(writer.failure()).isInstanceOf(WaitTimeoutException.class);
      assertThat(hasty.statistics().timeouts()).isEqualTo(1);
      assertThat(guard.isClosed()).isFalse();
    }
  }

  @Test
  void snapshots_open_areListedWithWhatIsKeptForThem() {
    Locks.Detail before = Locks.record(Locks.Detail.SITES);
    try {
      db.insert("a", 1);
      try (Snapshot first = db.snapshot()) {
        db.insert("a", 2);
        db.insert("a", 3);
        db.insert("b", 1);
        try (Snapshot second = db.snapshot()) {
          db.insert("a", 4);
          List<KeyholdReport.OpenSnapshot> open = db.report().snapshots();
          assertThat(open.stream().map(KeyholdReport.OpenSnapshot::revision))
              .containsExactly(first.revision(), second.revision());
          assertThat(open.stream().map(KeyholdReport.OpenSnapshot::versionsKept))
              .containsExactly(1L, 1L);
          assertThat(open.getFirst().openedAt().orElseThrow().getMethodName())
              .isEqualTo("snapshots_open_areListedWithWhatIsKeptForThem");
          KeyholdStatistics figures = db.statistics();
          assertThat(figures.snapshots()).isEqualTo(2);
          assertThat(figures.versionsKept()).isEqualTo(2);
          assertThat(figures.oldestSnapshot()).isPresent();
          assertThat(db.report().toString())
              .contains("snapshot of revision 1 open for ", "opened at ", "1 values kept for it");
        }
      }
      assertThat(db.statistics().versionsKept()).isZero();
      assertThat(db.statistics().oldestSnapshot()).isEmpty();
    } finally {
      Locks.record(before);
    }
  }

  @Test
  @SuppressWarnings("keyhold:R5: forgotten, to be noticed")
  void snapshot_forgotten_isClosedAndSaid() {
    Locks.Detail before = Locks.record(Locks.Detail.SITES);
    Logger logger = Logger.getLogger("dev.keyhold");
    List<String> said = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            said.add(entry.getLevel() + " " + entry.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      forget();
      db.snapshot().close(); // not forgotten
      Await.until(
          "it is garbage",
          () -> {
            System.gc();
            return db.statistics().snapshotsForgotten() == 1;
          });
      Await.until("it is said", () -> said.size() == 1);
      assertThat(said.getFirst())
          .startsWith("WARNING a snapshot of database 'shop' was forgotten after ")
          .contains("number 1 of such", "of revision 0", "KeyholdReportTest.forget(");
      assertThat(db.statistics().snapshots()).isZero();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
      Locks.record(before);
    }
  }

  @SuppressWarnings("keyhold:R5: forgotten, to be noticed")
  private void forget() {
    assertThat(db.snapshot().revision()).isZero();
  }
}
