package dev.keyhold.testkit;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One thread that runs callbacks, one after the other: first the one that was due first, of those
 * due at the same instant the one that was handed in first. Any task of the run may hand in.
 *
 * <p>A callback that throws fails the run when the run ends; the loop goes on with the next.
 * Waiting inside a callback holds up all the others: that is how event loops are.
 */
public interface EventLoop extends Executor {

  /** Runs {@code callback} on the loop's thread after what is due already. */
  @Override
  void execute(Runnable callback);

  /** Runs {@code callback} on the loop's thread when {@code delay} has passed. */
  void schedule(Duration delay, Runnable callback);
}
