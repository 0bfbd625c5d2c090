package dev.keyhold.sync;

import static dev.keyhold.sync.RwLockOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.PoisonedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The guards of an {@link RwLock}, and what is told of them: G9, G10, G12, G16. */
@SuppressWarnings("keyhold:R6: nobody waits in between")
@Timeout(120)
@ParameterizedClass
@EnumSource(
    value = Locks.Detail.class,
    names = {"NOTHING", "SITES"})
class RwLockGuardTest {
  @Parameter Locks.Detail detail = Locks.Detail.NOTHING;

  private final RwLock<int[]> lock =
      RwLock.of(LockOptions.named("guarded").poisonOnThrow(true), () -> new int[2]);
  private Locks.Detail before = Locks.Detail.NOTHING;

  @BeforeEach
  void record() throws InterruptedException {
    before = Locks.record(detail);
    lock.read().close();
  }

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
    Await.free(lock);
  }

  private List<Callable<Guard<int[]>>> kinds() {
    return List.of(
        lock::read,
        lock::upgradableRead,
        lock::write,
        () -> granted(lock.readAsync()),
        () -> granted(lock.upgradableReadAsync()),
        () -> granted(lock.writeAsync()),
        () -> lock.write().downgrade(),
        () -> lock.write().downgradeToUpgradable(),
        () -> lock.upgradableRead().upgrade(),
        () -> lock.upgradableRead().downgrade());
  }

  private static void closeHere(Guard<?> guard) {
    guard.close();
  }

  @Test
  void g09_closedTwiceOrByAnother_endsOneHoldAndSaysWhere() throws Exception {
    for (Callable<Guard<int[]>> kind : kinds()) {
      Guard<int[]> guard = kind.call();
      assertThat(guard.get()).hasSize(2);
      assertThat(guard.isClosed()).isFalse();
      Job.start(
              "closer",
              () -> {
                closeHere(guard);
                return null;
              })
          .result();
      assertThat(guard.isClosed()).isTrue();
      ReadGuard<int[]> next = lock.read();
      guard.close();
      assertThat(lock.report().holders()).hasSize(1);
      next.close();
      assertThatThrownBy(guard::get)
          .isInstanceOf(GuardClosedException.class)
          .hasMessageContaining("read-write lock 'guarded'")
          .hasMessageContaining(
              detail == Locks.Detail.SITES
                  ? "closeHere(RwLockGuardTest.java:"
                  : "-Dkeyhold.sync.record=sites");
      assertThatThrownBy(() -> guard.moveTo(Task.named("late")))
          .isInstanceOf(GuardClosedException.class);
      assertThatThrownBy(() -> guard.map(data -> data)).isInstanceOf(GuardClosedException.class);
    }
  }

  @Test
  void g09_readGuardClosedByTwoThreadsAtOnce_endsOneHold() throws Exception {
    int rounds = 3_000;
    CyclicBarrier barrier = new CyclicBarrier(2);
    Guard<?>[] shared = new Guard<?>[1];
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
    for (int round = 0; round < rounds; round++) {
      ReadGuard<int[]> other = lock.read();
      shared[0] = lock.read();
      barrier.await();
      shared[0].close();
      barrier.await();
      assertThat(lock.report().holders()).hasSize(1);
      other.close();
    }
    second.result();
  }

  @Test
  void g09_slotsThatGrow_keepGuardsApart() throws Exception {
    Task task = Task.named("reader");
    // More than the small slots have: the next one that finds no slot makes room.
    List<ReadGuard<int[]>> early = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      early.add(task.call(lock::read));
    }
    assertThat(lock.tryWrite()).isNull();
    List<ReadGuard<int[]>> late = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      late.add(task.call(lock::read));
    }
    early.forEach(guard -> guard.moveTo(Task.named("other")));
    late.forEach(ReadGuard::close);
    assertThat(lock.report().holders())
        .hasSize(9)
        .allMatch(holder -> holder.task().equals("other"));
    early.forEach(ReadGuard::close);
    Await.free(lock);
  }

  @Test
  void g10_readersSeeAllOfAWriteOrNothing() {
    int rounds = 20_000;
    List<Job<Void>> jobs = new ArrayList<>();
    for (int task = 0; task < 4; task++) {
      boolean writes = task == 0;
      jobs.add(
          Job.startVirtual(
              "task",
              () -> {
                for (int round = 0; round < rounds; round++) {
                  if (writes) {
                    lock.withWrite(data -> data[0] = data[1] = data[0] + 1);
                  } else {
                    int difference = lock.withRead(data -> data[0] - data[1]);
                    assertThat(difference == 0).isTrue();
                  }
                }
                return null;
              }));
    }
    jobs.forEach(Job::result);
    int written = lock.withRead(data -> data[1]);
    assertThat(written).isEqualTo(rounds);
  }

  @Test
  void g12_report_listsAllReadersAndWaitersWithTheirModes() throws Exception {
    List<Guard<int[]>> held = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      held.add(Job.start("reader-" + i, lock::read).result());
    }
    assertThat(lock.report().holders()).hasSize(12);
    held.add(Job.start("upgradable", lock::upgradableRead).result());
    CompletableFuture<ReadGuard<int[]>> unread = lock.readAsync(Task.named("unread"));
    LockReport.Holder unclaimed = lock.report().holders().getLast();
    assertThat(unclaimed.task()).isEqualTo("unread");
    assertThat(unclaimed.unclaimed()).isTrue();
    assertThat(unclaimed.mode()).isEqualTo(LockMode.SHARED);
    CompletableFuture<?> writer = lock.writeAsync(Task.named("writer"));
    CompletableFuture<?> reader = lock.readAsync(Task.named("late reader"));
    CompletableFuture<?> second = lock.upgradableReadAsync(Task.named("late upgradable"));
    LockReport report = lock.report();
    assertThat(report.holders()).hasSize(14);
    assertThat(report.holders())
        .filteredOn(holder -> holder.mode() == LockMode.UPGRADABLE)
        .hasSize(1);
    assertThat(report.holders()).filteredOn(LockReport.Holder::unclaimed).hasSize(1);
    assertThat(report.waiters())
        .extracting(LockReport.Waiting::task)
        .containsExactly("writer", "late reader", "late upgradable");
    assertThat(report.waiters())
        .extracting(LockReport.Waiting::mode)
        .containsExactly(LockMode.EXCLUSIVE, LockMode.SHARED, LockMode.UPGRADABLE);
    assertThat(lock.toString())
        .contains("read-write lock 'guarded'", "(shared)", "(upgradable)", "not picked up");
    if (detail == Locks.Detail.SITES) {
      assertThat(report.holders())
          .extracting(LockReport.Holder::task)
          .contains("reader-0", "reader-11", "upgradable");
      assertThat(report.holders()).allMatch(holder -> holder.held().isPresent());
    }
    granted(unread).get();
    assertThat(lock.report().holders()).noneMatch(LockReport.Holder::unclaimed);
    // From the end: the writer keeps the others out.
    List.of(second, reader, writer).forEach(future -> future.cancel(true));
    held.forEach(Guard::close);
    granted(unread).close();
  }

  @Test
  void g16_withWrite_poisonsIfAskedAndWithReadDoesNot() throws Exception {
    ThrowingFunction<int[], Integer, IllegalStateException> failing =
        data -> {
          throw new IllegalStateException("half changed");
        };
    assertThatThrownBy(() -> lock.withRead(failing)).hasMessage("half changed");
    assertThat(lock.isPoisoned()).isFalse();
    assertThatThrownBy(() -> lock.withWrite(failing)).hasMessage("half changed");
    assertThat(lock.isPoisoned()).isTrue();
    for (Callable<Guard<int[]>> kind :
        List.<Callable<Guard<int[]>>>of(
            lock::read,
            lock::tryRead,
            lock::upgradableRead,
            lock::tryUpgradableRead,
            lock::write)) {
      assertThatThrownBy(kind::call)
          .isInstanceOf(PoisonedException.class)
          .hasRootCauseMessage("half changed");
    }
    assertThatThrownBy(() -> lock.withRead(data -> data[0])).isInstanceOf(PoisonedException.class);
    for (var future : List.of(lock.readAsync(), lock.upgradableReadAsync(), lock.writeAsync())) {
      assertThatThrownBy(future::join).hasCauseInstanceOf(PoisonedException.class);
    }
    assertThat(lock.report().holders()).isEmpty();
    int repaired = lock.repair(data -> data[0] = data[1] = 5);
    assertThat(repaired).isEqualTo(5);
    int seen = lock.withRead(data -> data[0]);
    assertThat(seen).isEqualTo(5);
    RwLock<int[]> careless = RwLock.of(() -> new int[1]);
    assertThatThrownBy(() -> careless.withWrite(failing)).hasMessage("half changed");
    assertThat(careless.isPoisoned()).isFalse();
  }

  @Test
  void g16_poisonWithReadersAndWritersQueued_refusesThemAll() throws Exception {
    List<CompletableFuture<?>> queued = new ArrayList<>();
    assertThatThrownBy(() ->
            lock.withWrite(data -> {
              queued.add(lock.readAsync());
              queued.add(lock.writeAsync());
              queued.add(lock.upgradableReadAsync());
              throw new IllegalStateException("half changed");
            }))
        .hasMessage("half changed");
    for (CompletableFuture<?> future : queued) {
      assertThatThrownBy(future::join).hasCauseInstanceOf(PoisonedException.class);
    }
    Await.free(lock);
    lock.clearPoison();
  }

  @Test
  void map_ofEveryKind_isAHandleOnTheSameHold() throws Exception {
    List<Callable<Guard<int[]>>> all = new ArrayList<>(kinds());
    Mutex<int[]> mutex = Mutex.of(() -> new int[2]);
    BlockingMutex<int[]> blocking = BlockingMutex.of(() -> new int[2]);
    all.add(mutex::lock);
    all.add(blocking::lock);
    for (Callable<Guard<int[]>> kind : all) {
      Guard<int[]> whole = kind.call();
      assertThatThrownBy(() -> whole.map(data -> null))
          .isInstanceOf(NullPointerException.class)
          .hasMessageContaining("part");
      assertThatThrownBy(() ->
              whole.map(data -> {
                throw new IllegalStateException("no such part");
              }))
          .hasMessage("no such part");
      assertThat(whole.isClosed()).isFalse();
      Guard<Integer> part = whole.map(data -> data.length);
      Guard<String> ofPart = part.map(String::valueOf);
      assertThat(part.get()).isEqualTo(2);
      assertThat(ofPart.get()).isEqualTo("2");
      ofPart.close();
      assertThat(whole.isClosed()).isTrue();
      assertThat(part.isClosed()).isTrue();
      assertThatThrownBy(part::get).isInstanceOf(GuardClosedException.class);
      whole.close();
    }
    Await.free(mutex);
    Await.free(blocking);
  }

  @Test
  void ofImmutable_readersKeepWhatTheyTookOut() throws Exception {
    RwLock<RwLock.Cell<List<String>>> cell = RwLock.ofImmutable(List.of("first"));
    List<String> kept = cell.withRead(RwLock.Cell::get);
    cell.withWrite(value -> {
      value.set(List.of("second"));
      return value.get();
    });
    assertThat(kept).containsExactly("first");
    try (var guard = cell.read()) {
      assertThat(guard.get().get()).containsExactly("second");
    }
    assertThatThrownBy(() -> RwLock.ofImmutable(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void badTimes_areRefused() {
    Duration negative = Duration.ofNanos(-1);
    for (Callable<Object> misuse :
        List.<Callable<Object>>of(
            () -> lock.tryRead(negative),
            () -> lock.tryUpgradableRead(negative),
            () -> lock.tryWrite(negative))) {
      assertThatThrownBy(misuse::call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("negative");
    }
  }
}
