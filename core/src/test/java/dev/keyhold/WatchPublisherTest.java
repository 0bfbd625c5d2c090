package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.WatchLaggedException;
import dev.keyhold.sync.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the rules of reactive streams leave open, and those that matter most. */
class WatchPublisherTest {
  private final EmbeddedKeyhold db =
      (EmbeddedKeyhold) Keyhold.builder().historyCommitsMax(4).historyFromStart().open();

  @AfterEach
  void nothingIsLeft() {
    db.close();
    assertThat(db.engine.watches.state().watches()).isZero();
  }

  private static class Collecting implements Flow.Subscriber<Commit> {
    final List<Long> revisions = Collections.synchronizedList(new ArrayList<>());
    private final long first;
    volatile Flow.@Nullable Subscription subscription;
    volatile @Nullable Throwable error;
    volatile boolean complete;

    Collecting(long first) {
      this.first = first;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (first != 0) {
        given.request(first);
      }
    }

    @Override
    public void onNext(Commit commit) {
      revisions.add(commit.revision());
    }

    @Override
    public void onError(Throwable thrown) {
      error = thrown;
    }

    @Override
    public void onComplete() {
      complete = true;
    }
  }

  private Collecting subscribe(KeyRange range, long first) {
    Collecting collecting = new Collecting(first);
    db.watching(range).publisher().subscribe(collecting);
    return collecting;
  }

  @Test
  void publisher_demand_isHonoured() {
    Collecting one = subscribe(KeyRange.all(), 1);
    Collecting all = subscribe(KeyRange.all(), Long.MAX_VALUE);
    for (int i = 0; i < 3; i++) {
      db.insert("a", i);
      int count = i + 1;
      Await.until("all are told", () -> all.revisions.size() == count);
    }
    Await.until("one is told", () -> one.revisions.size() == 1);
    one.subscription.request(2);
    Await.until("the others are told", () -> one.revisions.size() == 3);
    assertThat(one.revisions).containsExactly(1L, 2L, 3L);
  }

  @Test
  void publisher_noDemandAndNothingInTheRange_doesNotLag() throws Exception {
    Collecting quiet = subscribe(KeyRange.only("a"), 0);
    try (WatchIterator pace = db.watching(KeyRange.only("none")).open()) {
      assertThat(pace.next(Duration.ZERO)).isEmpty();
      Await.until("both sleep", () -> db.engine.watches.state().asleep() == 2);
      for (int i = 0; i < 20; i++) {
        db.insert("b", i);
        Await.until("gone along", () -> pace.revision() == db.revision());
      }
      db.insert("a", 1);
      quiet.subscription.request(1);
      Await.until("it is told", () -> quiet.revisions.size() == 1);
    }
    assertThat(quiet.error).isNull();
  }

  @Test
  void publisher_tooLittleDemand_lags() {
    Collecting slow = subscribe(KeyRange.all(), 1);
    db.insert("a", 0);
    Await.until("one is told", () -> slow.revisions.size() == 1);
    for (int i = 0; i < 20; i++) {
      db.insert("a", i);
    }
    slow.subscription.request(Long.MAX_VALUE);
    Await.until("it lags", () -> slow.error != null);
    assertThat(slow.error).isInstanceOf(WatchLaggedException.class);
  }

  @Test
  void publisher_requestOfNothing_isAnErrorWithTheRule() {
    Collecting bad = subscribe(KeyRange.all(), -1);
    Await.until("it fails", () -> bad.error != null);
    assertThat(bad.error)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rule 3.9");
  }

  @Test
  void publisher_databaseClosed_completes_andLaterItIsAnError() {
    Flow.Publisher<Commit> publisher = db.watching(KeyRange.all()).publisher();
    Collecting before = new Collecting(0);
    publisher.subscribe(before);
    db.close();
    Await.until("it completes", () -> before.complete);
    Collecting late = new Collecting(1);
    publisher.subscribe(late);
    assertThat(late.error).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> publisher.subscribe(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void publisher_aSubscriberThatThrows_isCancelled() {
    Collecting bad =
        new Collecting(Long.MAX_VALUE) {
          @Override
          public void onNext(Commit commit) {
            super.onNext(commit);
            throw new IllegalStateException("against rule 2.13");
          }
        };
    db.watching(KeyRange.all()).publisher().subscribe(bad);
    db.insert("a", 1);
    Await.until("it is cancelled", () -> db.engine.watches.state().watches() == 0);
    db.insert("a", 2);
    assertThat(bad.revisions).containsExactly(1L);
    assertThat(bad.error).isNull();
  }

  @Test
  void cancel_asleep_leavesTheDatabase() {
    Collecting one = subscribe(KeyRange.all(), 1);
    one.subscription.cancel();
    one.subscription.cancel();
    one.subscription.request(1);
    assertThat(db.engine.watches.state().watches()).isZero();
    assertThat(one.complete).isFalse();
  }
}
