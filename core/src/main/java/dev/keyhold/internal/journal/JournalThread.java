package dev.keyhold.internal.journal;

import dev.keyhold.internal.wait.Host;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The one thread that writes and syncs; and what others see of it. */
final class JournalThread {
  /*
   * A round: take what is queued and write it as batches; sync if somebody waits for it or if it is
   * time; tell those who have waited. While a sync is under way commits gather in the queue, and the
   * next one is for all of them: a group commit.
   *
   *   J1 durable ≤ written ≤ added, each a revision, each only rises.
   *   J2 A batch that did not fit on the disk stays in `batch` until it does: commits are neither
   *      dropped nor written out of order.
   *   J3 `failure` is set once, and nothing is written or synced after it.
   *
   * Sleeping: the writer says so in `sleep`, looks once more for work, and parks; whoever makes work
   * publishes it and then looks at `sleep`. All of these are volatile, so one of the two sees the
   * other. A commit that nobody waits for wakes the writer only from IDLE: while such commits keep
   * coming it takes naps, and wakes up by itself. So they pay for a wake-up once in a while.
   */
  private static final int AWAKE = 0;
  private static final int NAPPING = 1;
  private static final int IDLE = 2;

  /** So many naps without a commit before it is idle. */
  private static final int NAPS = 10;

  private static final int BATCH_BYTES = 1 << 20;
  private static final long FOREVER = Long.MAX_VALUE;

  private final Disk disk;
  private final JournalSettings settings;
  private final CommitQueue queue;
  private final LogWriter log;
  private final Reserve reserve;
  private final Runnable regulate;

  private final AtomicInteger sleep = new AtomicInteger(AWAKE);
  private final AtomicLong wanted = new AtomicLong();
  private final DurableWaits waits = new DurableWaits();

  /** Whether something is to be synced that nobody waits for. */
  private volatile boolean soon;

  private volatile long durable;
  private volatile long writtenBytes;
  private volatile @Nullable IOException failure;
  private volatile @Nullable NoRoomException full;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile @Nullable Thread thread;
  private volatile Host host = Host.JVM;

  // ── the thread's own ───────────────────────────────────────────────────────────────────────

  private final ByteSink batch = new ByteSink();
  private int batchCommits;
  private long written;

  /** When the first commit that is not durable was written. */
  private long dirtySinceNanos;

  /** When the full disk was looked at. */
  private long triedNanos;

  private boolean marked = true;

  JournalThread(
      Disk disk,
      JournalSettings settings,
      CommitQueue queue,
      LogWriter log,
      Reserve reserve,
      Runnable regulate) {
    this.disk = disk;
    this.settings = settings;
    this.queue = queue;
    this.log = log;
    this.reserve = reserve;
    this.regulate = regulate;
  }

  /** Before anything else. */
  void begin(Host where, long last, @Nullable NoRoomException fullAlready) {
    host = where;
    durable = last;
    written = last;
    wanted.set(last);
    full = fullAlready;
    triedNanos = where.nanoTime();
    writtenBytes = log.writtenBytes();
    regulate.run();
    where.executeDaemon("keyhold-journal", this::run);
  }

  // ── anybody's ──────────────────────────────────────────────────────────────────────────────

  long durable() {
    return durable;
  }

  long writtenBytes() {
    return writtenBytes;
  }

  boolean isUsable() {
    return failure == null && full == null && !closing;
  }

  void requireUsable() {
    IOException failed = failure;
    if (failed != null) {
      throw Trouble.failed(disk, failed);
    }
    if (closing) {
      throw Trouble.closed(disk);
    }
    NoRoomException noRoom = full;
    if (noRoom != null) {
      throw Trouble.full(disk, noRoom);
    }
  }

  void wake() {
    wakeFrom(NAPPING);
  }

  void wakeIfIdle() {
    wakeFrom(IDLE);
  }

  private void wakeFrom(int least) {
    int seen = sleep.get();
    if (seen >= least && sleep.compareAndSet(seen, AWAKE)) {
      Thread sleeper = thread;
      if (sleeper != null) {
        host.unpark(sleeper);
      }
    }
  }

  void syncSoon() {
    if (!soon) {
      soon = true;
    }
    wakeIfIdle();
  }

  /** Takes somebody who waits; it may be over at once. */
  void join(DurableWait wait) {
    assert wait.revision <= queue.added() : "a wait for a commit that was not appended";
    waits.add(wait);
    wanted.accumulateAndGet(wait.revision, Math::max);
    wake();
    if (ended) {
      waits.endAll(this::failureOf);
    }
  }

  /** Why a commit whose wait is over is not durable; null: it is. */
  @Nullable RuntimeException failureOf(long revision) {
    if (revision <= durable) {
      return null;
    }
    IOException failed = failure;
    if (failed != null) {
      return Trouble.notDurable(disk, revision, failed);
    }
    NoRoomException noRoom = full;
    return noRoom != null ? Trouble.full(disk, noRoom) : Trouble.closed(disk);
  }

  void close() {
    closing = true;
    regulate.run();
    DurableWait end = new DurableWait(Long.MAX_VALUE, null);
    waits.add(end);
    wake();
    if (ended) {
      waits.endAll(this::failureOf);
    }
    end.await();
    long last = queue.added();
    RuntimeException unwritten = last > durable ? failureOf(last) : null;
    if (unwritten != null) {
      throw unwritten;
    }
  }

  // ── the thread ─────────────────────────────────────────────────────────────────────────────

  private void run() {
    thread = Thread.currentThread();
    try {
      rounds();
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = new IOException("the journal's thread has died: " + e, e);
      throw e;
    } finally {
      closeLog();
      ended = true;
      regulate.run();
      waits.settle(Long.MAX_VALUE, this::failureOf);
      waits.endAll(this::failureOf);
    }
  }

  private void closeLog() {
    try {
      log.close();
    } catch (IOException e) {
      // what had to be on disk has been synced, or the failure is known
    }
  }

  private void rounds() throws IOException {
    int naps = 0;
    while (true) {
      boolean last = closing; // what was appended before is in the queue now
      boolean worked = write();
      if (mustSync(last)) {
        sync();
        worked = true;
      }
      if (full != null) {
        lookForRoom(last);
      }
      waits.settle(durable, this::failureOf);
      regulate.run();
      if (last && (full != null || isAllWritten())) {
        end();
        return;
      }
      if (worked) {
        naps = 0;
      } else {
        naps++;
        sleep(naps);
      }
    }
  }

  private boolean isAllWritten() {
    return batchCommits == 0 && queue.isEmpty();
  }

  /** Writes what is queued, until a sync is due; whether there was something. */
  private boolean write() throws IOException {
    boolean worked = false;
    while (!isAllWritten() && !isWaitingForRoom()) {
      if (batchCommits == 0) {
        batch.clear(Frame.BYTES);
        batchCommits = queue.take(batch, BATCH_BYTES);
      }
      if (!writeBatch()) {
        break;
      }
      worked = true;
      if (mustSync(false)) {
        break;
      }
    }
    return worked;
  }

  private boolean writeBatch() throws IOException {
    try {
      log.write(batch, batchCommits);
    } catch (NoRoomException e) {
      isFull(e);
      if (!reserve.release()) {
        return false;
      }
      return writeBatch();
    }
    if (written == durable) {
      dirtySinceNanos = host.nanoTime();
    }
    written = log.next() - 1;
    writtenBytes = log.writtenBytes();
    batchCommits = 0;
    marked = false;
    queue.done();
    return true;
  }

  private boolean mustSync(boolean last) {
    if (written == durable) {
      return false;
    }
    return last
        || wanted.get() > durable
        || written - durable >= Recovered.REVISIONS_LOST_MAX / 4
        || (soon && host.nanoTime() - dirtySinceNanos >= settings.syncNanos());
  }

  private void sync() throws IOException {
    long target = written;
    soon = false; // a commit that asks for it from here on is either added already, or sets it
    boolean more = queue.added() > target;
    log.sync();
    durable = target;
    if (more) {
      soon = true; // perhaps it was meant by one of those
    }
  }

  // ── a full disk ────────────────────────────────────────────────────────────────────────────

  private void isFull(NoRoomException e) {
    full = e;
    triedNanos = host.nanoTime();
    regulate.run();
  }

  private boolean isWaitingForRoom() {
    return full != null && batchCommits > 0 && host.nanoTime() - triedNanos < settings.retryNanos();
  }

  /** Once all that was let in is written, room for what may be let in is kept again. */
  private void lookForRoom(boolean last) throws IOException {
    if (last || !isAllWritten() || host.nanoTime() - triedNanos < settings.retryNanos()) {
      return;
    }
    triedNanos = host.nanoTime();
    try {
      reserve.acquire();
      full = null;
    } catch (NoRoomException e) {
      full = e;
    }
  }

  // ── the end ────────────────────────────────────────────────────────────────────────────────

  private void end() throws IOException {
    if (isAllWritten()) {
      try {
        log.end();
      } catch (NoRoomException e) {
        // everything is on disk but the word that this was an orderly end
        return;
      }
      durable = written;
      reserve.release(); // nothing is let in any more
    }
  }

  // ── sleep ──────────────────────────────────────────────────────────────────────────────────

  private void sleep(int naps) throws IOException {
    boolean idle = naps > NAPS;
    if (idle && !marked && written == durable) {
      mark();
    }
    sleep.set(idle ? IDLE : NAPPING);
    if (!hasWork(idle)) {
      long nanos = sleepNanos(idle);
      if (nanos == FOREVER) {
        host.park(this);
      } else if (nanos > 0) {
        host.parkNanos(this, nanos);
      }
    }
    sleep.set(AWAKE);
  }

  private boolean hasWork(boolean idle) {
    if (closing) {
      return true;
    }
    if (full != null && !isAllWritten()) {
      return false;
    }
    return wanted.get() > durable || (idle && !queue.isEmpty());
  }

  private long sleepNanos(boolean idle) {
    if (full != null) {
      return settings.retryNanos() - (host.nanoTime() - triedNanos);
    }
    if (!idle) {
      return settings.napNanos();
    }
    return soon && written > durable
        ? settings.syncNanos() - (host.nanoTime() - dirtySinceNanos)
        : FOREVER;
  }

  private void mark() throws IOException {
    marked = true;
    try {
      log.mark();
    } catch (NoRoomException e) {
      // it was worth a try
    }
  }

  @Override
  public String toString() {
    return "commits for " + disk;
  }
}
