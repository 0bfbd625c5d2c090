package dev.keyhold;

import dev.keyhold.internal.version.Committed;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Watches as reactive streams.
 *
 * @param revision as {@link Watches#begin} takes it
 */
record WatchPublisher(Watches watches, KeyRange range, long revision)
    implements Flow.Publisher<Commit> {
  /*
   * The numbers are those of the rules of reactive streams 1.0.4. Signals after onSubscribe come from
   * the turns of Delivery, which are one after the other (1.3); the first turn is started when
   * onSubscribe has returned. Requests and cancellations set a field and signal, so they neither
   * recurse nor take long (3.3, 3.4, 3.5).
   */

  @Override
  public void subscribe(Flow.Subscriber<? super Commit> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber"); // 1.9
    Committed at;
    WatchSubscription subscription;
    try {
      at = watches.begin(range, revision);
      subscription = new WatchSubscription(watches, range, at, subscriber);
      watches.add(subscription);
    } catch (RuntimeException e) {
      subscriber.onSubscribe(new Nothing());
      subscriber.onError(e); // 1.9: never thrown
      return;
    }
    subscription.begin();
  }

  /** What is handed to a subscriber that gets an error and no more. */
  private record Nothing() implements Flow.Subscription {
    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }

  /** A watch that delivers as many commits as were requested. */
  private static final class WatchSubscription extends Delivery implements Flow.Subscription {
    /** Null once cancelled: 3.13. */
    private volatile Flow.@Nullable Subscriber<? super Commit> subscriber;

    private final AtomicLong demand = new AtomicLong();
    private volatile @Nullable Throwable complaint;

    WatchSubscription(
        Watches watches, KeyRange range, Committed at, Flow.Subscriber<? super Commit> subscriber) {
      super(watches, range, at);
      this.subscriber = subscriber;
    }

    /** The first signal, then the turns. */
    void begin() {
      Flow.Subscriber<? super Commit> mine = subscriber;
      try {
        if (mine != null) {
          mine.onSubscribe(this);
        }
      } catch (Throwable e) {
        cancel();
        throw e; // 2.13: the fault of the subscriber, which called subscribe
      }
      start();
    }

    @Override
    boolean demanded() {
      return demand.getAndUpdate(count -> isEndless(count) ? count : Math.max(0, count - 1)) > 0;
    }

    private static boolean isEndless(long count) {
      return count == Long.MAX_VALUE; // 3.17
    }

    @Override
    @Nullable Throwable complaint() {
      return complaint;
    }

    @Override
    boolean deliver(Commit commit) {
      Flow.Subscriber<? super Commit> mine = subscriber;
      if (mine != null) {
        mine.onNext(commit);
      }
      return mine != null;
    }

    @Override
    void failed(long revision, Throwable cause) {
      subscriber = null; // 2.13: as if it had cancelled
      Watches.LOG.log(
          System.Logger.Level.WARNING,
          "a subscriber to a watch of %s threw at revision %,d; it has been cancelled"
              .formatted(range(), revision),
          cause);
    }

    @Override
    void finished(@Nullable Throwable failure) {
      Flow.Subscriber<? super Commit> mine = subscriber;
      subscriber = null;
      if (mine == null) {
        return; // cancelled
      }
      try {
        if (failure == null) {
          mine.onComplete(); // the database has been closed
        } else {
          mine.onError(failure);
        }
      } catch (Throwable e) {
        Watches.LOG.log(
            System.Logger.Level.WARNING,
            "a subscriber to a watch of %s threw at its end".formatted(range()),
            e);
      }
    }

    @Override
    public void request(long count) {
      if (count <= 0) {
        complaint = // 3.9
            new IllegalArgumentException(
                "%,d commits of a watch were requested; at least 1 is needed (rule 3.9)"
                    .formatted(count));
      } else {
        demand.getAndUpdate(old -> old + count < 0 ? Long.MAX_VALUE : old + count);
      }
      signal();
    }

    @Override
    public void cancel() {
      subscriber = null;
      close();
    }

    @Override
    public CompletableFuture<Void> completion() {
      throw new UnsupportedOperationException("a subscription tells its subscriber");
    }
  }
}
