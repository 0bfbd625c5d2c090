package dev.keyhold.sync;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A flag that tasks take and put back, waiting for it in every form, makes a counter atomic that is
 * read in one section and written in another; and nobody waits for ever.
 *
 * <p>Who takes the flag puts it back in the same operation, so each history ends; a form that may
 * fail is followed by one that does not.
 */
@Tag("lincheck")
class ConditionLincheckTest {
  /** {@code -Dkeyhold.lincheck.scale=100} for a night. */
  private static final int SCALE = Integer.getInteger("keyhold.lincheck.scale", 1);

  private Locks.Detail before = Locks.Detail.NOTHING;

  @BeforeEach
  void recordNothing() {
    before = Locks.record(Locks.Detail.NOTHING);
  }

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
  }

  /** What every history must be equal to. */
  public static class Sequential {
    private int value;

    public int locked() {
      return ++value;
    }

    public int awaited() {
      return ++value;
    }

    public int tried() {
      return ++value;
    }

    public int cancelled() {
      return ++value;
    }

    public int async() {
      return ++value;
    }
  }

  /** Guarded by the mutex; the count belongs to whoever has taken the flag. */
  static final class Data {
    private boolean taken;
    private int count;
  }

  /** The forms that wait on the thread. */
  public static class BlockingForms {
    final Mutex<Data> mutex = Mutex.of(Data::new);

    static boolean isThere(Data data) {
      return !data.taken;
    }

    /** Takes the flag with this guard, and counts in two sections. */
    int count(Guard<Data> guard) {
      int seen;
      try (guard) {
        guard.get().taken = true;
        seen = guard.get().count;
      }
      return mutex.with(data -> {
        data.taken = false;
        data.count = seen + 1;
        return data.count;
      });
    }

    @Operation
    public int locked() throws InterruptedException {
      return count(mutex.lockWhen(BlockingForms::isThere));
    }

    @Operation
    public int awaited() throws InterruptedException {
      Guard<Data> guard = mutex.lock();
      mutex.awaitUntil(guard, BlockingForms::isThere);
      return count(guard);
    }

    @Operation
    public int tried() throws InterruptedException {
      Guard<Data> guard = mutex.tryLockWhen(BlockingForms::isThere, Duration.ZERO);
      return guard == null ? locked() : count(guard);
    }
  }

  /** The forms by a future, and one that waits. */
  public static class AsyncForms extends BlockingForms {
    @Operation
    public int cancelled() throws InterruptedException {
      var request = mutex.lockWhenAsync(BlockingForms::isThere);
      return request.cancel(true) ? locked() : count(value(request));
    }

    @Operation
    public int async() throws InterruptedException {
      return count(value(mutex.awaitUntilAsync(mutex.lock(), BlockingForms::isThere)));
    }

    /** Waits without {@link CompletableFuture#join}: see {@link CounterLincheckTest}. */
    private static <V> V value(CompletableFuture<V> future) {
      Thread waiting = Thread.currentThread();
      var _ = future.whenComplete((value, failure) -> LockSupport.unpark(waiting));
      while (!future.isDone()) {
        LockSupport.park();
      }
      return future.resultNow();
    }
  }

  private static <O extends Options<O, ?>> O threeThreads(O options) {
    return options
        .iterations(5)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(1)
        .sequentialSpecification(Sequential.class);
  }

  /** The wait graph is left out: see {@link CounterLincheckTest}. */
  private static ModelCheckingOptions schedules() {
    return threeThreads(new ModelCheckingOptions())
        .iterations(2)
        .invocationsPerIteration(100 * SCALE)
        .addGuarantee(forClasses(WaitGraph.class.getName()).allMethods().ignore());
  }

  private static StressOptions realThreads() {
    return threeThreads(new StressOptions()).invocationsPerIteration(1_000 * SCALE);
  }

  @Test
  void blockingForms_modelChecked_loseNoWakeUp() {
    schedules().check(BlockingForms.class);
  }

  @Test
  void asyncForms_modelChecked_loseNoWakeUp() {
    schedules().check(AsyncForms.class);
  }

  @Test
  void blockingForms_stressed_loseNoWakeUp() {
    realThreads().check(BlockingForms.class);
  }

  @Test
  void asyncForms_stressed_loseNoWakeUp() {
    realThreads().check(AsyncForms.class);
  }
}
