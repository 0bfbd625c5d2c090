package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The edges of one request for several locks: interrupts, latches, what is told of it. */
@Timeout(120)
class AllRequestTest {
  private final Mutex<int[]> a = Mutex.of(LockOptions.named("a"), () -> new int[1]);
  private final Mutex<int[]> b = Mutex.of(LockOptions.named("b"), () -> new int[1]);

  @AfterEach
  void everythingIsFree() {
    Await.free(a);
    Await.free(b);
    assertThat(WaitGraph.stuckCount()).isZero();
  }

  @Test
  void all_interruptedBefore_takesNoneThoughTheyAreFree() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Locks.all(a, b)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(a.report().isFree()).isTrue();
  }

  @Test
  void allUninterruptibly_interruptedBefore_takesThemAndKeepsTheFlag() {
    Thread.currentThread().interrupt();
    try (AllGuard guard = Locks.allUninterruptibly(a, b)) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(guard.get(a)).isNotNull();
    }
  }

  @Test
  void g12_listeners_hearOfTheWaitAndHowItEnded() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    LockListener notes =
        new LockListener() {
          @Override
          public void requested(LockEvent event) {
            told.add("requested " + event.lock());
          }

          @Override
          public void withdrawn(LockEvent event) {
            told.add("withdrawn " + event.lock());
          }
        };
    try (Guard<int[]> _ = Job.start("holder", b::lock).result();
        var _ = Locks.addListener(notes)) {
      assertThat(Locks.tryAll(Duration.ofNanos(1), a, b)).isNull();
    }
    assertThat(told)
        .containsExactly(
            "requested mutex 'a', mutex 'b' together", "withdrawn mutex 'a', mutex 'b' together");
  }

  @Test
  void g12_unnamedLocks_areKnownOnceARequestForSeveralWaits() throws Exception {
    Mutex<int[]> first = Mutex.of(() -> new int[1]);
    Mutex<int[]> second = Mutex.of(() -> new int[1]);
    Locks.all(first, second).close();
    assertThat(KnownLocks.all()).doesNotContain(first, second);
    Guard<int[]> held = second.lock();
    CompletableFuture<AllGuard> waiting = Locks.allAsync(first, second);
    assertThat(KnownLocks.all()).contains(first, second);
    held.close();
    waiting.join().close();
  }

  @Test
  void g07_grantedAndCancelledAtOnce_isNobodysUntilItIsPassedOn() throws Exception {
    Task task = Task.named("fickle");
    Guard<int[]> held = b.lock();
    CompletableFuture<AllGuard> both = Locks.allAsync(task, a, b);
    AtomicReference<CompletableFuture<Guard<int[]>>> again = new AtomicReference<>();
    LockListener canceller =
        new LockListener() {
          @Override
          public void acquired(LockEvent event) {
            // Granted, and the future does not know yet: the very moment.
            if (both.cancel(true)) {
              again.compareAndSet(null, a.lockAsync(task));
            }
          }
        };
    try (var _ = Locks.addListener(canceller)) {
      held.close();
    }
    assertThat(both).isCancelled();
    granted(again.get()).close();
  }

  @Test
  void report_whileItWaits_namesTheOneOrAllOfThem() throws Exception {
    try (AllGuard one = Locks.all(a);
        AllGuard other = Locks.allAsync(b).join()) {
      assertThat(one).hasToString("guard of mutex 'a'");
      assertThat(other).hasToString("guard of mutex 'b'");
    }
  }
}
