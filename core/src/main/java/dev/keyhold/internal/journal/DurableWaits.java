package dev.keyhold.internal.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Those who wait until a commit is on disk. Anybody joins; the journal's thread ends the waits. */
final class DurableWaits {
  private final Queue<DurableWait> arrivals = new ConcurrentLinkedQueue<>();

  /** The journal's thread's own. */
  private final List<DurableWait> waiting = new ArrayList<>();

  void add(DurableWait wait) {
    arrivals.add(wait);
  }

  /** By the journal's thread: ends the waits for commits up to a revision. */
  void settle(long reached, LongFunction<@Nullable RuntimeException> failure) {
    DurableWait arrival = arrivals.poll();
    while (arrival != null) {
      waiting.add(arrival);
      arrival = arrivals.poll();
    }
    waiting.removeIf(each -> {
      boolean over = each.revision <= reached;
      if (over) {
        each.end(failure.apply(each.revision));
      }
      return over;
    });
  }

  /** By anybody, once the journal's thread has ended: ends waits that began too late for it. */
  void endAll(LongFunction<@Nullable RuntimeException> failure) {
    DurableWait each = arrivals.poll();
    while (each != null) {
      each.end(failure.apply(each.revision));
      each = arrivals.poll();
    }
  }
}
