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
  /** What a thread that has released runs at the most: it has something else to do. */
  private static final int CLOSURES_MAX = 256;

  private static final long NANOS_MAX = 100_000;

  /**
   * What a thread that was started for it runs at the most. More, so that a long line comes to its
   * end: then the lock is free, and those whose futures are completed find it so. While the line
   * lasts, each of them queues again and parks.
   */
  private static final int CLOSURES_ELSEWHERE_MAX = 1 << 16;

  private static final long NANOS_ELSEWHERE_MAX = 2_000_000;

  /** Closures taken in one latch section, and between two looks at the clock. */
  static final int CLOSURES_AT_ONCE = 16;

  private final List<Submission<?, ?>> taken = new ArrayList<>();
  private final Host host = Host.current();
  private final long sinceNanos = host.nanoTime();
  private final int closuresMax;
  private final long nanosMax;
  private int done;

  private Combiner(int closuresMax, long nanosMax) {
    this.closuresMax = closuresMax;
    this.nanosMax = nanosMax;
  }

  /** On a thread that has released. */
  static Combiner here() {
    return new Combiner(CLOSURES_MAX, NANOS_MAX);
  }

  /** On a thread that was started for it. */
  static Combiner elsewhere() {
    return new Combiner(CLOSURES_ELSEWHERE_MAX, NANOS_ELSEWHERE_MAX);
  }

  /** Whether another has to go on. */
  boolean isFull() {
    return taken.size() >= closuresMax || host.nanoTime() - sinceNanos > nanosMax;
  }

  /** One more closure, granted. */
  void add(Submission<?, ?> submission) {
    taken.add(submission);
  }

  /** Runs those taken and not run yet; the lock is held, the latch is not. */
  void run() {
    for (; done < taken.size(); done++) {
      Submission<?, ?> submission = taken.get(done);
      submission.run(submission.ticket());
    }
  }

  /** Completes the futures; the lock has been passed on. */
  void complete() {
    for (Submission<?, ?> submission : taken) {
      Completions.run(submission::deliver);
    }
  }
}
