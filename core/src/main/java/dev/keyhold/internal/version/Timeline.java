package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Puts commits in one order and makes each visible at once: to reads, to snapshots, to whoever
 * follows the {@link History}. Any thread may call anything here; whoever commits holds the keys
 * exclusively.
 */
public final class Timeline {
  /*
   * A commit links its versions as the heads of their entries, pending. Under the latch it then gets
   * the next revision, stamps them with it, and publishes it in `last`. That store is the commit: a
   * version with a higher revision than `last` does not exist yet, for anybody.
   *
   *   entry ──head──▶ pending ──before──▶ version 4 ──before──▶ version 1
   *                   not there yet       what reads see        a snapshot at 3 sees this
   *
   *   V1 Revisions along a chain go down strictly; only the head may be pending. Heads are linked by
   *      the key's holder.
   *   V2 All versions of a commit are linked and stamped before its revision is published.
   *   V3 A predecessor is taken out of a chain only after the revision of its successor has been
   *      published, and only if no open snapshot lies in between (Snapshots).
   *   V4 An entry dies, and leaves the index, only while its head is a removal with nothing before
   *      it, or nothing at all; linking fails then, before anything has been committed.
   *
   * A read takes the head, then `last`. If the head is above, it is not there yet; its predecessor
   * is, since the next version is linked only after the one before has been published. By V3 that
   * predecessor may be gone, or replaced by its own, but then `last` has reached the head: so having
   * read it, it looks at `last` again, and begins anew if that has happened. It begins anew only when
   * a commit of this very key has been published meanwhile: a read waits for nobody, least of all
   * for a committer that is not running.
   *
   * The latch is held for a few stores, and for the append to the history, which keeps commits in
   * order for those who follow them. No code of the user's runs under it.
   */

  /** Whatever the newest commit is. */
  public static final long NOW = -1;

  /** Not a revision: the entry was dead. */
  public static final long DEAD = 0;

  private static final VarHandle LAST;
  private static final VarHandle LIVE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      LAST = lookup.findVarHandle(Timeline.class, "last", long.class);
      LIVE = lookup.findVarHandle(Timeline.class, "live", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ReentrantLock latch = new ReentrantLock();
  private final History history;
  private final Snapshots snapshots;

  /** The newest commit's revision. Written under the latch. */
  @SuppressWarnings("UnusedVariable") // by its handle
  private long last;

  /** The keys that hold something, as of the newest commit. Written under the latch. */
  @SuppressWarnings("UnusedVariable") // by its handle
  private long live;

  /**
   * Nothing is committed: the revision is 0.
   *
   * @param reclaim is told of an entry of which a snapshot was the last to need more than its
   *     removal; called by whichever thread closes the snapshot, with nothing held
   */
  public Timeline(History history, Snapshots.Reclaim reclaim) {
    this.history = history;
    this.snapshots = new Snapshots(reclaim);
  }

  // ── commits ────────────────────────────────────────────────────────────────────────────────

  /**
   * Commits one version.
   *
   * @param entry whose key the caller holds exclusively, until this returns
   * @return its revision; {@link #DEAD}: the entry has left the index, so find another
   */
  public long commit(Entry<Version> entry, Version next) {
    Version old = entry.version();
    next.before(old);
    if (!entry.replace(old, next)) {
      return DEAD;
    }
    Committed kept = history.prepare(entry, next, old);
    long revision;
    latch.lock();
    try {
      revision = (long) LAST.get(this) + 1;
      next.committed(revision);
      LIVE.setOpaque(this, (long) LIVE.get(this) + gain(old, next));
      LAST.setVolatile(this, revision);
      if (history.isKept()) {
        history.append(revision, kept == null ? Committed.of(entry, next, old) : kept);
      }
    } finally {
      latch.unlock();
    }
    snapshots.superseded(entry, next);
    history.sleepers().signal();
    return revision;
  }

  /**
   * Commits several versions as one.
   *
   * @param writes to different entries, all of whose keys the caller holds exclusively, until this
   *     returns; one at least
   * @return their revision; {@link #DEAD}: one of the entries has left the index, and nothing has
   *     happened
   */
  public long commit(List<Write> writes) {
    assert !writes.isEmpty() : "a commit of nothing";
    int linked = 0;
    long gained = 0;
    while (linked < writes.size()) {
      Write each = writes.get(linked);
      Version old = each.entry().version();
      each.next().before(old);
      if (!each.entry().replace(old, each.next())) {
        unlink(writes.subList(0, linked));
        return DEAD;
      }
      gained += gain(old, each.next());
      linked++;
    }
    Committed kept = history.prepare(writes);
    long revision;
    latch.lock();
    try {
      revision = (long) LAST.get(this) + 1;
      for (Write each : writes) {
        each.next().committed(revision);
      }
      LIVE.setOpaque(this, (long) LIVE.get(this) + gained);
      LAST.setVolatile(this, revision);
      if (history.isKept()) {
        history.append(revision, kept == null ? Committed.of(writes) : kept);
      }
    } finally {
      latch.unlock();
    }
    for (Write each : writes) {
      snapshots.superseded(each.entry(), each.next());
    }
    history.sleepers().signal();
    return revision;
  }

  private static void unlink(List<Write> pending) {
    for (Write each : pending) {
      Version before = each.next().before();
      // A first version has nothing to be replaced by but a removal, which says the same.
      Version instead = before == null ? Version.never() : before;
      boolean done = each.entry().replace(each.next(), instead);
      assert done : "somebody wrote a key that is held exclusively";
    }
  }

  private static int gain(@Nullable Version old, Version next) {
    int before = old == null || old.isRemoval() ? 0 : 1;
    return (next.isRemoval() ? 0 : 1) - before;
  }

  // ── history ────────────────────────────────────────────────────────────────────────────────

  /** Has the history keep commits from now at the latest. */
  public void keepHistory() {
    if (history.oldestRevision() >= 0) {
      return;
    }
    latch.lock();
    try {
      history.begin((long) LAST.get(this));
    } finally {
      latch.unlock();
    }
  }

  /**
   * The place in the history behind a commit; the history keeps commits from now at the latest.
   *
   * @param revision the commit's, which exists; {@link #NOW}: the newest
   * @return null: what came after it is not all kept
   */
  public @Nullable Committed follow(long revision) {
    latch.lock();
    try {
      history.begin((long) LAST.get(this));
      if (revision == NOW) {
        return history.newest();
      }
    } finally {
      latch.unlock();
    }
    // Whatever was committed before is in it by now; the way there is long, and takes no latch.
    return history.after(revision);
  }

  /** What the history keeps. */
  public History.State historyState() {
    latch.lock();
    try {
      return history.state();
    } finally {
      latch.unlock();
    }
  }

  /** How many followers wait for a commit. */
  public int sleeping() {
    return history.sleepers().count();
  }

  History history() {
    return history;
  }

  // ── reads ──────────────────────────────────────────────────────────────────────────────────

  /** The newest commit's revision; 0: there was none. */
  public long last() {
    return (long) LAST.getVolatile(this);
  }

  /** The number of keys that hold something at this moment, expired ones included. */
  public long live() {
    return (long) LIVE.getOpaque(this);
  }

  /** What an entry holds now; null: nothing was ever committed. Waits for nobody. */
  public @Nullable Version current(Entry<Version> entry) {
    while (true) {
      Version head = entry.version();
      if (head == null || head.revision() <= last()) {
        return head;
      }
      Version before = head.before();
      if (last() < head.revision()) {
        return before;
      }
    }
  }

  /** Opens a snapshot of what is committed now. Waits for no writer. */
  public Pin snapshot() {
    return snapshots.open(this);
  }

  public Snapshots snapshots() {
    return snapshots;
  }
}
