package dev.keyhold;

import dev.keyhold.check.MustClose;
import dev.keyhold.error.ClosedException;
import dev.keyhold.error.WatchLaggedException;
import java.time.Duration;
import java.util.Optional;

/**
 * A {@link Watch} whose commits are fetched one by one, on the caller's own thread:
 *
 * {@snippet :
 * try (WatchIterator watch = db.watching(KeyRange.prefix("user:")).open()) {
 *   while (true) {
 *     handle(watch.next());
 *   }
 * }
 * }
 *
 * <p>Used by one task at a time. Any thread may close it: whoever waits in it then gets a {@link
 * ClosedException}.
 */
@MustClose
public interface WatchIterator extends Watch {

  /**
   * The next commit that touches the range; waits for it as long as it takes.
   *
   * @throws InterruptedException interrupted while waiting or before; no commit is lost, so go on
   *     as you like
   * @throws ClosedException this, or the database, has been closed
   * @throws WatchLaggedException too slow; this has ended, and later calls throw the same
   */
  Commit next() throws InterruptedException;

  /**
   * The same, waiting no longer than a time; empty: there was none.
   *
   * @param waitMax zero: only what is there already
   * @throws IllegalArgumentException the time is negative
   */
  Optional<Commit> next(Duration waitMax) throws InterruptedException;
}
