package dev.keyhold.sync;

import static dev.keyhold.sync.RwLockOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Circles of waiting through requests that stand in line and that no thread waits for, or that
 * leave: G11 for {@link RwLock}.
 */
@Timeout(120)
@ParameterizedClass
@EnumSource(
    value = Locks.Detail.class,
    names = {"NOTHING", "SITES"})
class RequestDeadlockTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Parameter Locks.Detail detail = Locks.Detail.NOTHING;

  private final RwLock<int[]> a = RwLock.of(LockOptions.named("a"), () -> new int[1]);
  private final RwLock<int[]> b = RwLock.of(LockOptions.named("b"), () -> new int[1]);
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("m"), () -> new int[1]);
  private Locks.Detail before = Locks.Detail.NOTHING;

  @BeforeEach
  void record() throws InterruptedException {
    before = Locks.record(detail);
    a.read().close();
    b.read().close();
  }

  @AfterEach
  void nothingIsLeft() {
    Locks.record(before);
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
    for (LockBase lock : List.of(a, b, mutex)) {
      Await.free(lock);
    }
  }

  @Test
  void g11_recursiveReadBehindAnAsyncWriterOfNobody_isADeadlock() throws Exception {
    ReadGuard<int[]> outer = a.read();
    CompletableFuture<WriteGuard<int[]>> writer = a.writeAsync();
    assertThatThrownBy(() -> Objects.requireNonNull(a.tryRead(LONG)).close())
        .isInstanceOf(DeadlockException.class);
    assertThat(writer).isNotDone();
    outer.close();
    granted(writer).close();
  }

  @Test
  void g11_cycleThroughAnAsyncWriterOfNobody_isFound() throws Exception {
    CyclicBarrier reading = new CyclicBarrier(2);
    Guard<int[]> mine = mutex.lock();
    Job<Void> reader =
        Job.start(
            "reader",
            () -> {
              try (var _ = a.read()) {
                reading.await();
                mutex.lock().close();
              }
              return null;
            });
    reading.await();
    Await.waiters(mutex, 1);
    Await.parked(reader.thread());
    CompletableFuture<WriteGuard<int[]>> writer = a.writeAsync();
    // Behind the writer, who waits for the reader, who waits for this task.
    assertThatThrownBy(() -> Objects.requireNonNull(a.tryRead(LONG)).close())
        .isInstanceOf(DeadlockException.class);
    mine.close();
    reader.result();
    granted(writer).close();
  }

  @Test
  void g11_recursiveReadBehindAnAsyncUpgradeOfAnother_isADeadlock() throws Exception {
    UpgradableGuard<int[]> upgradable = Job.start("upgrader", a::upgradableRead).result();
    ReadGuard<int[]> outer = a.read();
    CompletableFuture<WriteGuard<int[]>> upgrade = upgradable.upgradeAsync();
    assertThatThrownBy(() -> Objects.requireNonNull(a.tryRead(LONG)).close())
        .isInstanceOf(DeadlockException.class);
    outer.close();
    granted(upgrade).close();
  }

  @Test
  void g11_requestAheadThatLeavesDuringTheSearch_hidesNoCycle() throws Exception {
    for (int round = 0; round < 500; round++) {
      CyclicBarrier holding = new CyclicBarrier(2);
      Job<Boolean> reader =
          Job.startVirtual(
              "reader",
              () -> {
                try (var _ = a.read()) {
                  holding.await();
                  mutex.lock().close();
                  return true;
                } catch (DeadlockException e) {
                  return false;
                }
              });
      Job<Boolean> writer =
          Job.startVirtual(
              "writer",
              () -> {
                try (var _ = mutex.lock()) {
                  holding.await();
                  Await.waiters(mutex, 1);
                  List<CompletableFuture<WriteGuard<int[]>>> leaving = new ArrayList<>();
                  for (int i = 0; i < 30; i++) {
                    leaving.add(a.writeAsync(Task.named("leaving")));
                  }
                  Job.startVirtual("leaver", () -> leave(leaving.reversed()));
                  a.write().close();
                  return true;
                } catch (DeadlockException e) {
                  return false;
                }
              });
      assertThat(List.of(reader.result(), writer.result()))
          .as("one of the two is told")
          .containsExactlyInAnyOrder(true, false);
    }
  }

  private static Void leave(List<CompletableFuture<WriteGuard<int[]>>> requests) {
    for (var request : requests) {
      if (!request.cancel(true) && !request.isCompletedExceptionally()) {
        granted(request).close();
      }
    }
    return null;
  }

  @Test
  void g11_grantThatItsTaskHasCancelled_isNotItsOwnAnyMore() throws Exception {
    Task task = Task.named("again");
    for (int kind = 0; kind < 3; kind++) {
      int asked = kind;
      Supplier<CompletableFuture<? extends Guard<int[]>>> ask =
          () ->
              switch (asked) {
                case 0 -> mutex.lockAsync(task);
                case 1 -> a.writeAsync(task);
                default -> a.upgradableReadAsync(task);
              };
      Guard<int[]> first = kind == 0 ? mutex.lock() : a.write();
      CompletableFuture<? extends Guard<int[]>> request = ask.get();
      List<CompletableFuture<? extends Guard<int[]>>> again = new ArrayList<>();
      LockListener canceller =
          new LockListener() {
            @Override
            public void acquired(LockEvent event) {
              // Granted, and the future does not know yet: the very moment.
              if (again.isEmpty() && request.cancel(true)) {
                again.add(ask.get());
              }
            }
          };
      try (var _ = Locks.addListener(canceller)) {
        first.close();
      }
      assertThat(again).hasSize(1);
      granted(again.getFirst()).close();
    }
  }
}
