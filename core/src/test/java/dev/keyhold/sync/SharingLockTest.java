package dev.keyhold.sync;

import static dev.keyhold.sync.RwLockOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.PoisonedException;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Structure.Blocker;
import dev.keyhold.internal.wait.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How readers share, seen from inside: who has a slot, who is listed, who is asked for when
 * somebody looks for a circle.
 */
@SuppressWarnings("keyhold:R6: one thread plays several tasks")
@Timeout(120)
class SharingLockTest {
  private final RwLock<int[]> lock = RwLock.of(LockOptions.named("shared"), () -> new int[1]);
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("m"), () -> new int[1]);
  private Locks.Detail before = Locks.Detail.NOTHING;

  /** A lock whose latch the test can take. */
  private static final class Latched extends ConvertingLock {
    Latched() {
      super(LockOptions.named("latched"));
    }

    void take() {
      latch();
    }

    void open() {
      unlatch();
    }

    @Override
    String kind() {
      return "read-write lock";
    }
  }

  @BeforeEach
  void recordNothing() {
    before = Locks.record(Locks.Detail.NOTHING);
  }

  @AfterEach
  void wordIsOpenAgain() {
    Locks.record(before);
    Await.free(lock);
    assertThat(Word.isOpen(lock.word())).isTrue();
  }

  private <R> Job<R> parked(LockBase at, String name, Callable<R> code) {
    int ahead = at.report().waiters().size();
    Job<R> job = Job.start(name, code);
    Await.waiters(at, ahead + 1);
    Await.parked(job.thread());
    return job;
  }

  private Waiter waiter(int place) {
    return lock.look().waiters().get(place);
  }

  private static List<Long> owners(List<Blocker> blockers) {
    return blockers.stream().map(Blocker::owner).toList();
  }

  // ── slots ──────────────────────────────────────────────────────────────────────────────────

  @Test
  void slot_isToBeHadFromTheSecondReaderOn_whileNothingIsRecordedAndNobodyWritesOrWaits()
      throws Exception {
    assertThat(lock.shareFast()).as("no slots yet").isZero();
    lock.read().close();
    assertThat(Word.isOpen(lock.word())).isTrue();
    long ticket = lock.shareFast();
    assertThat(ticket).isNotZero();
    lock.endShare(ticket, null);
    assertThat(lock.look().holds()).isEmpty();
    try (var _ = lock.write()) {
      assertThat(lock.shareFast()).isZero();
    }
    try (var _ = lock.read()) {
      CompletableFuture<WriteGuard<int[]>> writer = lock.writeAsync();
      assertThat(lock.shareFast()).isZero();
      writer.cancel(true);
    }
    Locks.record(Locks.Detail.SITES);
    assertThat(lock.shareFast()).isZero();
  }

  @Test
  void readerInASlot_comesAndGoesWithoutTheLatch() throws Exception {
    Latched latched = new Latched();
    latched.endShare(0, Objects.requireNonNull(latched.tryShare(Mode.SHARED)));
    latched.take();
    Job<Long> reader =
        Job.start(
            "reader",
            () -> {
              long ticket = latched.shareFast();
              latched.endShare(ticket, null);
              return ticket;
            });
    assertThat(reader.result()).isNotZero();
    latched.open();
    assertThat(latched.look().holds()).isEmpty();
  }

  @Test
  void readerInASlot_meetsOneWhoMakesTheWordManaged_stepsBack() throws Exception {
    lock.read().close();
    ReadGuard<int[]> reader = lock.read();
    ReaderSlots slots = Objects.requireNonNull(lock.slots);
    CompletableFuture<WriteGuard<int[]>> writer = lock.writeAsync(Task.named("writer"));
    long ticket = slots.take(Owner.currentId());
    assertThat(lock.stands(slots, ticket)).isFalse();
    reader.close();
    granted(writer).close();
  }

  @Test
  void readerInASlot_drainedBeforeItLooked_shares() throws Exception {
    lock.read().close();
    ReaderSlots slots = Objects.requireNonNull(lock.slots);
    long ticket = slots.take(Owner.currentId());
    lock.latchAndPin();
    assertThat(lock.stands(slots, ticket)).isTrue();
    lock.unpinAndUnlatch();
    assertThat(lock.look().holds()).extracting(SeenHold::ticket).containsExactly(ticket);
    lock.endShare(ticket, null);
  }

  @Test
  void readerInASlot_thatIsNoneAnyMoreWhenTheWordOpens_stepsBack() throws Exception {
    lock.read().close();
    ReaderSlots small = Objects.requireNonNull(lock.slots);
    UpgradableGuard<int[]> upgradable = lock.upgradableRead();
    CompletableFuture<UpgradableGuard<int[]>> waits = lock.upgradableReadAsync();
    // Into a slot while the word is managed: nobody drains it any more, and they grow.
    long ticket = small.take(Owner.currentId());
    small.crowded = true;
    lock.endShare(0, Objects.requireNonNull(lock.tryShare(Mode.SHARED)));
    assertThat(lock.slots).isNotSameAs(small);
    waits.cancel(true);
    assertThat(Word.isOpen(lock.word())).isTrue();
    assertThat(lock.stands(small, ticket)).isFalse();
    upgradable.close();
  }

  @Test
  void slotsInWhichReadersHaveMet_grow_andThoseInTheSmallOnesStay() throws Exception {
    lock.read().close();
    ReaderSlots small = Objects.requireNonNull(lock.slots);
    lock.endShare(0, Objects.requireNonNull(lock.tryShare(Mode.SHARED)));
    assertThat(lock.slots).as("nobody has met").isSameAs(small);
    ReadGuard<int[]> reader = lock.read();
    small.crowded = true;
    UpgradableGuard<int[]> another = lock.upgradableRead();
    ReaderSlots large = Objects.requireNonNull(lock.slots);
    assertThat(large).isNotSameAs(small);
    assertThat(lock.report().holders()).hasSize(2);
    reader.close();
    another.close();
    assertThat(lock.report().holders()).isEmpty();
    large.crowded = true;
    lock.upgradableRead().close();
    assertThat(lock.slots).as("larger than large there is none").isSameAs(large);
  }

  @Test
  void listedShares_ifNobodyWaits_leaveTheWordOpen() throws Exception {
    try (var _ = lock.upgradableRead()) {
      assertThat(Word.isOpen(lock.word())).isTrue();
      assertThat(lock.tryUpgradableRead()).isNull();
      assertThat(Word.isOpen(lock.word())).isTrue();
    }
  }

  @Test
  void share_besideAWaiterThatKeepsItOut_leavesTheWordManagedAndIsNotTaken() throws Exception {
    ReadGuard<int[]> reader = lock.read();
    CompletableFuture<WriteGuard<int[]>> writer = lock.writeAsync();
    assertThat(lock.tryShare(Mode.SHARED)).isNull();
    assertThat(Word.isManaged(lock.word())).isTrue();
    reader.close();
    granted(writer).close();
  }

  @Test
  void g16_readerThatWaitsWhileTheLockIsPoisoned_isRefused() {
    RwLock<int[]> careful =
        RwLock.of(LockOptions.named("careful").poisonOnThrow(true), () -> new int[1]);
    List<Job<ReadGuard<int[]>>> reader = new ArrayList<>();
    assertThatThrownBy(() ->
            careful.withWrite(data -> {
              reader.add(parked(careful, "reader", careful::read));
              throw new IllegalStateException("half changed");
            }))
        .hasMessage("half changed");
    assertThat(reader.getFirst().failure()).isInstanceOf(PoisonedException.class);
    Await.free(careful);
  }

  // ── what is seen ───────────────────────────────────────────────────────────────────────────

  @Test
  void g12_holds_areToldApartByTicketsThatStay() throws Exception {
    lock.read().close();
    List<Guard<int[]>> guards = new ArrayList<>();
    guards.add(lock.read());
    guards.add(granted(lock.readAsync()));
    guards.add(lock.upgradableRead());
    guards.add(lock.read());
    List<Long> tickets = lock.look().holds().stream().map(SeenHold::ticket).toList();
    assertThat(tickets).hasSize(4).doesNotHaveDuplicates().doesNotContain(0L);
    assertThat(lock.tryWrite()).isNull();
    assertThat(lock.look().holds())
        .extracting(SeenHold::ticket)
        .as("out of their slots")
        .containsExactlyInAnyOrderElementsOf(tickets);
    guards.forEach(Guard::close);
  }

  @Test
  void g12_writeGrantedToAFuture_isUnclaimedUntilItIsUsed() throws Exception {
    CompletableFuture<WriteGuard<int[]>> future = lock.writeAsync(Task.named("writer"));
    LockReport.Holder holder = lock.report().holder().orElseThrow();
    assertThat(holder.unclaimed()).isTrue();
    assertThat(holder.task()).isEqualTo("writer");
    assertThat(granted(future).get()).hasSize(1);
    assertThat(lock.report().holder().orElseThrow().unclaimed()).isFalse();
    granted(future).close();
  }

  // ── circles ────────────────────────────────────────────────────────────────────────────────

  @Test
  void g11_blockers_areTheNearestWriterThatIsStuckInLine_andNobodyAheadOfIt() throws Exception {
    ReadGuard<int[]> reader = lock.read();
    Job<WriteGuard<int[]>> first = parked(lock, "first", lock::write);
    Job<WriteGuard<int[]>> second = parked(lock, "second", lock::write);
    CompletableFuture<ReadGuard<int[]>> behind = lock.readAsync();
    assertThat(lock.blockers(waiter(0)))
        .extracting(Blocker::owner)
        .containsExactly(Owner.currentId());
    assertThat(lock.blockers(waiter(1))).containsExactly(Blocker.ahead(waiter(0)));
    assertThat(lock.blockers(waiter(2))).containsExactly(Blocker.ahead(waiter(1)));
    reader.close();
    first.result().close();
    second.result().close();
    granted(behind).close();
  }

  @Test
  void g11_blockersBehindAFuture_areAlsoThoseInItsWay() throws Exception {
    ReadGuard<int[]> reader = lock.read();
    Task task = Task.named("writer");
    CompletableFuture<WriteGuard<int[]>> future = task.call(() -> lock.writeAsync());
    CompletableFuture<ReadGuard<int[]>> behind = lock.readAsync();
    assertThat(owners(lock.blockers(waiter(1)))).containsExactly(task.id(), Owner.currentId());
    Waiter granted = waiter(0);
    reader.close();
    assertThat(lock.blockers(granted)).as("it waits no more").isEmpty();
    assertThat(owners(lock.blockers(waiter(0)))).containsExactly(task.id());
    granted(future).close();
    granted(behind).close();
  }

  @Test
  void g11_circleThatLeavesByARequestWhoseTaskIsStuckElsewhere_isFound() throws Exception {
    ReadGuard<int[]> reader = Job.start("reader", lock::read).result();
    Guard<int[]> mine = mutex.lock();
    Task task = Task.named("in two places");
    CompletableFuture<WriteGuard<int[]>> future = task.call(() -> lock.writeAsync());
    Job<Object> stuck = parked(mutex, "stuck", () -> task.call(mutex::lock));
    assertThatThrownBy(lock::write)
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("behind the request of")
        .hasMessageContaining("in two places waits for mutex 'm'");
    mine.close();
    ((Guard<?>) stuck.result()).close();
    reader.close();
    granted(future).close();
  }

  @Test
  void g11_writerThatAsksAgain_isRefusedAtOnceAndToldWhatItHolds() throws Exception {
    Task task = Task.named("writer");
    try (var _ = task.call(lock::write)) {
      assertThatThrownBy(() -> task.call(lock::read))
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("asks for read-write lock 'shared'")
          .hasMessageContaining("which it holds already");
      // It need not wait for its future, and so would never be found in a circle.
      assertThat(task.call(() -> lock.readAsync()).exceptionNow())
          .isInstanceOf(DeadlockException.class);
      assertThat(lock.report().waiters()).isEmpty();
    }
  }

  @Test
  void g11_circles_areLookedForOnlyIfAReaderIsStuckOrAFutureInLine() throws Exception {
    Guard<int[]> mine = mutex.lock();
    ReadGuard<int[]> reader = Job.start("reader", lock::read).result();
    Job<WriteGuard<int[]>> writer = parked(lock, "writer", lock::write);
    Waiter waiter = waiter(0);
    assertThat(lock.mayBeInCycle(waiter)).as("a reader that runs").isFalse();
    CompletableFuture<ReadGuard<int[]>> future = lock.readAsync();
    assertThat(lock.mayBeInCycle(waiter)).as("a future in line").isTrue();
    future.cancel(true);
    assertThat(lock.mayBeInCycle(waiter)).isFalse();
    Task task = Task.named("stuck");
    reader.moveTo(task);
    assertThat(lock.mayBeInCycle(waiter)).as("nobody that runs").isFalse();
    Job<Object> stuck = parked(mutex, "stuck", () -> task.call(mutex::lock));
    assertThat(lock.mayBeInCycle(waiter)).as("a reader that is stuck").isTrue();
    mine.close();
    ((Guard<?>) stuck.result()).close();
    assertThat(lock.mayBeInCycle(waiter)).isFalse();
    reader.close();
    writer.result().close();
    assertThat(lock.mayBeInCycle(waiter)).as("it waits no more").isFalse();
  }

  @Test
  void g11_circles_areLookedForIfTheWriterIsStuck() throws Exception {
    Guard<int[]> mine = mutex.lock();
    Task holder = Task.named("holder");
    WriteGuard<int[]> writer = holder.call(lock::write);
    Job<ReadGuard<int[]>> reader = parked(lock, "reader", lock::read);
    assertThat(lock.mayBeInCycle(waiter(0))).as("a writer that runs").isFalse();
    Job<Object> stuck = parked(mutex, "stuck", () -> holder.call(mutex::lock));
    assertThat(lock.mayBeInCycle(waiter(0))).as("a writer that is stuck").isTrue();
    mine.close();
    ((Guard<?>) stuck.result()).close();
    writer.close();
    reader.result().close();
  }
}
