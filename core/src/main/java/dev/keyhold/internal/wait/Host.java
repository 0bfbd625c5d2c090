package dev.keyhold.internal.wait;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where a task runs: who parks and wakes its thread, and what time it is there. Ordinary threads
 * have {@link #JVM}; the testkit's simulation is the other host. Every wait in Keyhold goes through
 * here, so that a simulation sees all of them.
 *
 * <p>The uncontended paths of locks ask only {@link #simulated()}, a plain static read.
 */
public abstract class Host {

  /** The JVM's own threads, platform and virtual, and its own clock. */
  public static final Host JVM = new JvmHost();

  private static final ThreadLocal<@Nullable Host> CURRENT = new ThreadLocal<>();

  /**
   * True once any simulation has been in this process; never false again. Plain: the thread that
   * enters a host reads its own write, and nobody else has to know.
   */
  @SuppressWarnings("NonFinalStaticField")
  private static boolean simulated;

  /** For subclasses. */
  protected Host() {}

  /** The host of the current thread. */
  public static Host current() {
    if (!simulated) {
      return JVM;
    }
    Host host = CURRENT.get();
    return host == null ? JVM : host;
  }

  /** Whether the current thread may be in a simulation. */
  public static boolean simulated() {
    return simulated;
  }

  /** Puts the current thread under {@code host}, for the rest of its life. */
  public static void enter(Host host) {
    simulated = true;
    Recording.set(Recording.SIMULATION, true);
    CURRENT.set(host);
  }

  /**
   * Parks the current thread until {@link #unpark} or an interrupt; may also return for no reason.
   *
   * @param blocker what is waited for, for thread dumps and the simulation's trace
   */
  public abstract void park(Object blocker);

  /** Like {@link #park}, but for {@code nanos} nanoseconds at the most. */
  public abstract void parkNanos(Object blocker, long nanos);

  /** Ends a present or the next park of {@code thread}, a thread of this host. */
  public abstract void unpark(Thread thread);

  /** The host's monotonic clock in nanoseconds. */
  public abstract long nanoTime();

  /** The host's wall clock, in milliseconds since 1970; it may be set. */
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  /** Runs {@code action} on another thread of this host, soon. */
  public abstract void execute(Runnable action);

  /**
   * Runs {@code action} for as long as it likes on a thread of its own, which keeps nobody from
   * ending: neither the JVM nor a simulation. Other tasks that compute do not delay it.
   */
  public void executeDaemon(String name, Runnable action) {
    Thread.ofPlatform().daemon().name(name).inheritInheritableThreadLocals(false).start(action);
  }

  /** Whether others can run while this thread spins. */
  public abstract boolean canSpin();

  /**
   * A place where a simulation may let another task run. Called before a lock is asked for and
   * after it was released, never while something internal is held.
   */
  public abstract void point();

  private static final class JvmHost extends Host {
    private static final boolean MULTIPROCESSOR = Runtime.getRuntime().availableProcessors() > 1;

    @Override
    public void park(Object blocker) {
      LockSupport.park(blocker);
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
      LockSupport.parkNanos(blocker, nanos);
    }

    @Override
    public void unpark(Thread thread) {
      LockSupport.unpark(thread);
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void execute(Runnable action) {
      // Whoever happens to cause it lends it nothing of his own.
      Thread.ofVirtual()
          .name("keyhold-completion")
          .inheritInheritableThreadLocals(false)
          .start(action);
    }

    @Override
    public boolean canSpin() {
      return MULTIPROCESSOR;
    }

    @Override
    public void point() {}
  }
}
