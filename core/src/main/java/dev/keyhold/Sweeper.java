package dev.keyhold;

import dev.keyhold.internal.guard.Token;
import dev.keyhold.internal.version.Expiries;
import dev.keyhold.internal.version.Timeline;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.version.Write;
import dev.keyhold.internal.wait.Host;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Removes what has expired, in the background: on a thread that is there while something expires,
 * and some seconds longer. Thread-safe.
 */
final class Sweeper {
  /*
   * A removal takes the key like any other write, but only tries to: what somebody has a guard on is
   * put aside (held up), and tried again when a guard is closed, and now and then, in case that came
   * between. So nobody waits for the sweeper, nor the sweeper for anybody; and what is seen does not
   * depend on it, since every read looks at the clock.
   *
   * Removals that are due together go in commits of a bounded number, so that writers come in
   * between, however many entries end in one moment.
   *
   * The thread sleeps until the next moment. Who commits an earlier one wakes it:
   *
   *   writer    timer into the wheel (nextMillis)     then reads wakeMillis, wakes if it is later
   *   sweeper   writes wakeMillis                     then reads nextMillis, sleeps if not earlier
   *
   * All four are volatile, so one of the two sees the other. Starting and ending are alike, with
   * `loop` in the place of wakeMillis.
   *
   * A clock that may be set is looked at once a second at the least. Asleep, the thread knows the
   * database by a weak reference only: who forgets to close it does not keep it by this.
   */

  private static final System.Logger LOG = System.getLogger("dev.keyhold");

  /** Removals in one commit. */
  private static final int COMMIT_WRITES = 128;

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LOOK_MILLIS_MAX = 1_000;

  /**
   * How long the thread stays when nothing expires: starting one costs more than a sleeping one.
   */
  private static final long IDLE_NANOS_MAX = 10_000 * NANOS_PER_MILLI;

  /** About a commit of removals. */
  private static final long BUSY_NANOS = 50_000;

  private static final long RETRY_NANOS_MIN = NANOS_PER_MILLI;
  private static final long RETRY_NANOS_MAX = 1_000 * NANOS_PER_MILLI;

  private final Engine engine;
  private final Host host;
  private final AtomicReference<@Nullable Loop> loop = new AtomicReference<>();

  /** How many entries have been removed, ever; counted before {@link #busy} goes down. */
  private final AtomicLong removals = new AtomicLong();

  /** How many threads are in {@link #removeDue}. */
  private final AtomicInteger busy = new AtomicInteger();

  /** A guard was closed while something was held up. */
  private volatile boolean nudged;

  Sweeper(Engine engine, Host host) {
    this.engine = engine;
    this.host = host;
  }

  // ── everybody's ────────────────────────────────────────────────────────────────────────────

  /** A version has been committed: sees to it that its end is not slept over. */
  void committed(Version version) {
    if (version.isPassing()) {
      expects(version.expiryMillis());
    }
  }

  private void expects(long expiryMillis) {
    Loop current = loop.get();
    if (current == null) {
      start();
    } else if (expiryMillis < current.wakeMillis) {
      current.wake();
    }
  }

  /** A guard has been closed. */
  void guardClosed() {
    if (expiries().heldUp() > 0) {
      nudged = true;
      wake();
    }
  }

  /** Lets the thread look what there is to do; nothing if there is none. */
  void wake() {
    Loop current = loop.get();
    if (current != null) {
      current.wake();
    }
  }

  /** The thread; null: there is none. For tests. */
  @Nullable Thread thread() {
    Loop current = loop.get();
    return current == null ? null : current.thread;
  }

  /** How many entries have been removed: for {@link #madeRoom}. */
  long removals() {
    return removals.get();
  }

  /**
   * A commit was refused for lack of room: removes what has expired, or waits for a moment while
   * others do.
   *
   * @param removalsBefore {@link #removals} before the commit was tried
   * @return whether to try again; false: nothing has expired since then that could be removed
   */
  boolean madeRoom(long removalsBefore) {
    if (removeDue() > 0) {
      return true;
    }
    if (busy.get() > 0) {
      Host.current().parkNanos(this, BUSY_NANOS);
      return true;
    }
    return removals.get() != removalsBefore;
  }

  /**
   * Removes some of what has expired, in one commit.
   *
   * @return how many entries; 0: the keys of those that were looked at are held; -1: nothing has
   *     expired but what is held up
   */
  int removeDue() {
    if (expiries().isIdle()) {
      return -1;
    }
    List<Expiries.Due> due = expiries().due(engine.clock.millis(), COMMIT_WRITES);
    if (due.isEmpty()) {
      return -1;
    }
    busy.incrementAndGet(); // before a key is taken: whoever finds them gone sees this, or removals
    try {
      int removed = remove(due);
      if (removed > 0) {
        removals.addAndGet(removed);
      }
      return removed;
    } finally {
      busy.decrementAndGet();
    }
  }

  private int remove(List<Expiries.Due> due) {
    List<Token> tokens = new ArrayList<>(due.size());
    List<Write> writes = new ArrayList<>(due.size());
    List<Expiries.Due> heldUp = new ArrayList<>();
    try {
      for (Expiries.Due each : due) {
        // Not over: the clock was set back, less far than timers are.
        Token token = engine.isOver(each.version()) ? engine.table.tryPlain(each.entry()) : null;
        if (token == null) {
          heldUp.add(each);
          continue;
        }
        tokens.add(token);
        if (each.entry().version() == each.version()) {
          writes.add(new Write(each.entry(), Version.expired()));
        }
      }
      if (!writes.isEmpty()) {
        long revision = engine.timeline.commit(writes);
        assert revision != Timeline.DEAD : "an entry with a value has left the index";
      }
    } finally {
      writes.forEach(each -> engine.tidy(each.entry()));
      tokens.forEach(engine.table::releasePlain);
    }
    if (!heldUp.isEmpty()) {
      expiries().holdUp(heldUp);
    }
    return writes.size();
  }

  private Expiries expiries() {
    return engine.timeline.expiries();
  }

  // ── the thread's ───────────────────────────────────────────────────────────────────────────

  private void start() {
    Loop fresh = new Loop(this, host);
    if (!engine.isClosed() && loop.compareAndSet(null, fresh)) {
      try {
        host.executeDaemon("keyhold-expiry", fresh);
      } catch (Throwable e) {
        loop.compareAndSet(fresh, null); // no thread is to be had: the next one to wake tries again
        LOG.log(
            System.Logger.Level.WARNING,
            "the database '%s' has no thread to remove what has expired; nobody sees it, but it takes"
                    .formatted(engine.name)
                + " room until one can be started",
            e);
      }
    }
  }

  /**
   * Does what there is to do.
   *
   * @return how long to sleep, in nanoseconds; -1: for ever
   */
  private long turn(Loop self) {
    self.wakeMillis = Long.MIN_VALUE;
    retry(self);
    while (!engine.isClosed() && removeDue() >= 0) {
      self.idleSinceNanos = Loop.BUSY;
    }
    if (engine.isClosed()) {
      return end(self);
    }
    boolean idle = expiries().isIdle();
    if (!idle) {
      self.idleSinceNanos = Loop.BUSY;
    } else if (self.idleSinceNanos == Loop.BUSY) {
      self.idleSinceNanos = host.nanoTime() | 1;
    } else if (host.nanoTime() - self.idleSinceNanos >= IDLE_NANOS_MAX) {
      return end(self);
    }
    long next = expiries().nextMillis();
    self.wakeMillis = next;
    boolean overslept = expiries().nextMillis() < next || engine.isClosed();
    return overslept ? 0 : sleepNanos(self, idle, next);
  }

  private long sleepNanos(Loop self, boolean idle, long nextMillis) {
    if (idle) {
      return IDLE_NANOS_MAX;
    }
    long now = engine.clock.millis();
    long until = nextMillis <= now ? 0 : nextMillis - now;
    long nanos = engine.clock.isSteady() ? until : Math.min(until, LOOK_MILLIS_MAX);
    nanos = nanos > Long.MAX_VALUE / NANOS_PER_MILLI ? Long.MAX_VALUE : nanos * NANOS_PER_MILLI;
    if (expiries().heldUp() == 0) {
      return nanos;
    }
    return Math.min(nanos, nudged ? RETRY_NANOS_MIN : self.retryNanos);
  }

  /** What is held up is looked at again: after a nudge soon, else more and more seldom. */
  private void retry(Loop self) {
    int heldUp = expiries().heldUp();
    long now = host.nanoTime();
    long since = now - self.retriedNanos;
    if (heldUp == 0) {
      self.retryNanos = RETRY_NANOS_MIN;
      self.retriedNanos = now;
      nudged = false;
    } else if (since >= (nudged ? RETRY_NANOS_MIN : self.retryNanos)) {
      self.retriedNanos = now;
      self.retryNanos = nudged ? RETRY_NANOS_MIN : Math.min(2 * self.retryNanos, RETRY_NANOS_MAX);
      nudged = false;
      expiries().retry();
    }
  }

  /** Ends, unless something came meanwhile that nobody else will see to. */
  private long end(Loop self) {
    loop.compareAndSet(self, null);
    boolean needed = !engine.isClosed() && !expiries().isIdle();
    return needed && loop.compareAndSet(null, self) ? 0 : -1;
  }

  /** What the thread runs. */
  private static final class Loop implements Runnable {
    static final long BUSY = 0;

    private final WeakReference<Sweeper> sweeper;
    private final Host host;

    private volatile @Nullable Thread thread;

    /** Until when it sleeps; it is awake at the beginning of time. */
    volatile long wakeMillis = Long.MIN_VALUE;

    /** By the host's clock; {@link #BUSY}. The thread's own, as what follows. */
    long idleSinceNanos = BUSY;

    long retriedNanos;

    long retryNanos = RETRY_NANOS_MIN;

    Loop(Sweeper sweeper, Host host) {
      this.sweeper = new WeakReference<>(sweeper);
      this.host = host;
      retriedNanos = host.nanoTime();
    }

    void wake() {
      Thread sleeper = thread;
      if (sleeper != null) {
        host.unpark(sleeper);
      }
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      boolean ended = false;
      try {
        while (!ended) {
          long nanos = turn();
          ended = nanos < 0;
          if (nanos > 0) {
            host.parkNanos(this, nanos);
            // Nobody has reason to interrupt this thread, and it would not park any more.
            Thread.interrupted();
          }
        }
      } finally {
        Sweeper failed = ended ? null : sweeper.get();
        if (failed != null) {
          failed.loop.compareAndSet(this, null);
        }
      }
    }

    /** On a frame of its own, so that nothing holds the database while the thread sleeps. */
    private long turn() {
      Sweeper found = sweeper.get();
      return found == null ? -1 : found.turn(this);
    }
  }
}
