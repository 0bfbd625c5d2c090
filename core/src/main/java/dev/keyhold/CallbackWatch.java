package dev.keyhold;

import dev.keyhold.error.WatchCallbackException;
import dev.keyhold.internal.version.Committed;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A watch that calls back. */
final class CallbackWatch extends Delivery {
  private final Callback callback;
  private final CompletableFuture<Void> completion = new CompletableFuture<>();

  /** Whether somebody will learn of a failure. */
  private volatile boolean asked;

  /** What is called with each commit. */
  @FunctionalInterface
  interface Callback {
    /** Returns whether all of it was told. */
    boolean accept(Commit commit, Watch watch);
  }

  CallbackWatch(Watches watches, KeyRange range, Committed at, Callback callback) {
    super(watches, range, at);
    this.callback = callback;
  }

  @Override
  boolean demanded() {
    return true;
  }

  @Override
  @Nullable Throwable complaint() {
    return null;
  }

  @Override
  boolean deliver(Commit commit) {
    return callback.accept(commit, this);
  }

  @Override
  void failed(long revision, Throwable cause) {
    finished(
        new WatchCallbackException(
            ("the callback of a watch of %s threw at revision %,d; the watch has ended:"
                    + " watch after %,d to have that commit again, after %,d to go on behind it")
                .formatted(range(), revision, revision - 1, revision),
            revision,
            cause));
  }

  @Override
  void finished(@Nullable Throwable failure) {
    if (failure == null) {
      completion.complete(null);
      return;
    }
    if (!asked) {
      Watches.LOG.log(System.Logger.Level.WARNING, failure.getMessage(), failure);
    }
    completion.completeExceptionally(failure);
  }

  @Override
  public CompletableFuture<Void> completion() {
    asked = true;
    return completion.copy();
  }
}
