package dev.keyhold;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.WatchLaggedException;
import dev.keyhold.internal.version.Committed;
import dev.keyhold.internal.version.Follower;
import dev.keyhold.internal.version.History;
import dev.keyhold.internal.wait.Host;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A watch on the caller's thread. */
final class EmbeddedWatchIterator extends Follower implements WatchIterator {
  /*
   * Who waits writes `waiter`, then looks whether it is still asleep; who wakes it is awake first and
   * then reads `waiter`. After a time-out or an interrupt it stays asleep: the scout goes along for
   * it until the caller comes back, who then looks for itself.
   */
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final Watches watches;
  private final KeyRange range;
  private final CompletableFuture<Void> completion = new CompletableFuture<>();
  private volatile @Nullable Thread waiter;
  private volatile boolean closed;

  /** Written before `closed`, by the task that iterates. */
  private @Nullable WatchLaggedException failure;

  EmbeddedWatchIterator(Watches watches, KeyRange range, Committed at) {
    super(watches.timeline(), range.fromInclusive(), range.toExclusive().orElse(null), at);
    this.watches = watches;
    this.range = range;
  }

  @Override
  public Commit next() throws InterruptedException {
    while (true) {
      Commit commit = await(FOR_EVER);
      if (commit != null) {
        return commit;
      }
    }
  }

  @Override
  public Optional<Commit> next(Duration waitMax) throws InterruptedException {
    if (waitMax.isNegative()) {
      throw new IllegalArgumentException(
          "the time to wait is %s; zero is the least".formatted(waitMax));
    }
    return Optional.ofNullable(await(Engine.nanos(waitMax)));
  }

  private @Nullable Commit await(long nanosMax) throws InterruptedException {
    Host host = Host.current();
    long sinceNanos = host.nanoTime();
    while (true) {
      requireOpen();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Committed found = find();
      if (found != null) {
        Commit commit = Watches.told(found, range);
        passed(found);
        return commit;
      }
      long leftNanos = nanosMax == FOR_EVER ? FOR_EVER : nanosMax - (host.nanoTime() - sinceNanos);
      if (leftNanos <= 0) {
        requireOpen();
        return null;
      }
      park(host, leftNanos);
    }
  }

  private @Nullable Committed find() {
    rouse(); // what is committed before this call is there, wherever the scout may be
    try {
      return findNext();
    } catch (History.Lagged _) {
      WatchLaggedException lagged = watches.lagged(range, revision());
      failure = lagged;
      end(lagged);
      throw lagged;
    }
  }

  private void park(Host host, long nanos) {
    waiter = Thread.currentThread();
    try {
      if (isAsleep() && !closed) {
        if (nanos == FOR_EVER) {
          host.park(this);
        } else {
          host.parkNanos(this, nanos);
        }
      }
    } finally {
      waiter = null;
    }
  }

  @Override
  protected void wake() {
    Thread thread = waiter;
    if (thread != null) {
      Host.current().unpark(thread);
    }
  }

  private void requireOpen() {
    if (!closed) {
      return;
    }
    WatchLaggedException lagged = failure;
    if (lagged != null) {
      throw lagged;
    }
    watches.requireOpen();
    throw new ClosedException(
        "the watch of %s has been closed; open another one after revision %,d to go on"
            .formatted(range, revision()));
  }

  private void end(@Nullable WatchLaggedException lagged) {
    closed = true;
    leave();
    watches.remove(this);
    wake();
    if (lagged == null) {
      completion.complete(null);
    } else {
      completion.completeExceptionally(lagged);
    }
  }

  @Override
  public KeyRange range() {
    return range;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public CompletableFuture<Void> completion() {
    return completion.copy();
  }

  @Override
  public void close() {
    if (!closed) {
      end(null);
    }
  }

  @Override
  public String toString() {
    return "watch of %s at revision %,d%s".formatted(range, revision(), closed ? " (closed)" : "");
  }
}
