package dev.keyhold.bench.micro;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.RwLock;
import dev.keyhold.sync.UpgradableGuard;
import dev.keyhold.sync.WriteGuard;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * One use of a lock for readers and writers by the only task there is. With {@code -prof gc}:
 * {@code gc.alloc.rate.norm} should be about zero where the guard does not escape, and one guard
 * where it does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"-XX:+UseG1GC", "--sun-misc-unsafe-memory-access=allow"})
public class RwLockBenchmark {
  /** What the locks protect. */
  static final class Cell {
    long value;
  }

  private final RwLock<Cell> lock = RwLock.of(Cell::new);
  private final ReentrantReadWriteLock fairLock = new ReentrantReadWriteLock(true);
  private final StampedLock stampedLock = new StampedLock();
  private final Cell cell = new Cell();

  /** Called by JMH. */
  public RwLockBenchmark() {}

  /** Moves the locks to the old generation, where locks that matter live. */
  @Setup
  public void promote() {
    System.gc();
    System.gc();
  }

  /** {@code try (guard = lock.read())}. */
  @Benchmark
  public long read() throws InterruptedException {
    try (Guard<Cell> guard = lock.read()) {
      return guard.get().value;
    }
  }

  /** The same with a guard that others could see. */
  @Benchmark
  public long readEscaping(Blackhole others) throws InterruptedException {
    try (Guard<Cell> guard = lock.read()) {
      others.consume(guard);
      return guard.get().value;
    }
  }

  /** {@code lock.withRead(function)}. */
  @Benchmark
  public long withRead() {
    return lock.withRead(owned -> owned.value);
  }

  /** {@code try (guard = lock.write())}. */
  @Benchmark
  public long write() throws InterruptedException {
    try (Guard<Cell> guard = lock.write()) {
      return ++guard.get().value;
    }
  }

  /** The same with a guard that others could see. */
  @Benchmark
  public long writeEscaping(Blackhole others) throws InterruptedException {
    try (Guard<Cell> guard = lock.write()) {
      others.consume(guard);
      return ++guard.get().value;
    }
  }

  /** {@code lock.withWrite(function)}. */
  @Benchmark
  public long withWrite() {
    return lock.withWrite(owned -> ++owned.value);
  }

  /** {@code try (guard = lock.upgradableRead())}, not upgraded. */
  @Benchmark
  public long upgradableRead() throws InterruptedException {
    try (Guard<Cell> guard = lock.upgradableRead()) {
      return guard.get().value;
    }
  }

  /** Reads, upgrades, writes. */
  @Benchmark
  public long upgrade() throws InterruptedException {
    try (UpgradableGuard<Cell> guard = lock.upgradableRead()) {
      long value = guard.get().value;
      try (WriteGuard<Cell> writing = guard.upgrade()) {
        writing.get().value = value + 1;
        return value;
      }
    }
  }

  /** Writes, goes on reading. */
  @Benchmark
  public long downgrade() throws InterruptedException {
    try (WriteGuard<Cell> writing = lock.write()) {
      writing.get().value++;
      try (Guard<Cell> guard = writing.downgrade()) {
        return guard.get().value;
      }
    }
  }

  /** The JDK's fair lock for readers and writers. */
  @Benchmark
  public long fairRead() {
    fairLock.readLock().lock();
    try {
      return cell.value;
    } finally {
      fairLock.readLock().unlock();
    }
  }

  /** The JDK's fair lock for readers and writers. */
  @Benchmark
  public long fairWrite() {
    fairLock.writeLock().lock();
    try {
      return ++cell.value;
    } finally {
      fairLock.writeLock().unlock();
    }
  }

  /** The JDK's stamped lock. */
  @Benchmark
  public long stampedRead() {
    long stamp = stampedLock.readLock();
    try {
      return cell.value;
    } finally {
      stampedLock.unlockRead(stamp);
    }
  }
}
