package dev.keyhold.internal.journal;

import dev.keyhold.error.LimitException;
import dev.keyhold.error.StorageException;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.version.Write;
import dev.keyhold.internal.wait.Host;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes commits in their order and brings them to disk. What a commit asks for is said after it, by
 * one call:
 *
 * <ul>
 *   <li>{@link #appended}: nothing. It is written soon, and survives the end of this process then;
 *       it survives a crash of the machine once it is synced, which may be never.
 *   <li>{@link #syncSoon}: that it is synced half a second after it was written, at the latest
 *       ({@link JournalSettings#syncNanos}). So at most a second is lost, unless the disk takes
 *       longer than half a second for it.
 *   <li>{@link #awaitDurable} or {@link #durable}: that it is synced before this returns, together
 *       with all others that are waited for.
 * </ul>
 *
 * <p>A crash leaves some first commits, in the order of their revisions, each of them whole: if one
 * is there, so are all before it. A commit is in here, and seen by others, before it is durable;
 * whoever must not act on what may be lost waits for {@link #durableRevision}.
 *
 * <p>If the disk fails, nothing is written any more: {@link #admit} and all waits throw, now and
 * until the database is opened anew. If it is full, {@link #admit} throws until there is room;
 * commits that it has let in before have room kept for them.
 *
 * <p>Any thread may call anything, but for {@code append}, whose callers hold the timeline's latch.
 */
public final class Journal implements AutoCloseable {
  private final Disk disk;
  private final JournalSettings settings;
  private final CommitQueue queue;
  private final JournalThread writer;
  private final Queue<Thread> pressed = new ConcurrentLinkedQueue<>();

  /** Whether {@link #admit} has to look closer. */
  private volatile boolean gated;

  private Journal(
      Disk disk, JournalSettings settings, CommitQueue queue, LogWriter log, Reserve reserve) {
    this.disk = disk;
    this.settings = settings;
    this.queue = queue;
    this.writer = new JournalThread(disk, settings, queue, log, reserve, this::regulate);
  }

  /**
   * Begins a new log behind what was recovered.
   *
   * @param recovered of this directory, whose lock the caller holds until this is closed
   * @throws StorageException the disk is full, or fails
   */
  public static Journal start(Disk disk, Recovered recovered, JournalSettings settings) {
    Host host = Host.current();
    long last = recovered.nextRevision() - 1;
    Opening opening = Opening.begin(disk, recovered, settings, host::currentTimeMillis);
    Journal journal =
        new Journal(disk, settings, new CommitQueue(last), opening.log(), opening.reserve());
    journal.writer.begin(host, last, opening.full());
    return journal;
  }

  // ── before and at the commit ───────────────────────────────────────────────────────────────

  /**
   * Before a commit, with no latch held: waits while too much is not written yet. Lets in commits
   * that are made at the same time although they are too much together.
   *
   * @throws StorageException the commit must not be made: the disk is full, or has failed
   * @throws dev.keyhold.error.ClosedException the same, as this is closed
   */
  public void admit() {
    if (gated) {
      admitSlowly();
    }
  }

  /**
   * The same for a commit of several writes.
   *
   * @throws dev.keyhold.error.LimitException they are more than a batch can have
   */
  public void admit(List<Write> writes) {
    long bytes = Format.COMMIT_BYTES + Format.sizeBytes(writes);
    if (bytes > Format.BYTES_MAX) {
      throw new LimitException(
          "a commit of %,d bytes; the limit is %,d with a journal: make several of it"
              .formatted(bytes, Format.BYTES_MAX));
    }
    admit();
  }

  private void admitSlowly() {
    boolean interrupted = false;
    Thread self = Thread.currentThread();
    while (isPressed()) {
      pressed.add(self);
      if (isPressed()) {
        writer.wake();
        interrupted |= Thread.interrupted();
        Host.current().park(this);
      }
      pressed.remove(self);
    }
    if (interrupted) {
      self.interrupt();
    }
  }

  private boolean isPressed() {
    writer.requireUsable();
    return gated && isTooMuch();
  }

  private boolean isTooMuch() {
    return queue.pendingBytes() > settings.pendingBytesMax();
  }

  /**
   * From the writer, after each round and when its state has changed: opens the gate or shuts it.
   */
  private void regulate() {
    if (!writer.isUsable()) {
      gated = true;
    } else if (gated && queue.pendingBytes() <= settings.pendingBytesMax() / 2) {
      gated = false;
    } else {
      return;
    }
    // Taken out before it is woken: one that is awake may be back in the queue at once.
    Thread each = pressed.poll();
    while (each != null) {
      Host.current().unpark(each);
      each = pressed.poll();
    }
  }

  /**
   * A commit of one write, which {@link #admit} has let in. Only puts it into a queue.
   *
   * @param revision one more than that of the commit before
   */
  public void append(long revision, Entry<Version> entry, Version next) {
    regulate(queue.add(revision, entry, next));
  }

  /** A commit of several writes; the list and the writes do not change any more. */
  public void append(long revision, List<Write> writes) {
    regulate(queue.add(revision, writes));
  }

  private void regulate(long pendingBytes) {
    if (pendingBytes > settings.pendingBytesMax() && !gated) {
      gated = true;
    }
  }

  // ── after the commit ───────────────────────────────────────────────────────────────────────

  /** After a commit, with no latch held: it may be synced or not. */
  public void appended() {
    writer.wakeIfIdle();
  }

  /** After a commit, with no latch held: it is synced soon. */
  public void syncSoon() {
    writer.syncSoon();
  }

  /**
   * Waits until a commit survives a crash. An interrupt does not end it, as the commit is made.
   *
   * @param revision of a commit that has been appended
   * @throws StorageException it may not survive, as the disk has failed; or this was closed on a
   *     full disk
   * @throws dev.keyhold.error.ClosedException this has been closed, and had no such commit
   */
  public void awaitDurable(long revision) {
    if (revision > writer.durable()) {
      DurableWait wait = new DurableWait(revision, null);
      writer.join(wait);
      wait.await();
      RuntimeException failure = writer.failureOf(revision);
      if (failure != null) {
        throw failure;
      }
    }
  }

  /**
   * The same for who does not wait. What depends on the future runs on a thread of its own.
   *
   * @return fails as {@link #awaitDurable} does; cancelling it has no effect on the commit
   */
  public CompletableFuture<@Nullable Void> durable(long revision) {
    CompletableFuture<@Nullable Void> future = new CompletableFuture<>();
    if (revision <= writer.durable()) {
      future.complete(null);
    } else {
      writer.join(new DurableWait(revision, future));
    }
    return future;
  }

  /** The newest commit that survives a crash, with all before it. */
  public long durableRevision() {
    return writer.durable();
  }

  /** How many bytes of logs have been written since the start; checkpoints are due by them. */
  public long writtenBytes() {
    return writer.writtenBytes();
  }

  /**
   * Writes and syncs what was appended, and notes that the end was orderly. After the last append;
   * waits for it. Calling it again does nothing. The lock of the directory stays the caller's.
   *
   * @throws StorageException not everything is on disk: it has failed, or is full
   */
  @Override
  public void close() {
    writer.close();
  }

  @Override
  public String toString() {
    return "the journal in " + disk;
  }
}
