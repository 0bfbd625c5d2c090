package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.PoisonedException;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds seen from inside: whose they are, what is known of them, and what ends them. */
@SuppressWarnings("keyhold:R3: released by ticket")
@Timeout(120)
class FifoLockTest {
  private final Mutex<int[]> mutex =
      Mutex.of(LockOptions.named("held").poisonOnThrow(true), () -> new int[1]);
  private Locks.Detail before = Locks.Detail.NOTHING;

  @BeforeEach
  void recordLines() {
    before = Locks.record(Locks.Detail.SITES);
  }

  @AfterEach
  void wordIsOpenAgain() {
    Locks.record(before);
    assertThat(mutex.report().isFree()).isTrue();
    assertThat(Word.isOpen(mutex.word())).isTrue();
  }

  private LockReport.Holder holder() {
    return mutex.report().holder().orElseThrow();
  }

  /** Granted, and not told yet. */
  private NotingWaiter grantedTo(Task task) {
    NotingWaiter waiter = new NotingWaiter(mutex, Mode.EXCLUSIVE, task.id());
    assertThat(mutex.join(waiter)).isZero();
    return waiter;
  }

  private void assertUnmanaged() {
    assertThat(Word.isFree(mutex.word())).isFalse();
    assertThat(Word.isManaged(mutex.word())).isFalse();
  }

  // ── acquiring ──────────────────────────────────────────────────────────────────────────────

  @Test
  void g12_tryLock_isRecordedLikeLock() {
    Guard<int[]> guard = Objects.requireNonNull(mutex.tryLock());
    assertThat(holder().acquiredAt().orElseThrow().toString()).contains("FifoLockTest.g12_tryLock");
    guard.close();
  }

  @Test
  void g16_tryLock_onAPoisonedLock_isRefusedAndHoldsNothing() {
    assertThatThrownBy(() ->
            mutex.with(data -> {
              throw new IllegalStateException("half changed");
            }))
        .hasMessage("half changed");
    assertThatThrownBy(mutex::tryLock).isInstanceOf(PoisonedException.class);
    assertThat(mutex.report().holder()).isEmpty();
    mutex.clearPoison();
  }

  // ── moving ─────────────────────────────────────────────────────────────────────────────────

  @Test
  void move_ofAHoldThatHasEnded_givesNothingAndLeavesTheNextOneItsOwner() throws Exception {
    Task late = Task.named("late");
    Guard<int[]> guard = mutex.lock();
    long ended = Word.ticket(mutex.word());
    guard.close();
    assertThat(mutex.move(ended, late.id(), late.name())).isZero();
    assertThat(Word.isOpen(mutex.word())).isTrue();
    try (var _ = mutex.lock()) {
      assertThat(mutex.move(ended, late.id(), late.name())).isZero();
      assertThat(Word.owner(mutex.word())).isEqualTo(Owner.currentId());
      assertUnmanaged();
    }
  }

  @Test
  void move_takesWhatIsKnownOfTheHoldAlong() throws Exception {
    Guard<int[]> guard = mutex.lock();
    LockReport.Holder before = holder();
    guard.moveTo(Task.named("other"));
    assertUnmanaged();
    LockReport.Holder after = holder();
    assertThat(after.task()).isEqualTo("other");
    assertThat(after.acquiredAt()).isPresent().isEqualTo(before.acquiredAt());
    guard.close();
  }

  // ── granted and given up ───────────────────────────────────────────────────────────────────

  @Test
  void disown_ofAHoldThatStands_makesItNobodysAndLeavesItStanding() {
    NotingWaiter waiter = grantedTo(Task.named("fickle"));
    mutex.disown(waiter);
    assertThat(Word.owner(mutex.word())).isEqualTo(Owner.ANONYMOUS);
    assertThat(mutex.isHeldBy(waiter.ticket())).isTrue();
    assertUnmanaged();
    mutex.release(waiter.ticket());
  }

  @Test
  void disown_ofAHoldThatHasEnded_changesNothing() {
    Task next = Task.named("next");
    NotingWaiter ended = grantedTo(Task.named("fickle"));
    mutex.release(ended.ticket());
    mutex.disown(ended);
    assertThat(Word.isOpen(mutex.word())).isTrue();
    NotingWaiter holds = grantedTo(next);
    mutex.disown(ended);
    assertThat(Word.owner(mutex.word())).isEqualTo(next.id());
    mutex.release(holds.ticket());
  }

  // ── unclaimed ──────────────────────────────────────────────────────────────────────────────

  @ParameterizedTest
  @EnumSource
  void g07_grantToAFuture_isUnclaimedUntilItsGuardIsUsed_whateverIsRecorded(Locks.Detail detail) {
    Locks.record(detail);
    Guard<int[]> guard = granted(Task.named("asks").call(() -> mutex.lockAsync()));
    LockReport.Holder unclaimed = holder();
    assertThat(unclaimed.unclaimed()).isTrue();
    assertThat(unclaimed.task()).isEqualTo("asks");
    assertThat(unclaimed.mode()).isEqualTo(LockMode.EXCLUSIVE);
    assertThat(guard.get()).hasSize(1);
    assertThat(holder().unclaimed()).isFalse();
    assertThat(holder().task()).isEqualTo("asks");
    guard.close();
  }

  @Test
  void g07_grantToAFuture_whileNothingIsRecorded_isNamedOnlyWhenSomebodyAsks() {
    Locks.record(Locks.Detail.NOTHING);
    NotingWaiter waiter = grantedTo(Task.named("asks"));
    assertThat(mutex.unclaimed(waiter, 0)).isNotNull();
    assertThat(waiter.named).isZero();
    assertThat(holder().task()).isEqualTo("asks");
    assertThat(waiter.named).isPositive();
    mutex.release(waiter.ticket());
  }

  // ── releasing ──────────────────────────────────────────────────────────────────────────────

  @Test
  void g12_release_tellsTheEndOfItsOwnHold_once() throws Exception {
    List<String> told = new ArrayList<>();
    LockListener notes =
        new LockListener() {
          @Override
          public void released(LockEvent event) {
            if (event.lock().equals(mutex.target())) {
              told.add(event.task());
            }
          }
        };
    NotingWaiter ended = grantedTo(Task.named("ended"));
    mutex.release(ended.ticket());
    try (var _ = Locks.addListener(notes)) {
      Guard<int[]> guard = Task.named("holds").call(mutex::lock);
      mutex.release(ended.ticket());
      assertThat(told).as("a second release of another hold").isEmpty();
      assertThat(guard.isClosed()).isFalse();
      long ticket = Word.ticket(mutex.word());
      mutex.release(ticket);
      assertThat(told).containsExactly("holds");
      mutex.release(ticket);
      assertThat(told).containsExactly("holds");
      guard.close();
      assertThat(told).containsExactly("holds");
    }
  }

  @Test
  void release_throughAClosureBehindACondition_testsItAgain() throws Exception {
    Guard<int[]> guard = mutex.lock();
    CompletableFuture<Guard<int[]>> positive = mutex.lockWhenAsync(data -> data[0] > 0);
    CompletableFuture<Integer> closure = mutex.submit(data -> data[0] = 5);
    CompletableFuture<Integer> behind = mutex.submit(data -> data[0] = 6);
    guard.close();
    assertThat(closure).isCompletedWithValue(5);
    assertThat(behind).as("it is not its turn").isNotDone();
    try (var served = granted(positive)) {
      assertThat(served.get()[0]).isEqualTo(5);
    }
    assertThat(behind).isCompletedWithValue(6);
  }

  @Test
  void closure_runsUnderAHoldOfTheThreadsOwn_notTheOneThatWasReleased() throws Exception {
    NotingWaiter ended = grantedTo(Task.named("ended"));
    CompletableFuture<Long> owner =
        mutex.submit(_ -> mutex.isHeldBy(ended.ticket()) ? 0L : Word.owner(mutex.word()));
    mutex.release(ended.ticket());
    assertThat(owner).isCompletedWithValue(Owner.currentThreadId());
  }

  @Test
  void batchThatGoesOnElsewhere_hasEndedItsOwnHoldsAndBegunOneThatIsNobodys() {
    HandHost host = new HandHost();
    AtomicLong last = new AtomicLong();
    HandHost.on(
        host,
        () -> {
          Guard<int[]> guard = mutex.lock();
          for (int i = 0; i < 300; i++) {
            var _ =
                mutex.submit(_ -> {
                  last.set(Word.ticket(mutex.word()));
                  return null;
                });
          }
          guard.close();
          assertThat(mutex.isHeldBy(last.get())).isFalse();
          assertThat(Word.owner(mutex.word())).isEqualTo(Owner.ANONYMOUS);
          host.started.getFirst().run();
          return null;
        });
  }
}
