package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.WaitGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leaving the line: G6 and G7. */
@SuppressWarnings("keyhold:R3: the request is given up")
@Timeout(120)
class GivingUpTest {
  private final Mutex<List<String>> mutex = Mutex.of(LockOptions.named("left"), ArrayList::new);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void g06_queuedFutureCancelled_leavesAtOnceAndTheOthersMoveUp(int place) throws Exception {
    Guard<List<String>> first = mutex.lock();
    List<CompletableFuture<Guard<List<String>>>> queue = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      queue.add(mutex.lockAsync());
    }
    CompletableFuture<Guard<List<String>>> leaver = queue.remove(place);
    assertThat(leaver.cancel(true)).isTrue();
    assertThat(leaver.cancel(true)).isTrue();
    assertThat(leaver).isCancelled();
    assertThat(mutex.report().waiters()).hasSize(2);
    first.close();
    for (var next : queue) {
      granted(next).close();
    }
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  void g06_headCancelledWithAParkedTaskBehind_letsItMoveUp() throws Exception {
    Guard<List<String>> first = mutex.lock();
    var head = mutex.lockAsync();
    Job<Guard<List<String>>> behind = Job.start("behind", mutex::lock);
    Await.waiters(mutex, 2);
    head.cancel(false);
    first.close();
    behind.result().close();
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  void g06_lastOneCancelled_leavesAFreeableLock() throws Exception {
    Guard<List<String>> first = mutex.lock();
    mutex.lockAsync().cancel(true);
    first.close();
    assertThat(mutex.report().holder()).isEmpty();
    try (var again = mutex.tryLock()) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void g06_orTimeout_givesTheRequestUp() throws Exception {
    try (var _ = mutex.lock()) {
      var timed = mutex.lockAsync().orTimeout(1, TimeUnit.MILLISECONDS);
      // Joined before, it would be a deadlock: this very thread holds the lock.
      Await.until("out of time", timed::isDone);
      assertThatThrownBy(timed::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(TimeoutException.class);
      Await.waiters(mutex, 0);
    }
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  void g06_completeExceptionally_givesTheRequestUp() throws Exception {
    try (var _ = mutex.lock()) {
      var request = mutex.lockAsync();
      assertThat(request.completeExceptionally(new IllegalStateException("enough"))).isTrue();
      assertThat(mutex.report().waiters()).isEmpty();
      assertThatThrownBy(request::join).hasRootCauseMessage("enough");
    }
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  void g06_getOutOfTime_leavesTheRequestInLine() throws Exception {
    Guard<List<String>> first = mutex.lock();
    var request = mutex.lockAsync();
    Job<Object> reader = Job.start("reader", () -> request.get(1, TimeUnit.MILLISECONDS));
    assertThat(reader.failure()).isInstanceOf(TimeoutException.class);
    assertThat(WaitGraph.stuckWith(Owner.threadId(reader.thread()))).isNull();
    assertThat(mutex.report().waiters()).hasSize(1);
    first.close();
    granted(request).close();
  }

  @Test
  void g06_submittedClosureCancelled_neverRuns() throws Exception {
    Guard<List<String>> first = mutex.lock();
    var dropped = mutex.submit(data -> data.add("dropped"));
    var kept = mutex.submit(data -> data.add("kept"));
    assertThat(dropped.cancel(true)).isTrue();
    assertThat(mutex.report().waiters()).hasSize(1);
    first.close();
    assertThat(kept.join()).isTrue();
    assertThat(mutex.<List<String>, RuntimeException>with(List::copyOf)).containsExactly("kept");
  }

  @Test
  void g07_grantedAndCancelledAtOnce_goesToTheNextAndNobodyElse() throws Exception {
    Guard<List<String>> first = mutex.lock();
    var both = mutex.lockAsync();
    var next = mutex.lockAsync();
    var last = mutex.lockAsync();
    AtomicBoolean cancelled = new AtomicBoolean();
    LockListener canceller =
        new LockListener() {
          @Override
          public void acquired(LockEvent event) {
            // Granted, and the future does not know yet: the very moment.
            cancelled.compareAndSet(false, both.cancel(true));
          }
        };
    try (var _ = Locks.addListener(canceller)) {
      first.close();
    }
    assertThat(cancelled).isTrue();
    assertThat(both).isCancelled();
    assertThat(next).isCompleted();
    assertThat(last).isNotDone();
    granted(next).close();
    granted(last).close();
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  @Tag("long")
  void g07_interruptRacingAGrant_neitherLosesNorDoublesIt() throws Exception {
    int interrupted = 0;
    for (int round = 0; round < 3_000; round++) {
      Guard<List<String>> first = mutex.lock();
      Job<Boolean> waiter =
          Job.startVirtual(
              "waiter",
              () -> {
                try (var _ = mutex.lock()) {
                  // A grant that came first stands, and the interrupt is not swallowed: read below.
                  return true;
                } catch (InterruptedException e) {
                  return false;
                }
              });
      Await.waiters(mutex, 1);
      Job<Void> interrupter =
          Job.startVirtual(
              "interrupter",
              () -> {
                waiter.interrupt();
                return null;
              });
      first.close();
      if (!waiter.result()) {
        interrupted++;
      }
      interrupter.result();
      assertThat(mutex.report().holder()).isEmpty();
      assertThat(mutex.report().waiters()).isEmpty();
    }
    assertThat(interrupted).isLessThan(3_000);
  }

  @Test
  void g07_interruptAfterTheGrant_keepsTheFlagAndTheGuard() throws Exception {
    Guard<List<String>> first = mutex.lock();
    AtomicReference<Thread> waiting = new AtomicReference<>();
    Job<Boolean> waiter =
        Job.start(
            "waiter",
            () -> {
              waiting.set(Thread.currentThread());
              try (var _ = mutex.lock()) {
                return Thread.interrupted();
              }
            });
    Await.waiters(mutex, 1);
    LockListener interrupter =
        new LockListener() {
          @Override
          public void acquired(LockEvent event) {
            waiting.get().interrupt();
          }
        };
    try (var _ = Locks.addListener(interrupter)) {
      first.close();
      assertThat(waiter.result()).isTrue();
    }
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  void g07_grantedGuardThatNobodyReads_isListedAsSuch() throws Exception {
    Guard<List<String>> first = mutex.lock();
    CompletableFuture<Guard<List<String>>> unread = mutex.lockAsync();
    first.close();
    LockReport.Holder holder = mutex.report().holder().orElseThrow();
    assertThat(holder.unclaimed()).isTrue();
    assertThat(holder.task()).startsWith("async request of ");
    assertThat(mutex.toString()).contains("granted but not picked up");
    Guard<List<String>> guard = granted(unread);
    assertThat(guard.get()).isEmpty();
    assertThat(mutex.report().holder().orElseThrow().unclaimed()).isFalse();
    guard.close();
  }

  @Test
  void g07_derivedStageCancelled_doesNotReachTheLockAndLeavesTheGuardUnclaimed() throws Exception {
    Guard<List<String>> first = mutex.lock();
    CompletableFuture<Guard<List<String>>> request = mutex.lockAsync();
    CompletableFuture<Integer> derived = request.thenApply(guard -> guard.get().size());
    assertThat(derived.cancel(true)).isTrue();
    assertThat(mutex.report().waiters()).hasSize(1);
    first.close();
    assertThat(mutex.report().holder().orElseThrow().unclaimed()).isTrue();
    granted(request).close();
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // every call is refused
  void future_completedByAStranger_isRefused() throws Exception {
    Guard<List<String>> first = mutex.lock();
    CompletableFuture<Guard<List<String>>> request = mutex.lockAsync();
    List<Runnable> tries =
        List.of(
            () -> request.complete(first),
            () -> request.completeAsync(() -> first),
            () -> request.completeAsync(() -> first, Runnable::run),
            () -> request.completeOnTimeout(first, 0, TimeUnit.NANOSECONDS),
            () -> request.obtrudeValue(first),
            () -> request.obtrudeException(new IllegalStateException()));
    for (Runnable attempt : tries) {
      assertThatThrownBy(attempt::run)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("cancel");
    }
    assertThat(request).isNotDone();
    assertThat(mutex.report().waiters()).hasSize(1);
    first.close();
    granted(request).close();
  }
}
