package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.wait.Mode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever changes a line, or a word that is managed, does so under the latch; who finds the lock
 * open, or held, needs no latch.
 */
@SuppressWarnings("keyhold:R3: closed by what the step returns")
@Timeout(120)
class FifoLatchTest {
  private final Latched lock = new Latched();
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("latched"), () -> new int[1]);
  private Locks.Detail before = Locks.Detail.NOTHING;

  /** A lock whose latch the test can take. */
  private static final class Latched extends FifoLock {
    Latched() {
      super(LockOptions.named("bare"));
    }

    void take() {
      latch();
    }

    void open() {
      unlatch();
    }

    @Override
    String kind() {
      return "lock";
    }
  }

  @BeforeEach
  void recordNothing() {
    before = Locks.record(Locks.Detail.NOTHING);
  }

  @AfterEach
  void nothingIsLeft() {
    Locks.record(before);
    for (FifoLine line : new FifoLine[] {lock, mutex}) {
      Await.free(line);
      assertThat(Word.isOpen(line.word())).isTrue();
    }
  }

  private static void nothing() {}

  private static boolean never(int[] data) {
    return false;
  }

  enum Step {
    TRY,
    JOIN,
    WITHDRAW,
    RELEASE,
    MOVE,
    DISOWN,
    PASS_LATCH,
    CLEAR_POISON,
    NUMBER,
    REST_OF_A_BATCH
  }

  private NotingWaiter joined() {
    NotingWaiter waiter = new NotingWaiter(mutex, Mode.EXCLUSIVE, Task.named("joined").id());
    mutex.join(waiter);
    return waiter;
  }

  /** What is to be done with the latch open; what it returns gives up what it came to. */
  private Supplier<Runnable> prepared(Step step) throws Exception {
    return switch (step) {
      case TRY -> {
        // Free, but not open: somebody waits.
        CompletableFuture<Guard<int[]>> dormant = mutex.lockWhenAsync(FifoLatchTest::never);
        yield () -> {
          long ticket = mutex.tryAcquire();
          dormant.cancel(true);
          return () -> mutex.release(ticket);
        };
      }
      case JOIN ->
          () -> {
            NotingWaiter waiter = joined();
            return () -> mutex.release(waiter.ticket());
          };
      case WITHDRAW -> {
        Guard<int[]> guard = mutex.lock();
        NotingWaiter waiter = joined();
        yield () -> {
          mutex.withdraw(waiter);
          return guard::close;
        };
      }
      case RELEASE -> {
        Locks.record(Locks.Detail.TIMES);
        Guard<int[]> guard = mutex.lock();
        yield () -> {
          guard.close();
          return FifoLatchTest::nothing;
        };
      }
      case MOVE -> {
        Guard<int[]> guard = mutex.lock();
        Task task = Task.named("other");
        yield () -> {
          guard.moveTo(task);
          return guard::close;
        };
      }
      case DISOWN -> {
        NotingWaiter waiter = joined();
        yield () -> {
          mutex.disown(waiter);
          return () -> mutex.release(waiter.ticket());
        };
      }
      case PASS_LATCH ->
          () -> {
            mutex.passLatch();
            return FifoLatchTest::nothing;
          };
      case CLEAR_POISON ->
          () -> {
            mutex.clearPoison();
            return FifoLatchTest::nothing;
          };
      case NUMBER ->
          () -> {
            long number = mutex.number();
            assertThat(number).isPositive();
            return FifoLatchTest::nothing;
          };
      case REST_OF_A_BATCH -> {
        Runnable rest = restOfABatch();
        yield () -> {
          rest.run();
          return FifoLatchTest::nothing;
        };
      }
    };
  }

  /** What a release with more closures in line than it runs itself starts elsewhere. */
  private Runnable restOfABatch() {
    HandHost host = new HandHost();
    HandHost.on(
        host,
        () -> {
          Guard<int[]> guard = mutex.lock();
          for (int i = 0; i < 300; i++) {
            var _ = mutex.submit(data -> data[0]++);
          }
          guard.close();
          return null;
        });
    return host.started.getFirst();
  }

  @ParameterizedTest
  @EnumSource
  void step_whileAnotherHasTheLatch_waitsForIt(Step step) throws Exception {
    Supplier<Runnable> prepared = prepared(step);
    mutex.latchAndPin();
    Job<Runnable> job = Job.start(step.name(), prepared::get);
    assertSleeps(job);
    mutex.unpinAndUnlatch();
    job.result().run();
  }

  @Test
  void release_afterItHasRunClosures_waitsForTheLatch() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch latched = new CountDownLatch(1);
    Guard<int[]> guard = mutex.lock();
    CompletableFuture<Boolean> closure =
        mutex.submit(_ -> {
          running.countDown();
          latched.await();
          return true;
        });
    Job<Void> job =
        Job.start(
            "releases",
            () -> {
              guard.close();
              return null;
            });
    running.await();
    mutex.latchAndPin();
    latched.countDown();
    assertSleeps(job);
    mutex.unpinAndUnlatch();
    job.result();
    assertThat(closure).isCompletedWithValue(true);
  }

  private static void assertSleeps(Job<?> job) {
    Await.until(
        "it sleeps, or is done",
        () -> job.isDone() || job.thread().getState() == Thread.State.TIMED_WAITING);
    assertThat(job.isDone()).isFalse();
  }

  @Test
  void openLock_isTakenAndGivenBackWithoutTheLatch() {
    lock.take();
    Job<Long> job =
        Job.start(
            "alone",
            () -> {
              long ticket = lock.acquire(true, Long.MAX_VALUE);
              lock.release(ticket);
              return ticket;
            });
    assertThat(job.result()).isNotZero();
    lock.open();
  }

  @Test
  void fastPath_isForAnOpenLockAndWhileNothingIsRecorded() {
    Locks.record(Locks.Detail.TIMES);
    assertThat(lock.acquireFast()).isZero();
    Locks.record(Locks.Detail.NOTHING);
    long ticket = lock.acquireFast();
    assertThat(ticket).isNotZero().isEqualTo(lock.word());
    assertThat(lock.acquireFast()).isZero();
    lock.release(ticket);
  }

  @Test
  void heldLock_isTriedInVainWithoutTheLatch() {
    long ticket = lock.acquireUninterruptibly();
    lock.take();
    assertThat(Job.start("tries", lock::tryAcquire).result()).isZero();
    lock.open();
    lock.release(ticket);
  }
}
