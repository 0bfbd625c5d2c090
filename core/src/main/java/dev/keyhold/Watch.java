package dev.keyhold;

import dev.keyhold.error.WatchCallbackException;
import dev.keyhold.error.WatchLaggedException;
import java.util.concurrent.CompletableFuture;

/**
 * Follows the commits to a range: each once, in order, none left out, from where it began until it
 * is closed, its database is closed, or it fails. Made by {@link Keyhold#watch} and {@link
 * WatchRequest}.
 *
 * <p>A watch never delays a writer. It goes along the commits that the database keeps ({@link
 * KeyholdBuilder#historyCommitsMax}, {@link KeyholdBuilder#historyBytesMax}) at its own pace, and
 * copies none; one that falls behind all that is kept ends with {@link WatchLaggedException}. One
 * that waits for a commit to its range has no thread, and falls behind only if more than all that
 * is kept is committed before anybody has looked at it, as by one commit that is larger.
 *
 * <p>A commit that is told is there for reads: whoever then asks the database sees it, or what came
 * later.
 *
 * <p>It need not be closed to be right, a watch may well last as long as the database; but nothing
 * else ends it, not even if nobody knows it any more.
 *
 * <p>Thread-safe.
 */
public interface Watch extends AutoCloseable {

  /** What it watches. */
  KeyRange range();

  /**
   * How far it has come: everything in the range up to this revision has been dealt with, that is,
   * the callback has returned, or the iterator has handed it out. Goes on with commits that do not
   * touch the range, too. It is what to give to {@link WatchRequest#after} to go on later.
   */
  long revision();

  /** Whether it has ended, or has been told to. */
  boolean isClosed();

  /**
   * Completed when the watch has ended and no callback of it runs any more: normally if it was
   * closed, or the database was; with {@link WatchLaggedException}, or with {@link
   * WatchCallbackException} if the callback has thrown. What is made of the future changes nothing
   * in the watch.
   *
   * <p>A failure of a watch whose completion nobody has asked for is logged as a warning, to {@code
   * dev.keyhold.watch}: it does not pass in silence.
   */
  CompletableFuture<Void> completion();

  /**
   * Ends it. One callback may be about to begin, or run; it goes on to its end, and {@link
   * #completion} tells of that. {@link #revision} does not count a commit of which not all changes
   * were told. Any thread may call it, the callback too. Idempotent.
   */
  @Override
  void close();
}
