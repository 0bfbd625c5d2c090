package dev.keyhold;

import dev.keyhold.internal.version.Timeline;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A request to watch the database in this process. */
final class EmbeddedWatchRequest implements WatchRequest {
  private final Watches watches;
  private final KeyRange range;
  private long revision = Timeline.NOW;

  EmbeddedWatchRequest(Watches watches, KeyRange range) {
    this.watches = watches;
    this.range = Objects.requireNonNull(range, "range");
  }

  @Override
  public WatchRequest after(long seen) {
    if (seen < 0) {
      throw new IllegalArgumentException(
          "a watch after revision %,d; revisions begin with 1, and 0 is before the first"
              .formatted(seen));
    }
    revision = seen;
    return this;
  }

  @Override
  public Watch each(Consumer<? super Change> callback) {
    Objects.requireNonNull(callback, "callback");
    return start((commit, watch) -> {
      for (Change change : commit.changes()) {
        if (watch.isClosed()) {
          return false;
        }
        callback.accept(change);
      }
      return true;
    });
  }

  @Override
  public Watch commits(Consumer<? super Commit> callback) {
    Objects.requireNonNull(callback, "callback");
    return start((commit, _) -> {
      callback.accept(commit);
      return true;
    });
  }

  private Watch start(CallbackWatch.Callback callback) {
    CallbackWatch watch =
        new CallbackWatch(watches, range, watches.begin(range, revision), callback);
    watches.add(watch);
    watch.start();
    return watch;
  }

  @Override
  public Flow.Publisher<Commit> publisher() {
    return new WatchPublisher(watches, range, revision);
  }

  @Override
  public WatchIterator open() {
    return watches.add(new EmbeddedWatchIterator(watches, range, watches.begin(range, revision)));
  }
}
