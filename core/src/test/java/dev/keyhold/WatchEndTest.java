package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.WatchCallbackException;
import dev.keyhold.sync.Await;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How watches end: closed, failed, with their database. */
class WatchEndTest {
  private final EmbeddedKeyhold db =
      (EmbeddedKeyhold) Keyhold.builder().historyCommitsMax(8).historyFromStart().open();
  private final List<Change> told = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void nothingIsLeft() {
    db.close();
    assertThat(db.engine.watches.state().watches()).isZero();
  }

  private void caughtUp(Watch watch) {
    Await.until("caught up", () -> watch.revision() == db.engine.timeline.last());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Whoever goes on later from where it was has that commit again, and loses nothing. */
  @Test
  void each_closedInTheMiddleOfACommit_hasNotPassedIt() throws Exception {
    Watch watch =
        db.watch(
            KeyRange.all(),
            change -> {
              told.add(change);
              if (change.key().equals("b")) {
                db.close();
              }
            });
    CompletableFuture<Void> completion = watch.completion();
    db.insert("a", 0);
    caughtUp(watch);
    try (KeyGuard guard = db.lock("a", "b", "c")) {
      guard.insert("a", 1);
      guard.insert("b", 1);
      guard.insert("c", 1);
      guard.commit();
    }
    completion.join();
    assertThat(told).extracting(Change::key).containsExactly("a", "a", "b");
    assertThat(watch.revision()).isEqualTo(1);
  }

  // ── callbacks that throw ───────────────────────────────────────────────────────────────────

  @Test
  void each_aCallbackThatThrows_endsThisWatchAndNothingElse() {
    IllegalStateException thrown = new IllegalStateException("thrown by the callback");
    Watch bad =
        db.watch(
            KeyRange.all(),
            change -> {
              told.add(change);
              throw thrown;
            });
    CompletableFuture<Void> completion = bad.completion();
    AtomicInteger others = new AtomicInteger();
    Watch good = db.watch(KeyRange.all(), _ -> others.incrementAndGet());
    db.insert("a", 1);
    db.insert("a", 2);
    Await.until("it fails", completion::isDone);
    assertThat(completion.exceptionNow())
        .isInstanceOfSatisfying(
            WatchCallbackException.class, e -> assertThat(e.revision()).isEqualTo(1))
        .hasCause(thrown)
        .hasMessageContaining("threw at revision 1");
    caughtUp(good);
    assertThat(others).hasValue(2);
    assertThat(told).hasSize(1);
    assertThat(bad.isClosed()).isTrue();
    assertThat(bad.revision()).isZero();
    assertThat(db.engine.watches.state().watches()).isEqualTo(1);
  }

  @Test
  void each_aCallbackThatThrowsAndNobodyAsks_isLogged() {
    List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.keyhold.watch");
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      db.watch(
          KeyRange.all(),
          _ -> {
            throw new IllegalStateException("unheard");
          });
      db.insert("a", 1);
      Await.until("it is logged", () -> !records.isEmpty());
      assertThat(records.getFirst().getThrown())
          .isInstanceOf(WatchCallbackException.class)
          .hasRootCauseMessage("unheard");
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  // ── the end ────────────────────────────────────────────────────────────────────────────────

  @Test
  void close_fromTheCallback_isTheLastThatIsTold() throws Exception {
    CompletableFuture<Watch> self = new CompletableFuture<>();
    Watch watch =
        db.watch(
            KeyRange.all(),
            change -> {
              told.add(change);
              self.join().close();
            });
    self.complete(watch);
    try (KeyGuard guard = db.lock("a", "b")) {
      guard.insert("a", 1);
      guard.insert("b", 1);
      guard.commit();
    }
    watch.completion().join();
    assertThat(told).extracting(Change::key).containsExactly("a");
    assertThat(watch).asString().endsWith("(closed)");
  }

  @Test
  void close_whileACallbackRuns_completesAfterIt() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Watch watch =
        db.watch(
            KeyRange.all(),
            change -> {
              entered.countDown();
              await(go);
              told.add(change);
            });
    CompletableFuture<Void> completion = watch.completion();
    db.insert("a", 1);
    db.insert("a", 2);
    entered.await();
    watch.close();
    watch.close();
    assertThat(watch.isClosed()).isTrue();
    assertThat(completion).isNotDone();
    go.countDown();
    completion.join();
    assertThat(told).hasSize(1);
  }

  @Test
  void completion_completedByWhoAsks_changesNothing() {
    Watch watch = db.watch(KeyRange.all(), told::add);
    assertThat(watch.completion().complete(null)).isTrue();
    assertThat(watch.completion()).isNotDone();
    watch.close();
    watch.completion().join();
  }

  @Test
  void close_ofTheDatabase_endsAllWatches() {
    Watch idle = db.watch(KeyRange.only("nothing"), told::add);
    Watch busy = db.watch(KeyRange.all(), told::add);
    db.insert("a", 1);
    db.close();
    idle.completion().join();
    busy.completion().join();
    assertThat(idle.isClosed()).isTrue();
    assertThat(db.engine.watches.state().watches()).isZero();
  }

  @Test
  void close_whileAsleep_leavesNothingBehind() {
    db.insert("a", 1);
    WeakReference<Watch> gone = new WeakReference<>(closedWatch());
    Await.until(
        "it is garbage",
        () -> {
          System.gc();
          return gone.refersTo(null);
        });
    db.insert("a", 2);
  }

  private Watch closedWatch() {
    Watch watch = db.watch(KeyRange.all(), told::add);
    caughtUp(watch);
    watch.close();
    watch.completion().join();
    return watch;
  }
}
