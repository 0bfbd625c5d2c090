package dev.keyhold.sync;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.keyhold.internal.wait.WaitGraph;
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
 * A counter under an {@link RwLock} is an atomic counter, whatever way in is taken, and nobody
 * waits for ever; see {@link CounterLincheckTest}. Readers have slots.
 */
@Tag("lincheck")
@SuppressWarnings("keyhold:R6: what the lock says to it at run time")
class RwLockLincheckTest {
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

    public int readTwice() {
      return value;
    }

    public int write() {
      return ++value;
    }

    public int tried() {
      return ++value;
    }

    public int upgraded() {
      return ++value;
    }

    public int downgraded() {
      return ++value;
    }

    public int cancelled() {
      return ++value;
    }

    public int upgradeCancelled() {
      return ++value;
    }
  }

  /** The ways to read, write and go from one to the other. */
  public static class Counter {
    final RwLock<int[]> lock = RwLock.of(() -> new int[2]);

    public Counter() {
      lock.readUninterruptibly().close();
    }

    /** Changes both; a reader beside it would see them differ. */
    static int increment(int[] data) {
      data[0]++;
      return ++data[1];
    }

    /** Minus one if somebody writes at the same time. */
    static int look(int[] data) {
      int value = data[0];
      return value == data[1] ? value : -1;
    }

    @Operation
    public int read() {
      return lock.withRead(Counter::look);
    }

    @Operation
    public int write() throws InterruptedException {
      try (WriteGuard<int[]> guard = lock.write()) {
        return increment(guard.get());
      }
    }
  }

  /** Reading, trying, changing the mode. */
  public static class ModesCounter extends Counter {
    @Operation
    public int tried() throws InterruptedException {
      try (WriteGuard<int[]> guard = lock.tryWrite()) {
        if (guard != null) {
          return increment(guard.get());
        }
      }
      return write();
    }

    @Operation
    public int upgraded() throws InterruptedException {
      try (UpgradableGuard<int[]> guard = lock.upgradableRead()) {
        int seen = look(guard.get());
        try (WriteGuard<int[]> writer = guard.upgrade()) {
          int written = increment(writer.get());
          return written == seen + 1 ? written : -1;
        }
      }
    }

    @Operation
    public int downgraded() throws InterruptedException {
      try (WriteGuard<int[]> guard = lock.write()) {
        increment(guard.get());
        try (ReadGuard<int[]> reader = guard.downgrade()) {
          return look(reader.get());
        }
      }
    }
  }

  /** By a future that is given up. */
  public static class CancelledCounter extends Counter {
    @Operation
    public int cancelled() throws InterruptedException {
      var request = lock.writeAsync();
      if (request.cancel(true)) {
        return write();
      }
      try (WriteGuard<int[]> guard = value(request)) {
        return increment(guard.get());
      }
    }

    @Operation
    public int upgradeCancelled() throws InterruptedException {
      try (UpgradableGuard<int[]> guard = lock.upgradableRead()) {
        int seen = look(guard.get());
        var request = guard.upgradeAsync();
        try (WriteGuard<int[]> writer = request.cancel(true) ? guard.upgrade() : value(request)) {
          int written = increment(writer.get());
          return written == seen + 1 ? written : -1;
        }
      }
    }

    /** Waits without {@link CompletableFuture#join}, as in {@link CounterLincheckTest}. */
    private static <V> V value(CompletableFuture<V> future) {
      Thread waiting = Thread.currentThread();
      var _ = future.whenComplete((value, failure) -> LockSupport.unpark(waiting));
      while (!future.isDone()) {
        LockSupport.park();
      }
      return future.resultNow();
    }
  }

  /** Readers alone: none ever waits for what another thread does. */
  public static class Reading {
    private final RwLock<int[]> lock = RwLock.of(() -> new int[2]);

    public Reading() {
      lock.readUninterruptibly().close();
    }

    @Operation
    public int read() {
      return lock.withRead(Counter::look);
    }

    @Operation
    public int readTwice() throws InterruptedException {
      try (ReadGuard<int[]> outer = lock.read();
          ReadGuard<int[]> inner = lock.read()) {
        return Math.max(Counter.look(outer.get()), Counter.look(inner.get()));
      }
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

  private static ModelCheckingOptions schedules() {
    return threeThreads(new ModelCheckingOptions())
        .iterations(3)
        .threads(2)
        .invocationsPerIteration(100 * SCALE)
        .addGuarantee(forClasses(WaitGraph.class.getName()).allMethods().ignore());
  }

  private static StressOptions realThreads() {
    return threeThreads(new StressOptions()).invocationsPerIteration(800 * SCALE);
  }

  @Test
  void modes_modelChecked_areAnAtomicCounter() {
    schedules().check(ModesCounter.class);
  }

  @Test
  void cancelled_modelChecked_isAnAtomicCounter() {
    schedules().check(CancelledCounter.class);
  }

  @Test
  void reading_modelChecked_isObstructionFree() {
    schedules().checkObstructionFreedom(true).check(Reading.class);
  }

  @Test
  void modes_stressed_areAnAtomicCounter() {
    realThreads().check(ModesCounter.class);
  }

  @Test
  void cancelled_stressed_isAnAtomicCounter() {
    realThreads().check(CancelledCounter.class);
  }
}
