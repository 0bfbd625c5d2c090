package dev.keyhold.internal.wait;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of the guarded data for a waiter's turn to come. Tested by whoever is about to
 * pass the lock on, while the data is nobody else's and no latch is held; all else is guarded by
 * the structure's latch.
 *
 * <p>A test that throws ends the wait too: the waiter is granted, and finds the {@link #failure}.
 * So does a lock that refuses everybody: then it finds the {@link #refusal}, whatever becomes of
 * the lock meanwhile.
 */
public final class Condition {
  private final BooleanSupplier test;
  private final boolean keeps;

  private boolean met;

  /** Volatile: reports look without the latch. */
  private volatile boolean givenUp;

  /** The state of the data at the last test; 0: never tested. */
  private long testedAt;

  private @Nullable Throwable failure;
  private @Nullable Throwable refusal;

  /**
   * A condition that has not been tested.
   *
   * @param test code of the user's
   * @param keeps whether the waiter has come with the lock and gets it back even if it gives up
   */
  public Condition(BooleanSupplier test, boolean keeps) {
    this.test = test;
    this.keeps = keeps;
  }

  /** Tests, unless that was done in this state of the data; the data is the caller's alone. */
  public void test(long state) {
    boolean holds;
    Throwable thrown = null;
    try {
      holds = test.getAsBoolean();
    } catch (Throwable e) {
      holds = true;
      thrown = e;
    }
    met = holds;
    failure = thrown;
    refusal = null;
    testedAt = state;
  }

  /** The lock refuses everybody, so nothing is tested; the lock is the caller's alone. */
  public void refuse(Throwable reason) {
    met = true;
    refusal = reason;
  }

  /** Whether the last test was made in this state of the data. */
  public boolean isTestedAt(long state) {
    return testedAt == state;
  }

  /** The waiter gives up; false: it leaves, true: it has to be served all the same. */
  public boolean giveUp() {
    givenUp = true;
    return keeps;
  }

  /** Whether the waiter has come with the lock and gets it back even if it gives up. */
  public boolean keeps() {
    return keeps;
  }

  /** Whether the waiter still waits for it, and not just for its turn; any thread may ask. */
  public boolean isAwaited() {
    return !givenUp;
  }

  /** Whether the waiter can be served. */
  public boolean isServable() {
    return met || (keeps && givenUp);
  }

  /** To the waiter that was granted: whether the data is as it asked. */
  public boolean isMet() {
    return met;
  }

  /** To the waiter that was granted: why the lock is not for it all the same; null: it is. */
  public @Nullable Throwable refusal() {
    return refusal;
  }

  /** To the waiter that was granted: what the test threw; null: nothing. */
  public @Nullable Throwable failure() {
    return failure;
  }
}
