package dev.keyhold.sync;

import dev.keyhold.internal.wait.Recording;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What concerns all locks of the process: what is recorded about holders, and who is told.
 *
 * <p>At the start nothing is recorded but who holds, which costs nothing; where assertions are on
 * ({@code -ea}, as under most test runners), times and lines are recorded too, so that errors in
 * tests can say where. {@code -Dkeyhold.sync.record=nothing|times|sites} decides otherwise.
 */
public final class Locks {
  private Locks() {}

  /** What is recorded about the holders of locks. */
  public enum Detail {
    /** Who holds; no times, no lines. Uncontended locking pays nothing. */
    NOTHING,
    /** Also since when: some 25 ns a lock. */
    TIMES,
    /** Also the line that acquired: about a microsecond a lock. */
    SITES
  }

  /**
   * Records so much from now on. Holders that acquired before stay as they were recorded.
   *
   * @return what was recorded before
   */
  public static Detail record(Detail detail) {
    Detail before = recorded();
    Recording.set(Recording.TIMES, detail != Detail.NOTHING);
    Recording.set(Recording.SITES, detail == Detail.SITES);
    return before;
  }

  /** What is recorded at present. */
  public static Detail recorded() {
    if (Recording.on(Recording.SITES)) {
      return Detail.SITES;
    }
    return Recording.on(Recording.TIMES) ? Detail.TIMES : Detail.NOTHING;
  }

  /**
   * Tells {@code listener} of every lock from now on. While a listener is registered, every lock
   * records times.
   *
   * @return ends it
   */
  public static Registration addListener(LockListener listener) {
    return Listeners.add(listener);
  }

  /**
   * Acquires several locks as one request: all or none.
   *
   * {@snippet :
   * try (AllGuard guard = Locks.all(accounts, audit, rates.forReading())) {
   *   guard.get(accounts).transfer(guard.get(rates.forReading()).current());
   *   guard.get(audit).note("transferred");
   * }
   * }
   *
   * <p><b>Fairness.</b> It takes its place in the line of every lock at one moment, and is served
   * in that order everywhere. Tasks that hold nothing else and ask in this form only never
   * deadlock, in whatever order they name the locks.
   *
   * <p>What a lock's own forms say of interrupts, deadlock, poison and memory holds here for each
   * of the locks. While it waits for the others, it holds those that it was granted.
   *
   * @param parts each lock once: a {@link Mutex}, or {@link RwLock#forReading} or {@link
   *     RwLock#forWriting}
   * @throws InterruptedException interrupted before or while waiting; the request has left all
   *     lines
   * @throws IllegalArgumentException no lock is named, or one of them twice
   * @throws dev.keyhold.error.DeadlockException the request could never be granted
   * @throws dev.keyhold.error.PoisonedException one of the locks is poisoned
   */
  public static AllGuard all(LockPart<?>... parts) throws InterruptedException {
    return granted(AllRequest.acquire(true, Long.MAX_VALUE, parts));
  }

  /** The same, putting interrupts off: the flag is set when this returns. See {@link #all}. */
  public static AllGuard allUninterruptibly(LockPart<?>... parts) {
    try {
      return granted(AllRequest.acquire(false, Long.MAX_VALUE, parts));
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  private static AllGuard granted(@Nullable AllGuard guard) {
    return Objects.requireNonNull(guard, "a wait without limit was out of time");
  }

  /**
   * Takes several locks if every one of them is to be had now. See {@link #all}.
   *
   * @return null: not now; none was taken, not even for a moment
   */
  public static @Nullable AllGuard tryAll(LockPart<?>... parts) {
    return AllRequest.tryNow(parts);
  }

  /**
   * {@link #all}, but not for longer than {@code timeout}.
   *
   * @param timeout zero: like {@link #tryAll(LockPart...)}
   * @return null: out of time; the request has left all lines
   * @throws InterruptedException interrupted before or while waiting; the request has left all
   *     lines
   * @throws IllegalArgumentException the timeout is negative
   */
  public static @Nullable AllGuard tryAll(Duration timeout, LockPart<?>... parts)
      throws InterruptedException {
    long nanos = Timeouts.nanos(timeout);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return nanos == 0 ? AllRequest.tryNow(parts) : AllRequest.acquire(true, nanos, parts);
  }

  /**
   * {@link #all} without blocking; what {@link Mutex#lockAsync()} says of its future holds here.
   */
  public static CompletableFuture<AllGuard> allAsync(LockPart<?>... parts) {
    return AllRequest.async(null, parts);
  }

  /**
   * The same for a task that goes on in the future's callbacks; see {@link Mutex#lockAsync(Task)}.
   */
  public static CompletableFuture<AllGuard> allAsync(Task task, LockPart<?>... parts) {
    return AllRequest.async(task, parts);
  }

  /** Ends a listener's being told, when closed. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
