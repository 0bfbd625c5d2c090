package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.WatchLaggedException;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Job;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches that are asked. */
class WatchIteratorTest {
  private final EmbeddedKeyhold db =
      (EmbeddedKeyhold) Keyhold.builder().historyCommitsMax(4).open();
  private final WatchIterator watch = db.watching(KeyRange.prefix("a")).open();

  @AfterEach
  void nothingIsLeft() {
    watch.close();
    assertThat(db.engine.watches.state().watches()).isZero();
    db.close();
  }

  @Test
  void next_zero_isWhatIsThereAlready() throws Exception {
    assertThat(watch.next(Duration.ZERO)).isEmpty();
    db.insert("b", 1);
    db.insert("a", 2);
    Await.until("woken", () -> watch.revision() == 1);
    Commit commit = watch.next(Duration.ZERO).orElseThrow();
    assertThat(commit.revision()).isEqualTo(2);
    assertThat(watch.revision()).isEqualTo(2);
    assertThat(watch.next(Duration.ZERO)).isEmpty();
    assertThatThrownBy(() -> watch.next(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void next_waiting_isWokenByACommitToItsRangeOnly() {
    Job<Commit> job = Job.startVirtual("waits", watch::next);
    Await.parked(job.thread());
    for (int i = 0; i < 20; i++) {
      db.insert("b", i);
      long revision = db.revision();
      Await.until("goes along", () -> watch.revision() == revision);
    }
    assertThat(job.isDone()).isFalse();
    db.insert("ab", 1);
    assertThat(job.result().revision()).isEqualTo(21);
  }

  @Test
  void next_timedOut_keepsItsPlaceAndDoesNotLag() throws Exception {
    assertThat(watch.next(Duration.ofNanos(1))).isEmpty();
    for (int i = 0; i < 20; i++) {
      db.insert("b", i);
      Await.until("goes along", () -> watch.revision() == db.revision());
    }
    db.insert("a", 1);
    assertThat(watch.next().revision()).isEqualTo(21);
  }

  @Test
  void next_interrupted_losesNothing() throws Exception {
    Job<Commit> job = Job.startVirtual("waits", watch::next);
    Await.parked(job.thread());
    job.interrupt();
    assertThat(job.failure()).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(watch::next).isInstanceOf(InterruptedException.class);
    db.insert("a", 1);
    assertThat(watch.next().revision()).isEqualTo(1);
  }

  @Test
  void next_tooSlow_lagsNowAndAgain() throws Exception {
    for (int i = 0; i < 10; i++) {
      db.insert("a", i);
    }
    assertThatThrownBy(watch::next)
        .isInstanceOfSatisfying(
            WatchLaggedException.class, e -> assertThat(e.resumeRevision()).isEqualTo(6));
    assertThatThrownBy(() -> watch.next(Duration.ZERO)).isInstanceOf(WatchLaggedException.class);
    assertThat(watch.isClosed()).isTrue();
    assertThat(watch.completion().exceptionNow()).isInstanceOf(WatchLaggedException.class);
    try (WatchIterator on = db.watching(KeyRange.all()).after(6).open()) {
      assertThat(on.next().revision()).isEqualTo(7);
    }
  }

  @Test
  void close_whileSomebodyWaits_wakesThem() {
    Job<Commit> job = Job.startVirtual("waits", watch::next);
    Await.parked(job.thread());
    watch.close();
    assertThat(job.failure())
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("open another one after revision 0");
    assertThat(watch.completion()).isCompleted();
    assertThat(watch).hasToString("watch of [\"a\", \"b\") at revision 0 (closed)");
  }

  @Test
  void close_ofTheDatabaseWhileSomebodyWaits_wakesThem() {
    Job<Commit> job = Job.startVirtual("waits", watch::next);
    Await.parked(job.thread());
    db.close();
    assertThat(job.failure())
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("the database 'keyhold' has been closed");
  }

  @Test
  void range_ofTheIterator_isThatOfTheRequest() {
    assertThat(watch.range()).isEqualTo(KeyRange.prefix("a"));
  }
}
