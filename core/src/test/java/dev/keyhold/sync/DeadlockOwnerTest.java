package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.WaitGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlocks follow the guard, whoever has it by now: G11 with futures, tasks and moves. */
@SuppressWarnings({
  "keyhold:R3: what becomes of it otherwise",
  "keyhold:R6: what the lock says to it at run time"
})
@Timeout(120)
class DeadlockOwnerTest {
  private final Mutex<int[]> a = Mutex.of(LockOptions.named("a"), () -> new int[1]);
  private final Mutex<int[]> b = Mutex.of(LockOptions.named("b"), () -> new int[1]);

  @AfterEach
  void nothingIsLeft() {
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
    Await.free(a);
    Await.free(b);
  }

  /** A thread that holds {@code held} and waits for {@code wanted}. */
  private static Job<Void> holdingAndWaiting(Mutex<int[]> held, Mutex<int[]> wanted) {
    int before = wanted.report().waiters().size();
    Job<Void> job =
        Job.start(
            "other",
            () -> {
              try (var _ = held.lock();
                  var _ = wanted.lock()) {
                return null;
              }
            });
    Await.waiters(wanted, before + 1);
    Await.parked(job.thread());
    return job;
  }

  @Test
  void g11_joiningAFuture_closesACycleAndTheFutureFails() throws Exception {
    Guard<int[]> mine = a.lock();
    Job<Void> other = holdingAndWaiting(b, a);
    CompletableFuture<Guard<int[]>> future = b.lockAsync();
    assertThatThrownBy(future::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(DeadlockException.class);
    assertThatThrownBy(() -> b.lockAsync().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(DeadlockException.class);
    assertThatThrownBy(() -> b.lockAsync().get(10, TimeUnit.MINUTES))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(DeadlockException.class);
    assertThat(mine.isClosed()).isFalse();
    mine.close();
    other.result();
  }

  @Test
  void g11_joinedFirst_theLastToWaitIsTheVictim() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    Job<Void> joiner =
        Job.start(
            "joiner",
            () -> {
              try (var _ = b.lock()) {
                held.countDown();
                a.lockAsync().join().close();
              }
              return null;
            });
    held.await();
    try (var _ = a.tryLock()) {
      // Whether the joiner comes before or after, one of the two is told.
    }
    joiner.result();
    Guard<int[]> mine = a.lock();
    Job<Void> second =
        Job.start(
            "joiner",
            () -> {
              try (var _ = b.lock()) {
                a.lockAsync().join().close();
              }
              return null;
            });
    Await.waiters(a, 1);
    Await.parked(second.thread());
    assertThatThrownBy(b::lock)
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("joiner");
    mine.close();
    second.result();
  }

  @Test
  void g08_refusedFuturesCallbacks_runWhileOtherDeadlocksCanBeResolved() throws Exception {
    Guard<int[]> mine = a.lock();
    Job<Void> other = holdingAndWaiting(b, a);
    CompletableFuture<Guard<int[]>> future = b.lockAsync();
    CompletableFuture<Boolean> callback =
        future.handle((guard, failure) -> {
          // Needs whatever the search for deadlocks locks.
          return Job.start("nested", DeadlockOwnerTest::resolvesADeadlock).result();
        });
    assertThatThrownBy(future::join).hasCauseInstanceOf(DeadlockException.class);
    assertThat(callback.join()).isTrue();
    mine.close();
    other.result();
  }

  @Test
  void g08_callbackOfOneLetInByARefusal_runsWhileOtherDeadlocksCanBeResolved() throws Exception {
    RwLock<int[]> shared = RwLock.of(() -> new int[1]);
    Task reader = Task.named("reader");
    Task writer = Task.named("writer");
    ReadGuard<int[]> reading = shared.read();
    Guard<int[]> writers = writer.call(a::lock);
    CompletableFuture<Guard<int[]>> readers = a.lockAsync(reader);
    CompletableFuture<WriteGuard<int[]>> refused = shared.writeAsync(writer);
    CompletableFuture<Boolean> callback =
        shared
            .readAsync()
            .handle((guard, failure) -> {
              guard.close();
              // Needs whatever the search for deadlocks locks.
              return Job.start("nested", DeadlockOwnerTest::resolvesADeadlock).result();
            });
    reading.moveTo(reader);
    assertThat(refused).isCompletedExceptionally();
    assertThat(refused.exceptionNow()).isInstanceOf(DeadlockException.class);
    assertThat(callback.join()).isTrue();
    writers.close();
    readers.join().close();
    reading.close();
  }

  /** A cycle of two fresh locks: true once it has been found. */
  private static boolean resolvesADeadlock() throws InterruptedException {
    Mutex<int[]> c = Mutex.of(() -> new int[1]);
    Mutex<int[]> d = Mutex.of(() -> new int[1]);
    try (var _ = c.lock()) {
      Job<Void> other = holdingAndWaiting(d, c);
      try (var _ = d.lock()) {
        return false;
      } catch (DeadlockException e) {
        assertThat(other.isDone()).isFalse();
        return true;
      }
    }
  }

  @Test
  void g11_refusedTasksRequest_thatSomebodyJoined_leavesNothingInTheGraph() throws Exception {
    List<LockEvent> withdrawn = new ArrayList<>();
    Task task = Task.named("joined task");
    Guard<int[]> mine = a.lock();
    Job<Void> other = holdingAndWaiting(b, a);
    LockListener listener =
        new LockListener() {
          @Override
          public void withdrawn(LockEvent event) {
            withdrawn.add(event);
          }
        };
    try (var _ = Locks.addListener(listener)) {
      CompletableFuture<Guard<int[]>> future = b.lockAsync(task);
      assertThatThrownBy(future::join).hasCauseInstanceOf(DeadlockException.class);
    }
    assertThat(withdrawn).extracting(LockEvent::task).containsExactly("joined task");
    assertThat(WaitGraph.stuckWith(task.id())).isNull();
    mine.close();
    other.result();
  }

  @Test
  void g11_asyncTasksOnOneThread_closingACycle_areTold() {
    Task first = Task.named("first");
    Task second = Task.named("second");
    Guard<int[]> guardA = granted(a.lockAsync(first));
    Guard<int[]> guardB = granted(b.lockAsync(second));
    CompletableFuture<Guard<int[]>> waits = b.lockAsync(first);
    CompletableFuture<Guard<int[]>> refused = a.lockAsync(second);
    assertThat(waits).isNotDone();
    assertThatThrownBy(refused::join)
        .hasCauseInstanceOf(DeadlockException.class)
        .hasMessageContaining("first waits for mutex 'b'")
        .hasMessageContaining("second waits for mutex 'a'");
    guardB.close();
    granted(waits).close();
    guardA.close();
  }

  @Test
  void g11_asyncTaskAskingForWhatItHolds_isTold() {
    Task task = Task.named("again");
    Guard<int[]> guard = granted(a.lockAsync(task));
    assertThatThrownBy(() -> a.lockAsync(task).join())
        .hasCauseInstanceOf(DeadlockException.class)
        .hasMessageContaining("again asks for mutex 'a'");
    assertThat(a.lockAsync(Task.named("another")).cancel(true)).isTrue();
    guard.close();
  }

  @Test
  void g11_movedGuard_isFollowed() throws Exception {
    Task mover = Task.named("mover");
    Guard<int[]> moved = a.lock();
    moved.moveTo(mover);
    assertThat(a.report().holder().orElseThrow().task()).isEqualTo("mover");
    Guard<int[]> mine = b.lock();
    Job<Guard<int[]>> other = Job.start("thread of mover", () -> mover.call(b::lock));
    Await.waiters(b, 1);
    Await.parked(other.thread());
    assertThatThrownBy(a::lock)
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("mover waits for mutex 'b'");
    mine.close();
    other.result().close();
    moved.close();
  }

  @Test
  void g11_movedAwayGuard_isNoDeadlockForItsOldOwner() throws Exception {
    Task other = Task.named("other");
    Guard<int[]> moved = a.lock();
    moved.moveTo(other);
    Job<Void> closer =
        Job.start(
            "closer",
            () -> {
              Await.waiters(a, 1);
              moved.close();
              return null;
            });
    a.lock().close();
    closer.result();
    assertThatThrownBy(() -> moved.moveTo(other)).isInstanceOf(GuardClosedException.class);
  }

  @Test
  void g11_moveThatClosesACycle_refusesTheNewestRequest() throws Exception {
    Guard<int[]> moving = a.lock();
    Task receiver = Task.named("receiver");
    Guard<int[]> guardB = b.lock();
    Job<Object> stuck = Job.start("stuck", () -> receiver.call(b::lock));
    Await.waiters(b, 1);
    Await.parked(stuck.thread());
    Task holder = Task.named("holder");
    guardB.moveTo(holder);
    Job<Object> newest = Job.start("newest", () -> holder.call(a::lock));
    Await.waiters(a, 1);
    Await.parked(newest.thread());
    moving.moveTo(receiver);
    assertThat(newest.failure())
        .isInstanceOf(DeadlockException.class)
        .hasMessageStartingWith("deadlock: these wait for each other, for ever:\n  holder waits");
    guardB.close();
    ((Guard<?>) stuck.result()).close();
    moving.close();
  }

  @Test
  void g11_moveThatClosesACycleThroughAJoinedFuture_failsTheFuture() throws Exception {
    Guard<int[]> moving = a.lock();
    Task receiver = Task.named("receiver");
    Guard<int[]> guardB = b.lock();
    Job<Object> stuck = Job.start("stuck", () -> receiver.call(b::lock));
    Await.waiters(b, 1);
    Await.parked(stuck.thread());
    Task holder = Task.named("holder");
    guardB.moveTo(holder);
    Job<Object> joiner = Job.start("joiner", () -> holder.call(() -> a.lockAsync().join()));
    Await.waiters(a, 1);
    Await.parked(joiner.thread());
    moving.moveTo(receiver);
    assertThat(joiner.failure()).hasCauseInstanceOf(DeadlockException.class);
    guardB.close();
    ((Guard<?>) stuck.result()).close();
    moving.close();
  }

  @Test
  void g11_grantToATaskThatIsStuckElsewhereByNow_closesTheCycle() throws Exception {
    Task task = Task.named("double");
    Guard<int[]> first = a.lock();
    CompletableFuture<Guard<int[]>> queued = task.call(() -> a.lockAsync());
    CountDownLatch ready = new CountDownLatch(1);
    Job<Void> holder =
        Job.start(
            "holder",
            () -> {
              try (var _ = b.lock()) {
                ready.countDown();
                a.lock().close();
              }
              return null;
            });
    ready.await();
    Await.waiters(a, 2);
    Await.parked(holder.thread());
    Job<Void> stuck =
        Job.start(
            "stuck",
            () -> {
              task.call(b::lock).close();
              return null;
            });
    Await.waiters(b, 1);
    Await.parked(stuck.thread());
    first.close();
    // The task holds a and waits for b; the holder of b waits for a. The newest is refused.
    assertThat(stuck.failure()).isInstanceOf(DeadlockException.class);
    granted(queued).close();
    holder.result();
  }

  @Test
  void g11_joinedGuard_belongsToTheThreadThatJoined() throws Exception {
    Guard<int[]> guard = a.lockAsync().join();
    assertThat(a.report().holder().orElseThrow().task())
        .isEqualTo(Thread.currentThread().getName());
    assertThatThrownBy(a::lock).isInstanceOf(DeadlockException.class);
    guard.close();
    Guard<int[]> got = a.lockAsync().get();
    assertThatThrownBy(a::lock).isInstanceOf(DeadlockException.class);
    got.close();
  }

  @Test
  void g11_joinedGuard_thatWasMovedBefore_staysWhereItIs() {
    Task owner = Task.named("owner");
    CompletableFuture<Guard<int[]>> future = a.lockAsync();
    future.thenAccept(guard -> guard.moveTo(owner)).join();
    Guard<int[]> guard = future.join();
    assertThat(a.report().holder().orElseThrow().task()).isEqualTo("owner");
    guard.close();
  }

  @Test
  void g11_closureAskingForItsOwnLock_isTold() throws Exception {
    for (Locks.Detail detail : Locks.Detail.values()) {
      Locks.Detail before = Locks.record(detail);
      try {
        CompletableFuture<Guard<int[]>> free =
            Job.start("submitter", () -> a.submit(data -> a.lock())).result();
        assertThatThrownBy(free::join).hasCauseInstanceOf(DeadlockException.class);
        Guard<int[]> guard = a.lock();
        CompletableFuture<Object> queued = a.submit(data -> a.lock());
        CompletableFuture<Object> named =
            Task.named("submitter").call(() -> a.submit(data -> a.lock()));
        guard.close();
        assertThatThrownBy(queued::join).hasCauseInstanceOf(DeadlockException.class);
        assertThatThrownBy(named::join).hasCauseInstanceOf(DeadlockException.class);
      } finally {
        Locks.record(before);
      }
    }
  }

  @Test
  void g11_closureInACycle_isTold() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    Job<Void> other =
        Job.start(
            "other",
            () -> {
              try (var _ = b.lock()) {
                held.countDown();
                Await.until("a is held", () -> a.report().holder().isPresent());
                a.lock().close();
              }
              return null;
            });
    held.await();
    CompletableFuture<Object> closure =
        a.submit(data -> {
          Await.waiters(a, 1);
          Await.parked(other.thread());
          return b.lock();
        });
    assertThatThrownBy(closure::join).hasCauseInstanceOf(DeadlockException.class);
    other.result();
  }

  @Test
  void g11_namedTaskOnTheHoldersThread_isADeadlock() throws Exception {
    try (var _ = a.lock()) {
      assertThatThrownBy(() -> Task.named("inner").call(a::lock))
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("inner asks for mutex 'a'");
    }
  }
}
