package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.Condition;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Joining the line with a condition, seen from inside: what happens under the latch, and what is
 * left where nothing comes of it.
 */
@Timeout(120)
class ConditionLockTest {
  private final Mutex<int[]> lock = Mutex.of(LockOptions.named("inside"), () -> new int[1]);
  private final Owner asker = Owner.named("asker");
  private Locks.Detail before = Locks.Detail.NOTHING;

  @BeforeEach
  void recordNothing() {
    before = Locks.record(Locks.Detail.NOTHING);
  }

  @AfterEach
  void wordIsOpenAgain() {
    Locks.record(before);
    // At once, and not awaited: all that was done here was done by the end of the test.
    assertThat(Word.isOpen(lock.word())).isTrue();
  }

  /** The ways into the line. */
  enum Form {
    WHEN,
    IF_FREE,
    RELEASING
  }

  /** On the free lock; which the last form takes first. */
  private IntSupplier joining(Form form, Waiter waiter) {
    return switch (form) {
      case WHEN -> () -> lock.joinWhen(waiter);
      case IF_FREE -> () -> lock.joinIfFree(waiter);
      case RELEASING -> {
        long ticket = lock.acquireFast();
        yield () -> lock.joinReleasing(ticket, waiter);
      }
    };
  }

  private NotingWaiter waiter(BooleanSupplier condition) {
    NotingWaiter waiter = new NotingWaiter(lock, Mode.EXCLUSIVE, asker.id());
    waiter.require(new Condition(condition, false));
    return waiter;
  }

  /** Once it is in line, tries to take the lock as anybody may without the latch. */
  private static final class Rival extends Waiter {
    private final FifoLock lock;
    private final List<Long> tickets = new ArrayList<>();

    Rival(FifoLock lock) {
      super(lock, Mode.EXCLUSIVE, Owner.ANONYMOUS, Owner.NOBODY, 0, null);
      this.lock = lock;
      require(new Condition(() -> true, false));
    }

    @Override
    public void queued() {
      tickets.add(lock.acquireFast());
    }

    @Override
    public void deliver() {}
  }

  @ParameterizedTest
  @EnumSource
  void join_conditionHolds_isGrantedByThisCallAndTold(Form form) {
    NotingWaiter waiter = waiter(() -> true);
    int place = joining(form, waiter).getAsInt();
    assertThat(place).as("neither untold nor next").isGreaterThan(1);
    assertThat(waiter.state()).isEqualTo(Waiter.GRANTED);
    assertThat(waiter.queued).isEqualTo(1);
    assertThat(waiter.delivered).isEqualTo(1);
    lock.release(waiter.ticket());
  }

  @ParameterizedTest
  @EnumSource
  void join_inAnyForm_leavesNobodyAMomentToTakeTheLockFromUnderIt(Form form) {
    Rival rival = new Rival(lock);
    assertThat(joining(form, rival).getAsInt()).isGreaterThan(1);
    assertThat(rival.tickets).containsExactly(0L);
    assertThat(rival.state()).isEqualTo(Waiter.GRANTED);
    lock.release(rival.ticket());
  }

  @ParameterizedTest
  @EnumSource
  void join_whileAnotherHasTheLatch_waitsForIt(Form form) {
    NotingWaiter waiter = waiter(() -> true);
    IntSupplier joining = joining(form, waiter);
    lock.latchAndPin();
    Job<Integer> job = Job.start(form.name(), joining::getAsInt);
    Await.until("it sleeps, or is done", () -> job.isDone() || isAsleep(job.thread()));
    assertThat(job.isDone()).isFalse();
    lock.unpinAndUnlatch();
    job.result();
    lock.release(waiter.ticket());
  }

  private static boolean isAsleep(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void joinWhen_lockHeldWithoutTheLatch_isServedByTheRelease() {
    NotingWaiter waiter = waiter(() -> true);
    long ticket = lock.acquireFast();
    assertThat(Word.isManaged(lock.word())).isFalse();
    lock.joinWhen(waiter);
    assertThat(waiter.queued).isEqualTo(1);
    assertThat(waiter.delivered).isZero();
    lock.release(ticket);
    assertThat(waiter.delivered).isEqualTo(1);
    lock.release(waiter.ticket());
  }

  @Test
  void joinWhen_itsOwnTaskHasTheLock_leavesWithoutATrace() {
    NotingWaiter waiter = waiter(() -> true);
    long ticket = asker.bind().call(lock::acquireFast);
    assertThatThrownBy(() -> lock.joinWhen(waiter))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("asks for mutex 'inside'")
        .hasMessageContaining("which it holds already");
    assertLeft(waiter, ticket);
  }

  @Test
  void joinIfFree_lockHeld_leavesWithoutATrace() {
    NotingWaiter waiter = waiter(() -> true);
    long ticket = lock.acquireFast();
    assertThat(lock.joinIfFree(waiter)).isGreaterThan(1);
    assertLeft(waiter, ticket);
  }

  @Test
  void joinIfFree_conditionDoesNotHold_leavesTheLine() {
    NotingWaiter waiter = waiter(() -> false);
    assertThat(lock.joinIfFree(waiter)).isGreaterThan(1);
    assertThat(waiter.state()).isEqualTo(Waiter.WITHDRAWN);
    assertThat(waiter.delivered).isZero();
  }

  @Test
  void joinReleasing_holdHasEnded_leavesWithoutATrace() {
    NotingWaiter waiter = waiter(() -> true);
    long ended = lock.acquireFast();
    lock.release(ended);
    long ticket = lock.acquireFast();
    assertThatThrownBy(() -> lock.joinReleasing(ended, waiter))
        .isInstanceOf(GuardClosedException.class)
        .hasMessageContaining("mutex 'inside'");
    assertLeft(waiter, ticket);
  }

  @Test
  void nextClosure_conditionHolds_isNoneAndPassingOnMeetsTheFirstOfThem() {
    long ticket = lock.acquireFast();
    NotingWaiter dormant = waiter(() -> false);
    NotingWaiter next = waiter(() -> true);
    NotingWaiter later = waiter(() -> true);
    List.of(dormant, next, later).forEach(lock::joinWhen);
    lock.latchAndPin();
    assertThat(lock.isHeldBy(ticket)).isTrue();
    assertThat(lock.nextClosure()).isNull();
    lock.passOn();
    assertThat(next.delivered).isEqualTo(1);
    lock.release(next.ticket());
    lock.release(later.ticket());
    assertThat(lock.withdraw(dormant)).isTrue();
  }

  /** Lets the test put anybody in line. */
  private static final class Bare extends ConditionLock {
    Bare() {
      super(LockOptions.named("bare"));
    }

    void stand(Waiter waiter) {
      latchAndPin();
      add(waiter);
      unpinAndUnlatch();
    }

    @Override
    String kind() {
      return "mutex";
    }
  }

  @Test
  void freeLock_onlyDormantWaitersInLine_isOpenAndNoneIsInTheWayOfAnother() {
    Bare bare = new Bare();
    NotingWaiter dormant = new NotingWaiter(bare, Mode.EXCLUSIVE, asker.id());
    dormant.require(new Condition(() -> false, false));
    bare.stand(dormant);
    assertThat(bare.isOpenTo(Mode.EXCLUSIVE)).isTrue();
    assertThat(bare.mayServeByLeaving()).isFalse();
  }

  @Test
  void freeLock_oneInLineWhoCouldBeServed_isNoticed() {
    Bare bare = new Bare();
    bare.stand(new NotingWaiter(bare, Mode.EXCLUSIVE, asker.id()));
    assertThatThrownBy(() -> bare.isOpenTo(Mode.EXCLUSIVE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("only those that are dormant wait");
    assertThatThrownBy(bare::mayServeByLeaving).isInstanceOf(AssertionError.class);
  }

  /** The waiter is settled, and the lock held as if it had not asked. */
  private void assertLeft(NotingWaiter waiter, long ticket) {
    assertThat(waiter.state()).isEqualTo(Waiter.WITHDRAWN);
    assertThat(waiter.queued).isZero();
    assertThat(lock.word()).as("held, and not managed").isEqualTo(ticket);
    assertThat(Job.start("looks", lock::report).result().waiters())
        .as("the latch is open")
        .isEmpty();
    lock.release(ticket);
    assertThat(waiter.delivered).isZero();
  }
}
