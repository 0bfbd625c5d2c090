package dev.keyhold.sync;

import dev.keyhold.error.KeyholdException;
import dev.keyhold.internal.wait.AsyncRequest;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Structure;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous request for a guard.
 *
 * @param <G> the guard
 */
final class LockRequest<G> extends AsyncRequest<G> {
  private final Maker<G> maker;
  private final WaitObserver observer;

  /** Makes the guard of a request that was granted. */
  @FunctionalInterface
  interface Maker<G> {
    /**
     * The guard of this request, which shows as unclaimed until it is used.
     *
     * @throws KeyholdException the lock cannot be given after all, and has been released
     */
    G make(LockRequest<G> request);
  }

  private LockRequest(
      Structure structure, Mode mode, @Nullable Owner task, boolean suspends, Maker<G> maker) {
    super(structure, mode, task, suspends);
    this.maker = maker;
    observer = WaitObserver.start(this);
  }

  /**
   * A request from now.
   *
   * @param task who asks, and waits until the future is done as far as deadlocks are concerned;
   *     null: whoever the current thread runs as, who does not wait; nobody if it runs as itself
   */
  static <G> LockRequest<G> make(
      @Nullable Task task, Structure structure, Mode mode, Maker<G> maker) {
    return task == null
        ? new LockRequest<>(structure, mode, Owner.currentNamed(), false, maker)
        : new LockRequest<>(structure, mode, task.owner(), true, maker);
  }

  /** Takes what is asked for or joins the line in this way; the future tells. */
  CompletableFuture<G> ask(FifoLock.Way way) {
    return ask(() -> way.join(this) == 0);
  }

  @Override
  protected G make() {
    return maker.make(this);
  }

  /** An upgrade is whose the upgradable guard was, whoever asked. */
  @Override
  protected long holder() {
    return mode() == Mode.UPGRADE ? Word.owner(ticket()) : owner();
  }

  @Override
  protected void giveBack(G guard) {
    switch (guard) {
      case Guard<?> one -> one.close();
      case AllGuard all -> all.close();
      default -> throw new AssertionError("not a guard: " + guard);
    }
  }

  @Override
  protected void adopt(G guard) {
    switch (guard) {
      case ExclusiveGuard<?> alone -> alone.adopt();
      case SharedGuard<?> shared -> shared.adopt();
      case AllGuard all -> all.adopt();
      default -> throw new AssertionError("not a guard: " + guard);
    }
  }

  /** Since the request was made; 0 if nobody wants to know. */
  long waitedNanos() {
    return observer.waitedNanos();
  }

  @Override
  protected void ended(boolean granted) {
    observer.end(granted);
  }

  @Override
  public void grantGivenUp() {
    switch (structure()) {
      case FifoLock lock -> lock.disown(this);
      case AllRequest all -> all.disown();
      default -> throw new AssertionError("not a lock: " + structure());
    }
  }
}
