package dev.keyhold;

import dev.keyhold.error.KeyholdException;
import dev.keyhold.internal.version.Committed;
import dev.keyhold.internal.version.Follower;
import dev.keyhold.internal.version.History;
import dev.keyhold.internal.wait.Host;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A watch that calls code of the user's: on a thread of its own, while there is something. */
abstract class Delivery extends Follower implements Watch {
  /*
   * A turn is a task that delivers until there is nothing to deliver, or nobody who wants it, and
   * ends. Whatever may change that (a commit, demand, the end) is a signal, which starts a turn or
   * makes the present one look again:
   *
   *            signal            look            nothing left
   *     IDLE ──────────▶ AGAIN ──────▶ RUNNING ──────────────▶ IDLE
   *       (starts a turn)   ▲             │
   *                         └── signal ───┘
   *
   * It begins with AGAIN and without a turn, so that signals before `start` wait for it.
   *
   *   D1 There is one turn at a time, and the fields of the turn are its own; it comes after the
   *      turn before by this state.
   *   D2 After `ended` nothing of the user's is called any more.
   *
   * The next commit is looked for even if nobody wants it yet, and stays at hand: who asks for
   * nothing while nothing happens in the range does not fall behind by what happens elsewhere.
   */
  private enum State {
    IDLE,
    RUNNING,
    AGAIN
  }

  /** A virtual thread is not sliced: one that always has something lets others run so often. */
  private static final int YIELD_EVERY = 64;

  final Watches watches;
  private final KeyRange range;
  private final AtomicReference<State> state = new AtomicReference<>(State.AGAIN);
  private volatile boolean closed;

  /** Found and not delivered. The turn's, as the next. */
  private @Nullable Committed pending;

  private boolean ended;
  private int delivered;

  Delivery(Watches watches, KeyRange range, Committed at) {
    super(watches.timeline(), range.fromInclusive(), range.toExclusive().orElse(null), at);
    this.watches = watches;
    this.range = range;
  }

  /** Whether the next commit may be delivered; called once before each, by the turn. */
  abstract boolean demanded();

  /** What is wrong with what the user asked for, and ends this; null: nothing. */
  abstract @Nullable Throwable complaint();

  /**
   * Calls the user with a commit; what it throws ends this.
   *
   * @return whether with all of it; false: this was closed on the way
   */
  abstract boolean deliver(Commit commit);

  /** It was the user's code that threw, at a revision. */
  abstract void failed(long revision, Throwable cause);

  /** The last that is done: closed, if the failure is null, or failed. */
  abstract void finished(@Nullable Throwable failure);

  /** The first turn. */
  final void start() {
    Host.current().execute(this::turn);
  }

  final void signal() {
    if (state.getAndSet(State.AGAIN) == State.IDLE) {
      try {
        Host.current().execute(this::turn);
      } catch (Throwable e) {
        state.set(State.IDLE); // no thread is to be had: the next signal tries again
        throw e;
      }
    }
  }

  @Override
  protected final void wake() {
    signal();
  }

  private void turn() {
    do {
      state.set(State.RUNNING);
      work();
    } while (!state.compareAndSet(State.RUNNING, State.IDLE));
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but fairness
  private void work() {
    while (!ended) {
      Throwable complaint = complaint();
      if (closed || complaint != null) {
        end();
        finished(complaint);
        return;
      }
      try {
        pending = pending == null ? findNext() : pending;
      } catch (History.Lagged _) {
        KeyholdException lagged = watches.lagged(range, revision());
        end();
        finished(lagged);
        return;
      }
      if (pending == null || !demanded()) {
        return; // a wake, a demand or the end signals
      }
      Committed commit = pending;
      pending = null;
      try {
        Commit told = Watches.told(commit, range);
        if (!closed && deliver(told)) {
          passed(commit);
        }
      } catch (Throwable e) {
        end();
        failed(commit.revision(), e);
        return;
      }
      if (++delivered % YIELD_EVERY == 0) {
        Thread.yield();
      }
    }
  }

  private void end() {
    ended = true;
    pending = null;
    close();
  }

  @Override
  public final KeyRange range() {
    return range;
  }

  @Override
  public final boolean isClosed() {
    return closed;
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      leave();
      watches.remove(this);
      signal();
    }
  }

  @Override
  public String toString() {
    return "watch of %s at revision %,d%s".formatted(range, revision(), closed ? " (closed)" : "");
  }
}
