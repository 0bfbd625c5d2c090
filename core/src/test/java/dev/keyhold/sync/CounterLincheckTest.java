package dev.keyhold.sync;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A mutex around a plain counter is an atomic counter, whatever way in is taken, and nobody waits
 * for ever; an actor with one, too.
 *
 * <p>A way in that may fail, a try or a cancelled request, is followed by one that does not: so
 * each history has one right answer, and failing at any moment is part of what is explored.
 */
@Tag("lincheck")
class CounterLincheckTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** {@code -Dkeyhold.lincheck.scale=100} for a night. */
  private static final int SCALE = Integer.getInteger("keyhold.lincheck.scale", 1);

  private final Locks.Detail before = Locks.record(Locks.Detail.NOTHING);

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
  }

  /** What every history must be equal to. */
  public static class Sequential {
    private int value;

    public int read() {
      return value;
    }

    public int guard() {
      return ++value;
    }

    public int with() {
      return ++value;
    }

    public int tried() {
      return ++value;
    }

    public int timed() {
      return ++value;
    }

    public int submitted() {
      return ++value;
    }

    public int cancelled() {
      return ++value;
    }
  }

  /** The ways into a {@link Mutex}. */
  public static class MutexCounter {
    private final Mutex<int[]> mutex = Mutex.of(() -> new int[1]);

    @Operation
    public int read() {
      return mutex.with(data -> data[0]);
    }

    @Operation
    public int guard() throws InterruptedException {
      try (Guard<int[]> guard = mutex.lock()) {
        return ++guard.get()[0];
      }
    }

    @Operation
    public int with() {
      return mutex.with(data -> ++data[0]);
    }

    @Operation
    public int tried() throws InterruptedException {
      try (Guard<int[]> guard = mutex.tryLock()) {
        if (guard != null) {
          return ++guard.get()[0];
        }
      }
      return guard();
    }

    @Operation
    public int timed() throws InterruptedException {
      try (Guard<int[]> guard = Objects.requireNonNull(mutex.tryLock(LONG))) {
        return ++guard.get()[0];
      }
    }
  }

  /** The ways into a {@link Mutex} by a future, and one that waits. */
  public static class RequestCounter {
    private final Mutex<int[]> mutex = Mutex.of(() -> new int[1]);

    @Operation
    public int guard() throws InterruptedException {
      try (Guard<int[]> guard = mutex.lock()) {
        return ++guard.get()[0];
      }
    }

    @Operation
    public int submitted() {
      return value(mutex.submit(data -> ++data[0]));
    }

    @Operation
    public int cancelled() throws InterruptedException {
      var request = mutex.lockAsync();
      if (request.cancel(true)) {
        return guard();
      }
      try (Guard<int[]> guard = value(request)) {
        return ++guard.get()[0];
      }
    }

    /**
     * Waits without {@link CompletableFuture#join}, which asks the common pool: more shared state
     * than can be checked.
     */
    <V> V value(CompletableFuture<V> future) {
      Thread waiting = Thread.currentThread();
      var _ = future.whenComplete((value, failure) -> LockSupport.unpark(waiting));
      while (!future.isDone()) {
        LockSupport.park();
      }
      return future.resultNow();
    }
  }

  /** The same, joined. */
  public static class JoinedRequestCounter extends RequestCounter {
    @Override
    <V> V value(CompletableFuture<V> future) {
      return future.join();
    }
  }

  /** The ways into a {@link BlockingMutex}. */
  public static class BlockingMutexCounter {
    private final BlockingMutex<int[]> mutex = BlockingMutex.of(() -> new int[1]);

    @Operation
    public int read() {
      return mutex.with(data -> data[0]);
    }

    @Operation
    public int guard() throws InterruptedException {
      try (Guard<int[]> guard = mutex.lock()) {
        return ++guard.get()[0];
      }
    }

    @Operation
    public int with() {
      return mutex.with(data -> ++data[0]);
    }

    @Operation
    public int tried() throws InterruptedException {
      try (Guard<int[]> guard = mutex.tryLock()) {
        if (guard != null) {
          return ++guard.get()[0];
        }
      }
      return guard();
    }

    @Operation
    public int timed() throws InterruptedException {
      try (Guard<int[]> guard = Objects.requireNonNull(mutex.tryLock(LONG))) {
        return ++guard.get()[0];
      }
    }
  }

  /**
   * The ways to ask an {@link Actor}, which counts on a thread of its own: so there are no chosen
   * schedules of this one, which could not choose that thread's.
   */
  public static class ActorCounter {
    private final Actor<int[]> actor =
        Actor.of(ActorOptions.named("counter").mailboxMax(1), () -> new int[1]);

    @Operation
    public int read() throws InterruptedException {
      return actor.ask(data -> data[0]).join();
    }

    @Operation
    public int submitted() throws InterruptedException {
      return actor.ask(data -> ++data[0]).join();
    }

    @Operation
    public int tried() throws InterruptedException {
      var asked = actor.tryAsk(data -> ++data[0]);
      return asked == null ? submitted() : asked.join();
    }

    @Operation
    public int timed() throws InterruptedException {
      return Objects.requireNonNull(actor.tryAsk(LONG, data -> ++data[0])).join();
    }

    /** Told, and the message itself gives the answer. */
    @Operation
    public int with() throws InterruptedException {
      CompletableFuture<Integer> counted = new CompletableFuture<>();
      actor.tell(data -> counted.complete(++data[0]));
      return counted.join();
    }
  }

  private static <O extends Options<O, ?>> O threeThreads(O options) {
    return options
        .iterations(6)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(1)
        .sequentialSpecification(Sequential.class);
  }

  /**
   * Chosen schedules, switching at shared accesses. The wait graph is left out: its table is so
   * large that setting it back before each schedule takes minutes, and no history here has a cycle.
   * So are the known locks: what they forget is up to the garbage collector, not to the schedule.
   */
  private static ModelCheckingOptions schedules() {
    return threeThreads(new ModelCheckingOptions())
        .invocationsPerIteration(400 * SCALE)
        .addGuarantee(
            forClasses(WaitGraph.class.getName(), KnownLocks.class.getName())
                .allMethods()
                .ignore());
  }

  /**
   * The same, where the first in line stays awake for a while: some hundred rounds of a loop that
   * ends by itself, which Lincheck takes for a livelock otherwise.
   */
  private static ModelCheckingOptions schedulesWithSpins() {
    return schedules().loopBound(1_000);
  }

  private static StressOptions realThreads() {
    return threeThreads(new StressOptions()).invocationsPerIteration(2_000 * SCALE);
  }

  @Test
  void mutex_modelChecked_isAnAtomicCounter() {
    schedules().check(MutexCounter.class);
  }

  @Test
  void mutexByFuture_modelChecked_isAnAtomicCounter() {
    schedules().check(RequestCounter.class);
  }

  @Test
  void blockingMutex_modelChecked_isAnAtomicCounter() {
    schedulesWithSpins().check(BlockingMutexCounter.class);
  }

  @Test
  void mutex_stressed_isAnAtomicCounter() {
    realThreads().check(MutexCounter.class);
  }

  @Test
  void mutexByFuture_stressed_isAnAtomicCounter() {
    realThreads().check(JoinedRequestCounter.class);
  }

  @Test
  void blockingMutex_stressed_isAnAtomicCounter() {
    realThreads().check(BlockingMutexCounter.class);
  }

  @Test
  void actor_stressed_isAnAtomicCounter() {
    realThreads().check(ActorCounter.class);
  }
}
