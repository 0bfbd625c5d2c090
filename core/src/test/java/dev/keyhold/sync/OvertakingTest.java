package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.check.Closes;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Recording;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link BlockingMutex} alone does: newcomers overtake, and a kept guard is named. */
@Timeout(120)
class OvertakingTest {
  private final Locks.Detail before = Locks.recorded();
  private final BlockingMutex<int[]> mutex =
      BlockingMutex.of(LockOptions.named("overtaken"), () -> new int[1]);

  /** The JVM's threads with a clock of the test's, and wake-ups that the test can hold back. */
  private static final class HandClock extends Host {
    final AtomicLong nanos = new AtomicLong();
    final AtomicBoolean wakes = new AtomicBoolean();

    @Override
    public void park(Object blocker) {
      LockSupport.park(blocker);
    }

    @Override
    public void parkNanos(Object blocker, long nanosMax) {
      throw new AssertionError("no timed wait in this test");
    }

    @Override
    public void unpark(Thread thread) {
      if (wakes.get()) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public void execute(Runnable action) {
      Host.JVM.execute(action);
    }

    @Override
    public boolean canSpin() {
      return false;
    }

    @Override
    public void point() {}
  }

  @AfterEach
  void recordAsBefore() {
    Recording.set(Recording.SIMULATION, false);
    Locks.record(before);
  }

  /** Releases and asks again until somebody else was served, or so many times; then has nothing. */
  private int overtake(@Closes BlockingGuard<int[]> held, int timesMax) {
    @Nullable BlockingGuard<int[]> guard = held;
    for (int times = 0; times < timesMax; times++) {
      Objects.requireNonNull(guard).close();
      guard = mutex.tryLock();
      if (guard == null) {
        return times;
      }
    }
    Objects.requireNonNull(guard).close();
    return timesMax;
  }

  private int overtakeWithin(HandClock clock, Locks.Detail recorded) {
    AtomicBoolean held = new AtomicBoolean();
    AtomicBoolean served = new AtomicBoolean();
    long turnNanos = mutex.turn.nanosMax();
    Job<Integer> newcomer =
        Job.start(
            "newcomer",
            () -> {
              Host.enter(clock);
              Recording.set(Recording.SIMULATION, false);
              Locks.record(recorded);
              BlockingGuard<int[]> guard = mutex.lock();
              held.set(true);
              Await.waiters(mutex, 1);
              clock.nanos.set(turnNanos);
              assertThat(overtake(guard, 1000)).as("within its turn").isEqualTo(1000);
              guard = Objects.requireNonNull(mutex.tryLock());
              clock.nanos.set(turnNanos + 1);
              return overtake(guard, 1000);
            });
    Await.until("held", held::get);
    Job<Void> first =
        Job.start(
            "first",
            () -> {
              Host.enter(clock);
              Recording.set(Recording.SIMULATION, false);
              mutex.lock().close();
              served.set(true);
              return null;
            });
    int overtakings = newcomer.result();
    LockReport report = mutex.report();
    assertThat(report.waiters()).isEmpty();
    assertThat(report.holder()).as("handed to one who does not run").isPresent();
    assertThat(served).isFalse();
    clock.wakes.set(true);
    LockSupport.unpark(first.thread());
    first.result();
    assertThat(mutex.report().holder()).isEmpty();
    return overtakings;
  }

  @Test
  void newcomer_withinTheTurnOfTheFirst_overtakesAndAfterItTheFirstIsHandedTheLock() {
    assertThat(overtakeWithin(new HandClock(), Locks.Detail.TIMES))
        .as("overtakings after it: whoever records looks at the clock each time")
        .isZero();
  }

  @Test
  void newcomer_withNothingRecorded_overtakesUntilTheNextLookAtTheClock() {
    assertThat(overtakeWithin(new HandClock(), Locks.Detail.NOTHING))
        .as("overtakings after the turn of the first")
        .isLessThan(BargingWord.PASSINGS_A_LOOK);
  }

  @Test
  void second_whenTheFirstWasHandedTheLock_hasATurnOfItsOwnFromThen() {
    HandClock clock = new HandClock();
    clock.wakes.set(true);
    long turnNanos = mutex.turn.nanosMax();
    AtomicBoolean mayGo = new AtomicBoolean();
    AtomicBoolean held = new AtomicBoolean();
    Job<Integer> holder =
        Job.start(
            "holder",
            () -> {
              Host.enter(clock);
              BlockingGuard<int[]> guard = mutex.lock();
              held.set(true);
              Await.until("the queue has formed", mayGo::get);
              clock.wakes.set(false);
              clock.nanos.set(turnNanos + 1);
              return overtake(guard, 1);
            });
    Await.until("held", held::get);
    Job<Integer> first =
        Job.start(
            "first",
            () -> {
              Host.enter(clock);
              BlockingGuard<int[]> guard = mutex.lock();
              clock.nanos.set(2 * turnNanos + 1);
              assertThat(overtake(guard, 100)).as("within the second's turn").isEqualTo(100);
              guard = Objects.requireNonNull(mutex.tryLock());
              clock.nanos.set(2 * turnNanos + 2);
              return overtake(guard, 100);
            });
    Await.waiters(mutex, 1);
    Job<Void> second =
        Job.start(
            "second",
            () -> {
              Host.enter(clock);
              mutex.lock().close();
              return null;
            });
    Await.waiters(mutex, 2);
    mayGo.set(true);
    assertThat(holder.result()).as("overtakings after the first's turn").isZero();
    LockSupport.unpark(first.thread());
    assertThat(first.result()).as("overtakings after the second's turn").isZero();
    LockSupport.unpark(second.thread());
    second.result();
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  void guardHeldAcrossASuspension_isNamedWithBothPlaces() throws Exception {
    Locks.record(Locks.Detail.SITES);
    BlockingGuard<int[]> kept = Task.named("reader").call(this::acquire);
    assertThatThrownBy(() -> Task.named("writer").call(this::acquireAgain))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("This is a guard held across a suspension")
        .hasMessageContaining("'reader'")
        .hasMessageContaining("'writer'")
        .hasMessageContaining("OvertakingTest.acquire(OvertakingTest.java:")
        .hasMessageContaining("OvertakingTest.acquireAgain(OvertakingTest.java:")
        .hasMessageContaining("use Mutex");
    kept.close();
  }

  @Test
  void guardHeldAcrossASuspension_byUnnamedTasks_isToldByItsPlace() throws Exception {
    Locks.record(Locks.Detail.SITES);
    BlockingGuard<int[]> kept = acquire();
    assertThatThrownBy(this::acquireAgain)
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("This is a guard held across a suspension");
    kept.close();
  }

  private BlockingGuard<int[]> acquire() throws InterruptedException {
    return mutex.lock();
  }

  private BlockingGuard<int[]> acquireAgain() throws InterruptedException {
    return mutex.lock();
  }

  @Test
  void plainRelock_isNamedWithBothPlaces() throws Exception {
    Locks.record(Locks.Detail.SITES);
    try (var _ = mutex.lock()) {
      assertThatThrownBy(this::acquireAgain)
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("This is a plain re-lock")
          .hasMessageContaining("OvertakingTest.plainRelock")
          .hasMessageContaining("OvertakingTest.acquireAgain(OvertakingTest.java:");
    }
  }

  @Test
  void relock_withNothingRecorded_namesBothPossibilities() throws Exception {
    Locks.record(Locks.Detail.NOTHING);
    try (var _ = mutex.lock()) {
      assertThatThrownBy(this::acquireAgain)
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("Either the guard is held across a suspension")
          .hasMessageContaining("-Dkeyhold.sync.record=sites");
    }
  }
}
