package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.Latches;
import dev.keyhold.internal.wait.RequestFuture;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.WaitQueue;
import dev.keyhold.internal.wait.Waiter;
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
  void g12_listeners_hearOfAnAsyncRequestByTheNamesOfItsLocks() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    LockListener notes =
        new LockListener() {
          @Override
          public void requested(LockEvent event) {
            told.add(event.lock());
          }
        };
    try (var _ = Locks.addListener(notes)) {
      Locks.allAsync(a, b).join().close();
    }
    assertThat(told).containsExactly("mutex 'a', mutex 'b' together");
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
  void toString_ofAGuardOfOne_namesThatAlone() throws Exception {
    try (AllGuard one = Locks.all(a);
        AllGuard other = Locks.allAsync(b).join()) {
      assertThat(one).hasToString("guard of mutex 'a'");
      assertThat(other).hasToString("guard of mutex 'b'");
    }
  }

  // ── latches ────────────────────────────────────────────────────────────────────────────────

  @Test
  void all_inAnyOrder_takesTheLatchesInOneOrder() throws Exception {
    assertThat(a.number()).isLessThan(b.number());
    LockListener latcher =
        new LockListener() {
          @Override
          public void requested(LockEvent event) {
            // The request is made, and about to take its latches.
            a.latchAndPin();
          }
        };
    Job<AllGuard> both;
    try (var _ = Locks.addListener(latcher)) {
      both = Job.start("both", () -> Locks.all(b, a));
      Await.until("it sleeps", () -> isAsleep(both.thread()));
    }
    try {
      assertThat(Job.start("looks", b::report).result().isFree()).isTrue();
    } finally {
      a.unpinAndUnlatch();
    }
    both.result().close();
  }

  @Test
  void withdraw_whileAnotherHasTheLatch_waitsForIt() throws Exception {
    try (var _ = b.lock()) {
      CompletableFuture<AllGuard> both = Locks.allAsync(a, b);
      assertWaitsForTheLatch(both, () -> both.cancel(true));
      assertThat(both).isCancelled();
    }
  }

  @Test
  void grantOfAPlace_whileAnotherHasTheLatch_waitsForIt() throws Exception {
    Guard<int[]> held = b.lock();
    CompletableFuture<AllGuard> both = Locks.allAsync(a, b);
    assertWaitsForTheLatch(both, held::close);
    assertThat(both).isCompleted();
    both.join().close();
  }

  private static void assertWaitsForTheLatch(CompletableFuture<AllGuard> future, Runnable step) {
    WaitQueue request = (WaitQueue) requestOf(future).structure();
    Job<Void> job;
    Latches.take(request);
    try {
      job =
          Job.start(
              "step",
              () -> {
                step.run();
                return null;
              });
      Await.until("it sleeps, or is done", () -> job.isDone() || isAsleep(job.thread()));
      assertThat(job.isDone()).isFalse();
    } finally {
      Latches.open(request);
    }
    job.result();
  }

  private static boolean isAsleep(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  // ── the request as a whole ─────────────────────────────────────────────────────────────────

  private static Waiter requestOf(CompletableFuture<AllGuard> future) {
    return ((RequestFuture<?>) future).request();
  }

  @Test
  void all_withoutALimit_parksWithoutOne() throws Exception {
    Guard<int[]> held = b.lock();
    Job<AllGuard> both = Job.start("both", () -> Locks.all(a, b));
    Await.until("it is parked", () -> both.thread().getState() == Thread.State.WAITING);
    held.close();
    both.result().close();
  }

  @Test
  void withdraw_settlesAWaitingRequestOnce_andAGrantedOneNot() throws Exception {
    Guard<int[]> held = b.lock();
    Waiter waiting = requestOf(Locks.allAsync(a, b));
    assertThat(waiting.structure().withdraw(waiting)).isTrue();
    assertThat(waiting.state()).isEqualTo(Waiter.WITHDRAWN);
    assertThat(waiting.structure().withdraw(waiting)).isFalse();
    held.close();
    CompletableFuture<AllGuard> both = Locks.allAsync(a, b);
    Waiter granted = requestOf(both);
    assertThat(granted.structure().withdraw(granted)).isFalse();
    assertThat(granted.state()).isEqualTo(Waiter.GRANTED);
    both.join().close();
  }

  @Test
  void g07_placeGrantedBeforeTheWholeIsGivenUp_toldAfterIt_grantsNothing() {
    HandHost host = new HandHost();
    RwLock<int[]> shared = RwLock.of(LockOptions.named("shared"), () -> new int[1]);
    List<String> told = new CopyOnWriteArrayList<>();
    LockListener notes =
        new LockListener() {
          @Override
          public void acquired(LockEvent event) {
            told.add(event.task());
          }
        };
    HandHost.on(
        host,
        () -> {
          WriteGuard<int[]> writer = shared.write();
          Task first = Task.named("first");
          CompletableFuture<ReadGuard<int[]>> reader = shared.readAsync(first);
          CompletableFuture<AllGuard> one =
              Locks.allAsync(Task.named("second"), shared.forReading());
          try (var _ = Locks.addListener(notes)) {
            writer.close();
            // Both are let in; the second is told by somebody else, who has not come to it.
            assertThat(host.started).hasSize(1);
            assertThat(one.cancel(true)).isTrue();
            host.started.getFirst().run();
          }
          reader.join().close();
          return one;
        });
    assertThat(told).containsExactly("first");
    Await.free(shared);
  }

  // ── circles of waiting ─────────────────────────────────────────────────────────────────────

  /** Holds b, and waits for a. */
  private Job<Void> crossing() {
    Job<Void> job =
        Job.start(
            "crossing",
            () -> {
              try (var _ = b.lock();
                  var _ = a.lock()) {
                return null;
              }
            });
    Await.waiters(a, 1);
    Await.parked(job.thread());
    return job;
  }

  @Test
  void g11_all_closingACircle_isRefusedAtOnce() throws Exception {
    Guard<int[]> mine = a.lock();
    Job<Void> crossing = crossing();
    assertThatThrownBy(() -> Locks.all(b))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("waits for mutex 'b'")
        .hasMessageContaining("held by crossing");
    mine.close();
    crossing.result();
  }

  @Test
  void g11_allAsyncOfATask_closingACircle_isRefusedAtOnce() throws Exception {
    Task task = Task.named("task");
    Guard<int[]> mine = granted(a.lockAsync(task));
    Job<Void> crossing = crossing();
    CompletableFuture<AllGuard> refused = Locks.allAsync(task, b);
    assertThat(refused).isCompletedExceptionally();
    assertThatThrownBy(refused::join).hasCauseInstanceOf(DeadlockException.class);
    mine.close();
    crossing.result();
  }

  @Test
  void g11_allAsyncOfATask_isSeenByWhoClosesACircleWithIt() {
    Task task = Task.named("task");
    Job<CompletableFuture<AllGuard>> other =
        Job.start(
            "other",
            () -> {
              try (var _ = b.lock()) {
                CompletableFuture<AllGuard> both = Locks.allAsync(task, a, b);
                assertThatThrownBy(a::lock)
                    .isInstanceOf(DeadlockException.class)
                    .hasMessageContaining("held by task")
                    .hasMessageContaining("task waits for mutex 'b'");
                return both;
              }
            });
    other.result().join().close();
  }

  @Test
  void g11_allAsyncOfWhatItsTaskHolds_isSettledAndCannotBeGivenUpAgain() throws Exception {
    Task task = Task.named("task");
    Guard<int[]> mine = granted(b.lockAsync(task));
    CompletableFuture<Guard<int[]>> behind = b.lockAsync();
    CompletableFuture<AllGuard> refused = Locks.allAsync(task, a, b);
    assertThatThrownBy(refused::join).hasCauseInstanceOf(DeadlockException.class);
    assertThat(refused.cancel(true)).isFalse();
    assertThat(b.report().waiters()).hasSize(1);
    mine.close();
    granted(behind).close();
  }

  @Test
  void mayBeInCycle_onlyIfAHolderIsStuck() throws Exception {
    Guard<int[]> mine = a.lock();
    CompletableFuture<AllGuard> one = Locks.allAsync(b, a);
    Waiter waiter = requestOf(one);
    assertThat(waiter.structure().mayBeInCycle(waiter)).isFalse();
    one.cancel(true);
    Job<Void> crossing = crossing();
    CompletableFuture<AllGuard> other = Locks.allAsync(b);
    waiter = requestOf(other);
    assertThat(waiter.structure().mayBeInCycle(waiter)).isTrue();
    mine.close();
    crossing.result();
    other.join().close();
  }
}
