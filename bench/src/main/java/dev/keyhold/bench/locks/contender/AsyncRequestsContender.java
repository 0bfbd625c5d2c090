package dev.keyhold.bench.locks.contender;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Requests to a lock, and nobody behind them: for what a request takes that waits. Once the lock is
 * released, each is granted in turn and ended.
 *
 * @param <G> what a grant gives
 */
abstract class AsyncRequestsContender<G> implements Contender {
  private Round round = new Round(0, 0);
  private CompletionStage<G>[] requests = none(0);
  long count;

  @Override
  public final void start(Round next) {
    round = next;
    requests = none(next.tasks());
    for (int i = 0; i < requests.length; i++) {
      requests[i] = request();
      next.queued();
    }
  }

  @SuppressWarnings("unchecked") // an array of stages cannot be made otherwise
  private static <G> CompletionStage<G>[] none(int length) {
    return (CompletionStage<G>[]) new CompletionStage<?>[length];
  }

  @Override
  public final boolean allQueued(Round asked) {
    return asked.queuedTasks() == asked.tasks();
  }

  @Override
  public final void release() {
    releaseHeld();
    try {
      for (CompletionStage<G> request : requests) {
        end(request.toCompletableFuture().join());
        round.ended(1);
      }
    } catch (CompletionException e) {
      round.failed(e);
    }
  }

  @Override
  public final long count() {
    return count;
  }

  /** Asks for the lock, which is held. */
  abstract CompletionStage<G> request();

  /** Increments the counter and ends the grant. */
  abstract void end(G grant);

  /** Releases what {@link #hold} took. */
  abstract void releaseHeld();
}
