package dev.keyhold.sync;

import dev.keyhold.internal.wait.Recording;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What concerns all locks of the process: what is recorded about holders, who is told, and what
 * they all are doing.
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
   * Who holds and who waits, for all known locks of the process, and what their threads are doing.
   *
   * <p><b>Which locks.</b> Every lock with a name ({@link LockOptions#named}) from its making, and
   * every other one at the latest when somebody waits for it. A lock that has been collected
   * disappears. A lock that only simulations use is not among them: it lives in another time.
   *
   * <p><b>Stacks</b> are those of the first 100 holders and the first 100 waiters of each lock. A
   * stack is left out where the hold or the wait ended while it was taken, and where no thread is
   * known: behind a future, or a guard that was moved to a named task. The stack of a virtual
   * thread that holds a lock while nothing is recorded comes from a thread dump, through a
   * temporary file; it needs the modules {@code java.management} and {@code jdk.management}.
   *
   * <p>Takes each lock's latch for moments. Takes some microseconds for each lock and thread, and,
   * if there has to be a thread dump, some ten for each virtual thread of the process. For one lock
   * and without stacks see {@link Mutex#report}. Times are told by the caller's clock, so do not
   * ask in a simulation.
   */
  public static ProcessReport report() {
    return ProcessReport.of(KnownLocks.all());
  }

  /**
   * Logs which locks are held, and which requests wait, for too long: at WARNING through the {@link
   * System.Logger} {@code dev.keyhold.sync}, a message for each hold or wait, with who holds the
   * lock, what those threads are doing, and how many wait. It is told again each time its duration
   * has doubled, and at INFO when it has ended. Of more than ten waits for one lock that become due
   * at once, the rest is one message.
   *
   * <p>A daemon thread looks at the locks of {@link #report} every quarter of the smaller limit,
   * but not more often than every 10 ms; what comes and goes between two looks is not seen. Nothing
   * need be recorded. While times are not ({@link #record}), a hold is counted from the first look
   * that saw it; and a {@link BlockingMutex} that the same thread holds at every look counts as
   * held all the time. Both are said in the message.
   *
   * @param holdMax how long a lock may be held; {@code ChronoUnit.FOREVER.getDuration()}: for ever
   * @param waitMax how long a request may wait; as before
   * @return ends it
   * @throws IllegalArgumentException one of the limits is zero or negative
   */
  public static Registration watch(Duration holdMax, Duration waitMax) {
    return Watchdog.start(holdMax, waitMax, System.getLogger("dev.keyhold.sync"));
  }

  /**
   * Registers {@link LocksMXBean} in the platform's MBean server as {@value
   * LocksMXBean#OBJECT_NAME}.
   *
   * @return unregisters it
   * @throws IllegalStateException it is registered already, or the JVM runs without the module
   *     {@code java.management}
   */
  public static Registration registerMXBean() {
    try {
      return Management.register();
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "the JVM runs without management; start it with --add-modules java.management", e);
    }
  }

  /**
   * Has the flight recorder write an event {@code keyhold.LockState} for each known lock that is
   * held or waited for, every second, or as the recording's settings say. While no recording that
   * wants it runs, this costs nothing, but that a first call has the JVM load the recorder. So the
   * locks of a running process can be read from a shell:
   *
   * <pre>
   * jcmd &lt;pid&gt; JFR.start
   * jcmd &lt;pid&gt; JFR.view cell-height=20 keyhold.LockState
   * jcmd &lt;pid&gt; JFR.dump filename=locks.jfr; jfr print --events keyhold.LockState locks.jfr
   * </pre>
   *
   * <p>Stacks are not in it; {@code jcmd <pid> Thread.dump_to_file} has those.
   *
   * @return ends it
   */
  public static Registration reportToFlightRecorder() {
    return FlightReports.register();
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

  /** Something that goes on until this is closed. Closing again does nothing. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
