package dev.keyhold.internal.wait;

import dev.keyhold.error.RolledBackException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a transaction: a task that can be rolled back and run again, and so is the one to
 * give way in a deadlock. Of several in one circle the youngest gives way, by the moment of its
 * transaction's first attempt: since that moment stays the same, each becomes the oldest at last,
 * and none is rolled back for ever.
 *
 * <p>Whatever the task waits for meanwhile counts, a lock of its own as well as a key. A task has
 * one attempt at a time. To be begun, checked and ended by the task; doomed by anybody.
 */
public final class Attempt {
  private static final AtomicLong AGES = new AtomicLong();

  /** By owner, those between {@link #begin} and {@link #end}; asked only when a circle is found. */
  private static final ConcurrentHashMap<Long, Attempt> RUNNING = new ConcurrentHashMap<>();

  private final long owner;
  private final long age;
  private volatile boolean doomed;

  private Attempt(long owner, long age) {
    this.owner = owner;
    this.age = age;
  }

  /** The age of a transaction that begins now, younger than any before. */
  public static long newAge() {
    return AGES.incrementAndGet();
  }

  /**
   * Begins an attempt.
   *
   * @param owner the task
   * @param age the transaction's, from {@link #newAge} at its first attempt
   * @throws IllegalStateException the task has one already
   */
  public static Attempt begin(long owner, long age) {
    Attempt attempt = new Attempt(owner, age);
    if (RUNNING.putIfAbsent(owner, attempt) != null) {
      throw new IllegalStateException(
          Owner.describe(owner)
              + " is in a transaction already, and a task has one at a time:"
              + " use that one, or begin the other when it has ended");
    }
    return attempt;
  }

  /** Ends this attempt, however it went. */
  public void end() {
    RUNNING.remove(owner, this);
  }

  /** Whether it was rolled back: all its operations have to fail. */
  public boolean isDoomed() {
    return doomed;
  }

  /**
   * Goes on only if this attempt was not rolled back.
   *
   * @throws RolledBackException it was
   */
  public void check() {
    if (doomed) {
      throw new RolledBackException(
          "this transaction was rolled back to end a deadlock: let the exception pass, it runs"
              + " again from its beginning");
    }
  }

  void doom() {
    doomed = true;
  }

  /**
   * A waiter's thread is about to throw this: if it rolls back the attempt that the waiter belongs
   * to, that is doomed before the code of the transaction hears of it.
   */
  static void refused(Waiter waiter, RuntimeException refusal) {
    if (refusal instanceof RolledBackException) {
      Attempt attempt = of(waiter);
      if (attempt != null) {
        attempt.doom();
      }
    }
  }

  boolean isYoungerThan(Attempt other) {
    return age > other.age;
  }

  /** The attempt that a waiter belongs to; null: to none. */
  static @Nullable Attempt of(Waiter waiter) {
    Attempt attempt = RUNNING.get(waiter.owner());
    return attempt == null ? RUNNING.get(waiter.thread()) : attempt;
  }
}
