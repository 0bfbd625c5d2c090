package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.PoisonedException;
import dev.keyhold.internal.wait.Condition;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Waiter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The line seen from inside: who is woken early, who has left, what the word says. */
@Timeout(120)
class FifoLineTest {
  /** How many that are dormant a release looks past for whom to wake early. */
  private static final int LOOKS = 8;

  private final Mutex<int[]> mutex =
      Mutex.of(LockOptions.named("lined").poisonOnThrow(true), () -> new int[1]);

  /** Admits nobody, and says that whoever leaves was in nobody's way. */
  private static final class Closed extends FifoLock {
    int admissions;

    Closed() {
      super(LockOptions.named("closed"));
    }

    @Override
    boolean admits(Mode mode) {
      return false;
    }

    @Override
    boolean mayServeByLeaving() {
      return false;
    }

    @Override
    @Nullable Waiter admit() {
      admissions++;
      return null;
    }

    @Override
    String kind() {
      return "lock";
    }
  }

  @AfterEach
  void wordIsOpen() {
    assertThat(Word.isOpen(mutex.word())).isTrue();
  }

  private NotingWaiter waiter() {
    return new NotingWaiter(mutex, Mode.EXCLUSIVE, Owner.ANONYMOUS);
  }

  private NotingWaiter joined() {
    NotingWaiter waiter = waiter();
    mutex.join(waiter);
    return waiter;
  }

  /** In line until it is withdrawn. */
  private NotingWaiter joinedDormant() {
    NotingWaiter waiter = waiter();
    waiter.require(new Condition(() -> false, false));
    mutex.joinWhen(waiter);
    return waiter;
  }

  // ── the heir ───────────────────────────────────────────────────────────────────────────────

  /** Releases with so many that are dormant between the next in line and the one after. */
  private NotingWaiter hintedPast(int dormant) throws Exception {
    Guard<int[]> guard = mutex.lock();
    NotingWaiter next = joined();
    List<NotingWaiter> between = Stream.generate(this::joinedDormant).limit(dormant).toList();
    NotingWaiter heir = joined();
    guard.close();
    assertThat(next.delivered).isEqualTo(1);
    assertThat(next.hinted).isZero();
    assertThat(heir.delivered).isZero();
    between.forEach(mutex::withdraw);
    mutex.release(next.ticket());
    mutex.release(heir.ticket());
    assertThat(between).allMatch(waiter -> waiter.hinted == 0);
    return heir;
  }

  @Test
  void release_withTwoInLine_tellsTheFirstAndHintsTheSecond() throws Exception {
    assertThat(hintedPast(0).hinted).isEqualTo(1);
  }

  @Test
  void release_looksPastSomeThatAreDormant_forWhomToHint() throws Exception {
    assertThat(hintedPast(LOOKS).hinted).isEqualTo(1);
    assertThat(hintedPast(LOOKS + 1).hinted).isZero();
  }

  @Test
  void release_ofALockThatKnowsNoConditions_hintsTheSecondToo() throws Exception {
    RwLock<int[]> lock = RwLock.of(() -> new int[1]);
    WriteGuard<int[]> guard = lock.write();
    NotingWaiter next = new NotingWaiter(lock, Mode.EXCLUSIVE, Owner.ANONYMOUS);
    NotingWaiter heir = new NotingWaiter(lock, Mode.EXCLUSIVE, Owner.ANONYMOUS);
    lock.join(next);
    lock.join(heir);
    guard.close();
    assertThat(next.delivered).isEqualTo(1);
    assertThat(next.hinted).isZero();
    assertThat(heir.hinted).isEqualTo(1);
    lock.release(next.ticket());
    lock.release(heir.ticket());
  }

  @Test
  void release_whereSpinningDoesNotPay_hintsNobody() throws Exception {
    while (mutex.spin.budget(Host.JVM) > 0) {
      mutex.spin.miss();
    }
    assertThat(hintedPast(0).hinted).isZero();
  }

  /** How many spins in vain it takes until this lock's waiters spin no more. */
  private int missesLeft(HandHost host) {
    int misses = 0;
    for (; mutex.spin.budget(host) > 0; misses++) {
      mutex.spin.miss();
    }
    return misses;
  }

  /** How often somebody spins in vain who waits, for no time at all, behind so many in line. */
  private int missesOfAWaitBehind(int ahead) {
    HandHost host = new HandHost();
    host.spins = true;
    int trusted = new FifoLineTest().missesLeft(host);
    return HandHost.on(
        host,
        () -> {
          NotingWaiter holder = joined();
          List<NotingWaiter> line = Stream.generate(this::joined).limit(ahead).toList();
          assertThat(mutex.acquire(true, 0)).isZero();
          line.forEach(mutex::withdraw);
          mutex.release(holder.ticket());
          return trusted - missesLeft(host);
        });
  }

  @Test
  void wait_ofTheNextInLine_spinsBeforeItParks() {
    assertThat(missesOfAWaitBehind(0)).as("spins in vain").isEqualTo(1);
  }

  @Test
  void wait_furtherBack_doesNotSpin() {
    assertThat(missesOfAWaitBehind(1)).as("spins in vain").isZero();
  }

  // ── joining and leaving ────────────────────────────────────────────────────────────────────

  @Test
  void join_byATaskThatHolds_isRefusedAndHasLeft() throws Exception {
    try (var _ = mutex.lock()) {
      NotingWaiter waiter = new NotingWaiter(mutex, Mode.EXCLUSIVE, Owner.currentId());
      assertThatThrownBy(() -> mutex.join(waiter)).isInstanceOf(DeadlockException.class);
      assertThat(waiter.state()).isEqualTo(Waiter.WITHDRAWN);
      assertThat(waiter.queued).isZero();
    }
  }

  @Test
  void join_tellsThePlaceInLine() throws Exception {
    Guard<int[]> guard = mutex.lock();
    NotingWaiter first = waiter();
    NotingWaiter second = waiter();
    assertThat(mutex.join(first)).isEqualTo(1);
    assertThat(mutex.join(second)).isEqualTo(2);
    assertThat(first.queued).isEqualTo(1);
    mutex.withdraw(first);
    mutex.withdraw(second);
    guard.close();
    NotingWaiter alone = waiter();
    assertThat(mutex.join(alone)).isZero();
    assertThat(alone.queued).isZero();
    mutex.release(alone.ticket());
  }

  enum Leaving {
    WITHDRAW,
    REFUSE;

    boolean leave(FifoLine line, Waiter waiter) {
      return this == WITHDRAW ? line.withdraw(waiter) : line.refuse(waiter);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leaving_whileItWaits_isToldOnceAndAfterAGrantNever(Leaving way) throws Exception {
    Guard<int[]> guard = mutex.lock();
    NotingWaiter leaver = joined();
    NotingWaiter stays = joined();
    assertThat(way.leave(mutex, leaver)).isTrue();
    assertThat(leaver.state()).isEqualTo(Waiter.WITHDRAWN);
    assertThat(way.leave(mutex, leaver)).isFalse();
    guard.close();
    assertThat(stays.state()).isEqualTo(Waiter.GRANTED);
    assertThat(way.leave(mutex, stays)).isFalse();
    assertThat(stays.state()).isEqualTo(Waiter.GRANTED);
    mutex.release(stays.ticket());
  }

  @Test
  void leaving_aFreeLock_whereThatServesNobody_doesNotLookAtTheLine() {
    Closed closed = new Closed();
    NotingWaiter waiter = new NotingWaiter(closed, Mode.EXCLUSIVE, Owner.ANONYMOUS);
    assertThat(closed.join(waiter)).isEqualTo(1);
    assertThat(closed.withdraw(waiter)).isTrue();
    assertThat(closed.admissions).isZero();
    assertThat(Word.isOpen(closed.word())).isTrue();
  }

  @Test
  void refuse_ofOneThatInsistsOnBeingServed_takesItOutAllTheSame() throws Exception {
    Guard<int[]> guard = mutex.lock();
    NotingWaiter insists = waiter();
    insists.require(new Condition(() -> false, true));
    mutex.joinWhen(insists);
    assertThat(mutex.withdraw(insists)).isFalse();
    assertThat(insists.state()).isEqualTo(Waiter.WAITING);
    assertThat(mutex.refuse(insists)).isTrue();
    assertThat(insists.state()).isEqualTo(Waiter.WITHDRAWN);
    guard.close();
  }

  // ── the word ───────────────────────────────────────────────────────────────────────────────

  @Test
  void number_isALocksOwnAndStays() {
    Mutex<int[]> other = Mutex.of(() -> new int[1]);
    long number = mutex.number();
    assertThat(number).isPositive();
    assertThat(other.number()).isGreaterThan(number);
    assertThat(mutex.number()).isEqualTo(number);
  }

  @Test
  void pinned_untilItIsUnpinned_isNotOpen() {
    mutex.latchAndPin();
    assertThat(Word.isOpen(mutex.word())).isFalse();
    mutex.unpinAndUnlatch();
    assertThat(Word.isOpen(mutex.word())).isTrue();
  }

  @Test
  void g16_poisonedWhileNothingIsRecorded_isRefusedOnTheFastPathToo() {
    Locks.Detail before = Locks.record(Locks.Detail.NOTHING);
    try {
      assertThatThrownBy(() ->
              mutex.with(data -> {
                throw new IllegalStateException("half changed");
              }))
          .hasMessage("half changed");
      assertThatThrownBy(mutex::lock).isInstanceOf(PoisonedException.class);
      assertThatThrownBy(mutex::tryLock).isInstanceOf(PoisonedException.class);
      mutex.clearPoison();
    } finally {
      Locks.record(before);
    }
  }
}
