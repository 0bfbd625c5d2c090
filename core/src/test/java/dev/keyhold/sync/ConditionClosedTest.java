package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.WaitGraph;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guards that are closed while conditions are waited for, or tested. */
@Timeout(120)
class ConditionClosedTest {
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("given"), () -> new int[1]);

  @AfterEach
  void everythingIsFree() {
    Await.free(mutex);
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }

  private static boolean positive(int[] data) {
    return data[0] > 0;
  }

  private void increment() {
    mutex.with(data -> data[0]++);
  }

  /** The mutex is free while conditions are tested, says a second close; it is not. */
  @Test
  void g09_secondClose_whileConditionsAreTested_findsNothing() throws Exception {
    CountDownLatch testing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger tests = new AtomicInteger();
    var waiting =
        mutex.lockWhenAsync(data -> {
          if (tests.incrementAndGet() == 2) {
            testing.countDown();
            ConditionGivingUpTest.uninterruptibly(goOn);
          }
          return data[0] > 0;
        });
    Guard<int[]> guard = mutex.lock();
    guard.get()[0] = 1;
    // Two threads close: either may win, and neither guard object's flag keeps the other out.
    Guard<int[]> other = new MutexGuard<>(mutex, ((MutexGuard<int[]>) guard).ticket(), null);
    Job<Void> releaser =
        Job.start(
            "releaser",
            () -> {
              guard.close();
              return null;
            });
    testing.await();
    other.close();
    guard.close();
    assertThat(guard.isClosed()).isTrue();
    assertThat(other.isClosed()).isTrue();
    assertThat(mutex.tryLock()).isNull();
    assertThat(waiting).isNotDone();
    goOn.countDown();
    releaser.result();
    granted(waiting).close();
    assertThat(tests).hasValue(2);
  }

  @Test
  void awaitUntil_guardClosedByAnotherMeanwhile_failsAndLeavesTheMutexFree() throws Exception {
    AtomicReference<Guard<int[]>> given = new AtomicReference<>();
    Job<String> owner =
        Job.start(
            "owner",
            () -> {
              try (Guard<int[]> guard = mutex.lock()) {
                given.set(guard);
                mutex.awaitUntil(guard, ConditionClosedTest::positive);
                return "met";
              }
            });
    Await.dormant(mutex, 1);
    Guard<int[]> away = given.get();
    assertThat(away.isClosed()).isTrue();
    assertThatThrownBy(away::get).isInstanceOf(GuardClosedException.class);
    assertThatThrownBy(() -> mutex.awaitUntil(away, ConditionClosedTest::positive))
        .isInstanceOf(GuardClosedException.class);
    away.close();
    increment();
    assertThat(owner.failure()).isInstanceOf(GuardClosedException.class);
    assertThat(mutex.report().isFree()).isTrue();
  }

  @Test
  void awaitUntil_guardClosedByAnotherAtTheMomentOfTheGrant_neverLeavesTheMutexHeld()
      throws Exception {
    for (int round = 0; round < 3_000; round++) {
      mutex.with(data -> data[0] = 0);
      AtomicReference<Guard<int[]>> given = new AtomicReference<>();
      Job<String> owner =
          Job.startVirtual(
              "owner",
              () -> {
                try (Guard<int[]> guard = mutex.lock()) {
                  given.set(guard);
                  mutex.awaitUntil(guard, ConditionClosedTest::positive);
                  return "met";
                } catch (GuardClosedException e) {
                  return "closed";
                }
              });
      Await.dormant(mutex, 1);
      Job<Void> closer =
          Job.startVirtual(
              "closer",
              () -> {
                given.get().close();
                return null;
              });
      increment();
      assertThat(owner.result()).isIn("met", "closed");
      closer.result();
      assertThat(mutex.report().isFree()).isTrue();
    }
  }
}
