package dev.keyhold.internal.journal;

import dev.keyhold.internal.wait.Host;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Somebody who waits until a commit is on disk: a thread, or a future. */
final class DurableWait {
  final long revision;
  private final Host host = Host.current();
  private final @Nullable Thread thread;
  private final @Nullable CompletableFuture<@Nullable Void> future;
  private volatile boolean over;

  DurableWait(long revision, @Nullable CompletableFuture<@Nullable Void> future) {
    this.revision = revision;
    this.future = future;
    this.thread = future == null ? Thread.currentThread() : null;
  }

  /** Parks the thread until it is over; an interrupt is kept for later. */
  void await() {
    boolean interrupted = false;
    while (!over) {
      interrupted |= Thread.interrupted();
      host.park(this);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the wait. What depends on a future runs on a thread of its own, since it may take forever.
   *
   * @param failure null: it is on disk; a thread finds out by itself
   */
  void end(@Nullable RuntimeException failure) {
    over = true;
    if (thread != null) {
      host.unpark(thread);
    } else if (future != null) {
      host.execute(() -> {
        if (failure == null) {
          future.complete(null);
        } else {
          future.completeExceptionally(failure);
        }
      });
    }
  }

  @Override
  public String toString() {
    return "revision %,d on disk".formatted(revision);
  }
}
