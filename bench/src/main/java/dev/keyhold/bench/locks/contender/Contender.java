package dev.keyhold.bench.locks.contender;

/**
 * One lock, created once, and the tasks that contend for it. Used by one conductor, a round at a
 * time: {@link #hold}, {@link #start}, until {@link #allQueued}, then {@link #release}, and at the
 * end {@link #clear}.
 */
public interface Contender {
  /** Takes the lock, which nobody has. */
  void hold() throws InterruptedException;

  /** Starts the tasks of a round. They come to the lock, which is held, and wait for it. */
  void start(Round round);

  /** Whether every task of the round waits for the lock. */
  boolean allQueued(Round round);

  /** Releases what {@link #hold} took: the tasks run. Called on the thread that held. */
  void release();

  /** Waits until nothing is left of the tasks of a round that has ended. */
  default void clear() throws InterruptedException {}

  /** How often the lock's holders have incremented the counter, in all rounds. */
  long count();
}
