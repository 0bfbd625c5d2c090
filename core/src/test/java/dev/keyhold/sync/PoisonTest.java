package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.PoisonedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data in doubt: G16. What both mutexes do is in the contract test. */
@Timeout(120)
class PoisonTest {
  private static int fail() {
    throw new IllegalStateException("half changed");
  }

  private static Mutex<int[]> poisoning() {
    return Mutex.of(LockOptions.named("doubtful").poisonOnThrow(true), () -> new int[1]);
  }

  @Test
  void g16_defaults_areYesForBlockingMutexAndNoForMutex() {
    Mutex<int[]> mutex = Mutex.of(() -> new int[1]);
    BlockingMutex<int[]> blocking = BlockingMutex.of(() -> new int[1]);
    assertThatThrownBy(() -> mutex.with(data -> fail())).hasMessage("half changed");
    assertThatThrownBy(() -> blocking.with(data -> fail())).hasMessage("half changed");
    assertThat(mutex.isPoisoned()).isFalse();
    assertThat(blocking.isPoisoned()).isTrue();
  }

  @Test
  void g16_submittedClosureThatThrows_poisons() throws Exception {
    for (Locks.Detail detail : List.of(Locks.Detail.NOTHING, Locks.Detail.SITES)) {
      Locks.Detail before = Locks.record(detail);
      try {
        Mutex<int[]> free = poisoning();
        assertThatThrownBy(free.submit(data -> fail())::join).hasRootCauseMessage("half changed");
        assertThat(free.isPoisoned()).isTrue();
        assertThat(free.report().holder()).isEmpty();
        assertThat(free.report().poisoned()).isTrue();

        Mutex<int[]> queued = poisoning();
        Guard<int[]> guard = queued.lock();
        CompletableFuture<Integer> failing = queued.submit(data -> fail());
        CompletableFuture<Integer> behind = queued.submit(data -> data[0]);
        CompletableFuture<Guard<int[]>> future = queued.lockAsync();
        Job<Object> waiter = Job.start("waiter", queued::lock);
        Await.waiters(queued, 4);
        guard.close();
        assertThatThrownBy(failing::join).hasRootCauseMessage("half changed");
        assertThatThrownBy(behind::join).hasCauseInstanceOf(PoisonedException.class);
        assertThatThrownBy(future::join).hasCauseInstanceOf(PoisonedException.class);
        assertThat(waiter.failure()).isInstanceOf(PoisonedException.class);
        assertThat(queued.report().holder()).isEmpty();
      } finally {
        Locks.record(before);
      }
    }
  }

  @Test
  void g16_poison_isReportedWithItsCauseAndTheWayOut() {
    Mutex<int[]> mutex = poisoning();
    assertThatThrownBy(() -> mutex.with(data -> fail())).hasMessage("half changed");
    assertThatThrownBy(mutex::lock)
        .isInstanceOf(PoisonedException.class)
        .hasMessageContaining("mutex 'doubtful'")
        .hasMessageContaining("repair(")
        .hasMessageContaining("clearPoison()")
        .hasRootCauseMessage("half changed");
    assertThat(mutex.toString()).contains("(poisoned)");
    assertThatThrownBy(mutex.lockAsync()::join).hasCauseInstanceOf(PoisonedException.class);
    assertThatThrownBy(mutex.submit(data -> 1)::join).hasCauseInstanceOf(PoisonedException.class);
    int repaired = mutex.repair(data -> data[0] = 5);
    assertThat(repaired).isEqualTo(5);
    assertThat(mutex.submit(data -> data[0]).join()).isEqualTo(5);
  }

  @Test
  void g16_throwPastAGuard_doesNotPoison() {
    BlockingMutex<int[]> blocking = BlockingMutex.of(() -> new int[1]);
    assertThatThrownBy(
            () -> {
              try (var guard = blocking.lock()) {
                guard.get()[0] = fail();
              }
            })
        .hasMessage("half changed");
    assertThat(blocking.isPoisoned()).isFalse();
  }
}
