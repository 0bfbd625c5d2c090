package dev.keyhold.bench.micro;

import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One lock and unlock around an increment by the only task there is. With {@code -prof gc} it also
 * says what is allocated: {@code gc.alloc.rate.norm} is bytes an operation, and should be about
 * zero where the guard does not escape.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"-XX:+UseG1GC", "--sun-misc-unsafe-memory-access=allow"})
public class UncontendedLockBenchmark {
  /** What the locks protect. */
  static final class Cell {
    long value;
  }

  private final Mutex<Cell> mutex = Mutex.of(Cell::new);
  private final BlockingMutex<Cell> blockingMutex = BlockingMutex.of(Cell::new);
  private final ReentrantLock fairLock = new ReentrantLock(true);
  private final ReentrantLock unfairLock = new ReentrantLock(false);
  private final Semaphore fairSemaphore = new Semaphore(1, true);
  private final Cell cell = new Cell();

  /** Called by JMH. */
  public UncontendedLockBenchmark() {}

  /** Moves the locks to the old generation, where locks that matter live. */
  @Setup
  public void promote() {
    System.gc();
    System.gc();
  }

  /** {@code try (guard = mutex.lock())}. */
  @Benchmark
  public long mutexLock() throws InterruptedException {
    try (Guard<Cell> guard = mutex.lock()) {
      return ++guard.get().value;
    }
  }

  /** {@code mutex.with(function)}. */
  @Benchmark
  public long mutexWith() {
    return mutex.with(owned -> ++owned.value);
  }

  /** {@code mutex.submit(function)}, which runs at once here. */
  @Benchmark
  public long mutexSubmit() {
    return mutex.submit(owned -> ++owned.value).join();
  }

  /** {@code mutex.lockAsync()}, granted at once here. */
  @Benchmark
  public long mutexLockAsync() {
    try (Guard<Cell> guard = mutex.lockAsync().join()) {
      return ++guard.get().value;
    }
  }

  /** {@code try (guard = blockingMutex.lock())}. */
  @Benchmark
  public long blockingMutexLock() throws InterruptedException {
    try (Guard<Cell> guard = blockingMutex.lock()) {
      return ++guard.get().value;
    }
  }

  /** The JDK's fair lock. */
  @Benchmark
  public long reentrantLockFair() {
    fairLock.lock();
    try {
      return ++cell.value;
    } finally {
      fairLock.unlock();
    }
  }

  /** The JDK's unfair lock. */
  @Benchmark
  public long reentrantLockUnfair() {
    unfairLock.lock();
    try {
      return ++cell.value;
    } finally {
      unfairLock.unlock();
    }
  }

  /** The JDK's fair semaphore. */
  @Benchmark
  public long semaphoreFair() throws InterruptedException {
    fairSemaphore.acquire();
    try {
      return ++cell.value;
    } finally {
      fairSemaphore.release();
    }
  }
}
