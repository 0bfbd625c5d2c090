package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.WaitGraph;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Circles through a mutex that was given away until a condition holds: G11. */
@Timeout(120)
class ConditionDeadlockTest {
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("given"), () -> new int[1]);

  @AfterEach
  void everythingIsFree() {
    Await.free(mutex);
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }

  private static boolean positive(int[] data) {
    return data[0] > 0;
  }

  @Test
  void g11_mutexGivenAwayToATaskThatWaitsForOurs_closesTheGuardAndNamesTheCircle()
      throws Exception {
    Mutex<int[]> kept = Mutex.of(LockOptions.named("kept"), () -> new int[1]);
    Task stranger = Task.named("stranger");
    CountDownLatch strangerWaits = new CountDownLatch(1);
    AtomicReference<Guard<int[]>> given = new AtomicReference<>();
    Job<DeadlockException> owner =
        Job.start(
            "owner",
            () -> {
              try (Guard<int[]> _ = kept.lock();
                  Guard<int[]> guard = mutex.lock()) {
                given.set(guard);
                strangerWaits.await();
                try {
                  mutex.awaitUntil(guard, ConditionDeadlockTest::positive);
                  throw new AssertionError("it came back");
                } catch (DeadlockException e) {
                  assertThat(guard.isClosed()).isTrue();
                  return e;
                }
              }
            });
    Await.until("both are held", () -> given.get() != null);
    // The stranger waits for what the owner keeps, and only then gets what the owner gave away.
    CompletableFuture<Guard<int[]>> wanted = kept.lockAsync(stranger);
    strangerWaits.countDown();
    Await.dormant(mutex, 1);
    Guard<int[]> gotten = granted(mutex.lockAsync());
    gotten.moveTo(stranger);
    DeadlockException deadlock = owner.result();
    assertThat(deadlock)
        .hasMessageContaining("mutex 'given'")
        .hasMessageContaining("mutex 'kept'")
        .hasMessageContaining("stranger")
        .hasMessageContaining(
            "The request of owner was withdrawn, and the guard that it had given away meanwhile is"
                + " closed; its other guards stay as they are. Release them and try again, and");
    assertThat(deadlock.cycle()).hasSize(2);
    wanted.join().close();
    gotten.close();
  }

  @Test
  void g11_holderThatAsksForWhatADormantTaskKeeps_isRefused() throws Exception {
    Mutex<int[]> kept = Mutex.of(LockOptions.named("kept"), () -> new int[1]);
    Job<Integer> dormant =
        Job.start(
            "dormant",
            () -> {
              try (Guard<int[]> _ = kept.lock();
                  Guard<int[]> guard = mutex.lock()) {
                mutex.awaitUntil(guard, ConditionDeadlockTest::positive);
                return guard.get()[0];
              }
            });
    Await.dormant(mutex, 1);
    try (Guard<int[]> guard = mutex.lock()) {
      assertThatThrownBy(kept::lock)
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("dormant")
          .hasMessageContaining(" was withdrawn; its guards stay as they are. Release them");
      guard.get()[0] = 9;
    }
    assertThat(dormant.result()).isEqualTo(9);
  }
}
