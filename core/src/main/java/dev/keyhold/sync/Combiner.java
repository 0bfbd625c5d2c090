package dev.keyhold.sync;

import dev.keyhold.internal.wait.Completions;
import dev.keyhold.internal.wait.Host;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the closures at the head of a lock's queue on the thread that releases, in order and only so
 * many: whoever releases did not ask for them. Their futures are completed after the lock has been
 * passed on; completing them inside would make everyone queued wait for wake-ups.
 */
final class Combiner {
  /** Closures a releaser runs at the most. */
  private static final int CLOSURES_MAX = 256;

  /** How long a releaser runs closures of others at the most, not counting the last few. */
  private static final long NANOS_MAX = 100_000;

  /** Closures taken in one latch section, and between two looks at the clock. */
  static final int CLOSURES_AT_ONCE = 16;

  private final List<Submission<?, ?>> taken = new ArrayList<>();
  private final Host host = Host.current();
  private final long sinceNanos = host.nanoTime();
  private int done;

  /** Whether another has to go on. */
  boolean isFull() {
    return taken.size() >= CLOSURES_MAX || host.nanoTime() - sinceNanos > NANOS_MAX;
  }

  /** One more closure, granted. */
  void add(Submission<?, ?> submission) {
    taken.add(submission);
  }

  /** Runs those taken and not run yet; the lock is held, the latch is not. */
  void run() {
    for (; done < taken.size(); done++) {
      taken.get(done).run();
    }
  }

  /** Completes the futures; the lock has been passed on. */
  void complete() {
    for (Submission<?, ?> submission : taken) {
      Completions.run(submission::deliver);
    }
  }
}
