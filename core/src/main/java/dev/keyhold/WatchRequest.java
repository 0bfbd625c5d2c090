package dev.keyhold;

import dev.keyhold.check.RunsElsewhere;
import dev.keyhold.error.ClosedException;
import dev.keyhold.error.WatchLaggedException;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A request to watch a range, to be made in one of several ways: {@link #each} and {@link #commits}
 * call back, {@link #open} is asked, {@link #publisher} is for reactive streams.
 *
 * <p>It begins with the first commit after the watch has been made, or {@link #after} a revision.
 * To have what is there and then every change, read a snapshot and go on from it:
 *
 * {@snippet :
 * try (Snapshot then = db.snapshot()) {
 *   then.scan(range).forEach(entry -> cache.put(entry.key(), entry.value()));
 *   db.watching(range).after(then.revision()).each(change -> apply(cache, change));
 * }
 * }
 *
 * <p>Which revisions are kept: commits are kept while a {@link Keyhold#snapshot} is open and from
 * the first watch on, or all of them with {@link KeyholdBuilder#historyFromStart}; of these the
 * last ones, as many as {@link KeyholdBuilder#historyCommitsMax} and {@link
 * KeyholdBuilder#historyBytesMax} say. So make the watch before the snapshot is closed. A database
 * that nobody watches keeps nothing.
 *
 * <p>Each method that makes a watch throws {@link WatchLaggedException} if what came after the
 * revision is not all kept, {@link IllegalArgumentException} if the revision is of the future, and
 * {@link ClosedException} if the database is closed; the publisher passes these to its subscriber.
 *
 * <p>Collected by one task; used as often as wanted, for a watch each time.
 */
public interface WatchRequest {

  /**
   * Begins with the first commit after this revision, instead of now.
   *
   * @param revision 0: before the first commit
   * @throws IllegalArgumentException it is negative
   */
  WatchRequest after(long revision);

  /**
   * Calls back with each change, those of a commit one after the other.
   *
   * @param callback called by one thread at a time, a virtual one, with nothing held: it may wait,
   *     write to the database and close the watch. If it throws, the watch ends: see {@link
   *     Watch#completion}
   */
  Watch each(@RunsElsewhere Consumer<? super Change> callback);

  /** Calls back with each commit; else as {@link #each}. */
  Watch commits(@RunsElsewhere Consumer<? super Commit> callback);

  /**
   * A publisher whose every subscription is a watch of its own, which begins when it is subscribed.
   * Signals come from virtual threads, one at a time. It ends with {@code onComplete} when the
   * database is closed, with {@code onError} and a {@link WatchLaggedException} if it asks for too
   * little for too long. By the rules of reactive streams; a subscriber that throws from {@code
   * onNext}, against them, is cancelled, and what it threw is logged.
   */
  Flow.Publisher<Commit> publisher();

  /** Hands out commits when asked. */
  WatchIterator open();
}
