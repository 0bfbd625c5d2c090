package dev.keyhold.internal.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.internal.index.OrderedIndex;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private final History history = new History(3, 1_000_000);
  private final Timeline timeline = new Timeline(history, _ -> {});
  private final Place place = new Place(new OrderedIndex<>(), "key");

  private void commit(int count) {
    for (int i = 0; i < count; i++) {
      timeline.commit(place.entry, place.next((long) i));
    }
  }

  @Test
  void follow_fromNow_seesEveryLaterCommitInOrder() throws Exception {
    commit(2);
    Committed at = timeline.follow(Timeline.NOW);
    assertThat(history.next(at)).isNull();
    commit(3);
    for (long revision = 3; revision <= 5; revision++) {
      at = history.next(at);
      assertThat(at.revision()).isEqualTo(revision);
      assertThat(at.count()).isEqualTo(1);
    }
    assertThat(history.next(at)).isNull();
  }

  @Test
  void next_moreCommitsThanAreKept_lags() {
    Committed at = timeline.follow(Timeline.NOW);
    commit(4);
    assertThatThrownBy(() -> history.next(at)).isInstanceOf(History.Lagged.class);
    assertThat(history.oldestRevision()).isEqualTo(1);
  }

  @Test
  void next_asManyCommitsAsAreKept_doesNotLag() throws Exception {
    Committed at = timeline.follow(Timeline.NOW);
    commit(3);
    assertThat(history.next(at).revision()).isEqualTo(1);
  }

  @Test
  void next_ownCommitTakenOffButNotTheFollowing_goesOn() throws Exception {
    Committed base = timeline.follow(Timeline.NOW);
    commit(1);
    Committed one = history.next(base);
    commit(3);
    assertThat(history.next(one).revision()).isEqualTo(2);
  }

  @Test
  void follow_fromARevisionStillKept_beginsBehindIt() throws Exception {
    timeline.follow(Timeline.NOW);
    commit(5);
    assertThat(history.next(timeline.follow(3)).revision()).isEqualTo(4);
    assertThat(timeline.follow(1)).isNull();
  }

  @Test
  void append_moreBytesThanAreKept_keepsTheNewestAtLeast() throws Exception {
    History small = new History(100, 1);
    Timeline little = new Timeline(small, _ -> {});
    little.follow(Timeline.NOW);
    little.commit(place.entry, place.next(1L));
    little.commit(place.entry, place.next(2L));
    assertThat(small.oldestRevision()).isEqualTo(1);
    assertThat(small.next(little.follow(1)).revision()).isEqualTo(2);
  }
}
