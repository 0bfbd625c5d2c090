package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.GuardThreadException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a guard is good for, and until when: G9. */
@Timeout(120)
class GuardTest {
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("guarded"), () -> new int[1]);
  private final BlockingMutex<int[]> blocking =
      BlockingMutex.of(LockOptions.named("bound"), () -> new int[1]);
  private Locks.Detail before = Locks.Detail.NOTHING;

  @BeforeEach
  void recordLines() {
    before = Locks.record(Locks.Detail.SITES);
  }

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
  }

  @Test
  void g09_close_byAnotherThread_releases() throws Exception {
    Guard<int[]> guard = mutex.lock();
    Job.start(
            "closer",
            () -> {
              guard.close();
              return null;
            })
        .result();
    assertThat(guard.isClosed()).isTrue();
    guard.close();
    mutex.lock().close();
  }

  @Test
  void g09_blockingGuard_usedByAnotherThread_isRefusedAndStaysAsItIs() throws Exception {
    BlockingGuard<int[]> guard = blocking.lock();
    for (Runnable misuse : new Runnable[] {guard::close, guard::get}) {
      assertThat(
              Job.start(
                      "stranger",
                      () -> {
                        misuse.run();
                        return null;
                      })
                  .failure())
          .isInstanceOf(GuardThreadException.class)
          .hasMessageContaining("stranger")
          .hasMessageContaining(Thread.currentThread().getName())
          .hasMessageContaining("Mutex");
    }
    assertThatThrownBy(() -> guard.moveTo(Task.named("other")))
        .isInstanceOf(GuardThreadException.class);
    assertThat(guard.isClosed()).isFalse();
    assertThat(blocking.report().holder()).isPresent();
    guard.close();
    assertThat(blocking.report().holder()).isEmpty();
  }

  @Test
  void g09_useAfterClose_saysWhereItWasClosed() throws Exception {
    Guard<int[]> guard = mutex.lock();
    closeHere(guard);
    assertThatThrownBy(guard::get)
        .isInstanceOf(GuardClosedException.class)
        .hasMessageContaining("mutex 'guarded'")
        .hasMessageContaining("GuardTest.closeHere(GuardTest.java:");
    Guard<int[]> bound = blocking.lock();
    closeHere(bound);
    assertThatThrownBy(bound::get)
        .isInstanceOf(GuardClosedException.class)
        .hasMessageContaining("blocking mutex 'bound'")
        .hasMessageContaining("GuardTest.closeHere(GuardTest.java:");
  }

  private static void closeHere(Guard<?> guard) {
    guard.close();
  }

  @Test
  void g09_useAfterClose_withNothingRecorded_saysHowToHaveItRecorded() throws Exception {
    Locks.record(Locks.Detail.NOTHING);
    for (Guard<int[]> guard : java.util.List.of(mutex.lock(), blocking.lock())) {
      guard.close();
      assertThatThrownBy(guard::get)
          .isInstanceOf(GuardClosedException.class)
          .hasMessageContaining("-Dkeyhold.sync.record=sites");
    }
  }

  @Test
  @Tag("long")
  void g09_staleClose_afterTheSequenceHasWrapped_releasesNothing() throws Exception {
    Locks.record(Locks.Detail.NOTHING);
    Guard<int[]> stale = mutex.lock();
    stale.close();
    for (int release = 1; release < 1 << 24; release++) {
      mutex.with(data -> data[0]++);
    }
    Guard<int[]> present = mutex.lock();
    stale.close();
    assertThat(present.isClosed()).isFalse();
    assertThat(stale.isClosed()).isTrue();
    assertThat(mutex.report().holder()).isPresent();
    assertThatThrownBy(stale::get).isInstanceOf(GuardClosedException.class);
    assertThatThrownBy(() -> stale.moveTo(Task.named("late")))
        .isInstanceOf(GuardClosedException.class);
    present.close();
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  void g09_closedByTwoThreadsAtOnce_releasesOnceAndTellsItOnce() {
    int rounds = 3_000;
    AtomicInteger released = new AtomicInteger();
    LockListener counter =
        new LockListener() {
          @Override
          public void released(LockEvent event) {
            released.incrementAndGet();
          }
        };
    CyclicBarrier barrier = new CyclicBarrier(2);
    Guard<?>[] shared = new Guard<?>[1];
    try (var _ = Locks.addListener(counter)) {
      Job<Void> second =
          Job.start(
              "second",
              () -> {
                for (int round = 0; round < rounds; round++) {
                  barrier.await();
                  shared[0].close();
                  barrier.await();
                }
                return null;
              });
      Job<Void> first =
          Job.start(
              "first",
              () -> {
                for (int round = 0; round < rounds; round++) {
                  shared[0] = mutex.lock();
                  barrier.await();
                  shared[0].close();
                  barrier.await();
                }
                return null;
              });
      first.result();
      second.result();
    }
    assertThat(released.get()).isEqualTo(rounds);
    assertThat(mutex.report().holder()).isEmpty();
  }
}
