package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A word is managed as long as somebody waits or the lock is poisoned, and no longer: else all that
 * come later would pay for one that has long gone.
 */
@Timeout(120)
class WordOpensTest {
  private final Mutex<int[]> mutex =
      Mutex.of(LockOptions.named("worded").poisonOnThrow(true), () -> new int[1]);

  @AfterEach
  void wordIsOpen() {
    assertThat(Word.isOpen(mutex.word())).isTrue();
  }

  private static boolean never(int[] data) {
    return false;
  }

  /** Held, and left by a compare-and-set. */
  private static void assertUnmanaged(FifoLine lock) {
    assertThat(Word.isFree(lock.word())).isFalse();
    assertThat(Word.isManaged(lock.word())).isFalse();
  }

  @Test
  void join_refusedSinceItsTaskHolds_leavesTheWordUnmanaged() throws Exception {
    try (var _ = mutex.lock()) {
      assertThatThrownBy(mutex::lock).isInstanceOf(DeadlockException.class);
      assertUnmanaged(mutex);
      assertThatThrownBy(() -> mutex.lockWhen(WordOpensTest::never))
          .isInstanceOf(DeadlockException.class);
      assertUnmanaged(mutex);
    }
  }

  @Test
  void tryForms_onAHeldLock_leaveTheWordUnmanaged() throws Exception {
    Mutex<int[]> other = Mutex.of(() -> new int[1]);
    try (var _ = mutex.lock()) {
      assertThat(mutex.tryLock()).isNull();
      assertUnmanaged(mutex);
      assertThat(mutex.tryLockWhen(WordOpensTest::never, Duration.ZERO)).isNull();
      assertUnmanaged(mutex);
      assertThat(Locks.tryAll(other, mutex)).isNull();
      assertUnmanaged(mutex);
      assertThat(Word.isOpen(other.word())).isTrue();
    }
  }

  @Test
  void moveTo_nobodyWaits_leavesTheWordUnmanaged() throws Exception {
    try (Guard<int[]> guard = mutex.lock()) {
      guard.moveTo(Task.named("other"));
      assertUnmanaged(mutex);
    }
  }

  @Test
  void lastWaiter_servedOrGone_leavesTheWordUnmanaged() throws Exception {
    Guard<int[]> guard = mutex.lock();
    CompletableFuture<Guard<int[]>> gone = mutex.lockAsync();
    assertThat(Word.isManaged(mutex.word())).isTrue();
    gone.cancel(true);
    assertUnmanaged(mutex);
    CompletableFuture<Guard<int[]>> served = mutex.lockAsync();
    assertThat(Word.isManaged(mutex.word())).isTrue();
    guard.close();
    assertUnmanaged(mutex);
    granted(served).close();
  }

  @Test
  void lastDormantWaiter_gone_leavesTheWordOpen() {
    CompletableFuture<Guard<int[]>> first = mutex.lockWhenAsync(WordOpensTest::never);
    CompletableFuture<Guard<int[]>> last = mutex.lockWhenAsync(WordOpensTest::never);
    first.cancel(true);
    assertThat(Word.isManaged(mutex.word())).isTrue();
    last.cancel(true);
    assertThat(Word.isOpen(mutex.word())).isTrue();
  }

  @Test
  void poison_setAndCleared_isToldByTheWord() {
    assertThatThrownBy(() ->
            mutex.with(data -> {
              throw new IllegalStateException("on purpose");
            }))
        .hasMessage("on purpose");
    assertThat(Word.isManaged(mutex.word())).isTrue();
    mutex.clearPoison();
    assertThat(Word.isOpen(mutex.word())).isTrue();
  }

  @Test
  void writer_ofALockThatMayBeShared_holdsItUnmanaged() throws Exception {
    RwLock<int[]> shared = RwLock.of(() -> new int[1]);
    try (var _ = shared.write()) {
      assertUnmanaged(shared);
    }
    assertThat(Word.isOpen(shared.word())).isTrue();
  }

  @Test
  void uncontended_nothingRecorded_goesThroughTheWordAlone() throws Exception {
    Locks.Detail before = Locks.record(Locks.Detail.NOTHING);
    try {
      for (int round = 0; round < 3; round++) {
        try (Guard<int[]> guard = mutex.lock()) {
          assertUnmanaged(mutex);
          guard.get()[0]++;
        }
        assertThat(Word.isOpen(mutex.word())).isTrue();
      }
      assertThat(mutex.submit(data -> data[0]).join()).isEqualTo(3);
    } finally {
      Locks.record(before);
    }
  }

  @Test
  void sequence_countsReleases_soThatAnEndedHoldIsFoundNoMore() {
    long first = Word.held(0, 7);
    long second = Word.held(Word.freed(first), 7);
    assertThat(Word.freed(second) - Word.freed(first)).isEqualTo(Word.freed(first));
    assertThat(Word.isHold(first, first)).isTrue();
    assertThat(Word.isHold(second, first)).isFalse();
    assertThat(Word.isHold(Word.freed(first), Word.freed(first))).isFalse();
    assertThat(Word.isHold(Word.moved(first, 8) | Word.MANAGED, first)).isTrue();
    assertThat(Word.owner(Word.moved(second, 8))).isEqualTo(8);
    assertThat(Word.freed(Word.moved(second, 8) | Word.MANAGED)).isEqualTo(Word.freed(second));
  }
}
