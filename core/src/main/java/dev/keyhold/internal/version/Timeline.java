package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
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
   * The latch is held for a few stores, for the append to the history, which keeps commits in order
   * for those who follow them, and for the timers of what expires. No code of the user's runs under
   * it. What is counted (keys, bytes, timers) changes under it as well, so the quota is looked at
   * there: a commit that it refuses takes its pending heads back, as one that meets a dead entry.
   */

  /** Whatever the newest commit is. */
  public static final long NOW = -1;

  /** Not a revision: the entry was dead. */
  public static final long DEAD = 0;

  /** Not a revision: the quota has no room for it. */
  public static final long FULL = -2;

  private static final VarHandle LIVE;
  private static final VarHandle HEADS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      LIVE = lookup.findVarHandle(Timeline.class, "live", long.class);
      HEADS = lookup.findVarHandle(Timeline.class, "headsBytes", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Newest newest = new Newest();
  private final History history;
  private final Snapshots snapshots;
  private final Expiries expiries = new Expiries(newest);
  private final Quota quota;

  /** The keys that hold something, as of the newest commit. Written under the latch. */
  @SuppressWarnings("UnusedVariable") // by its handle
  private long live;

  /** What the newest versions and their values take. Written under the latch. */
  @SuppressWarnings("UnusedVariable") // by its handle
  private long headsBytes;

  /** Guarded by the latch. */
  private long commits;

  /** Of all commits. Guarded by the latch. */
  private long writes;

  /** One without a quota. */
  public Timeline(History history, Snapshots.Reclaim reclaim) {
    this(history, reclaim, Quota.NONE);
  }

  /**
   * Nothing is committed: the revision is 0.
   *
   * @param reclaim is told of an entry of which a snapshot was the last to need more than its
   *     removal; called by whichever thread closes the snapshot, with nothing held
   */
  public Timeline(History history, Snapshots.Reclaim reclaim, Quota quota) {
    this.history = history;
    this.snapshots = new Snapshots(reclaim, this::endHistory);
    this.quota = quota;
  }

  // ── commits ────────────────────────────────────────────────────────────────────────────────

  /**
   * Commits one version.
   *
   * @param entry whose key the caller holds exclusively, until this returns
   * @return its revision; {@link #DEAD}: the entry has left the index, so find another; {@link
   *     #FULL}
   */
  public long commit(Entry<Version> entry, Version next) {
    Version old = entry.version();
    next.before(old);
    if (!entry.replace(old, next)) {
      return DEAD;
    }
    Committed kept = history.prepare(entry, next, old, snapshots);
    int gained = gain(old, next);
    long newest = this.newest.latch();
    long revision = FULL;
    try {
      if (!isFull(gained, asked(old, next))) {
        revision = newest + 1;
        next.committed(revision);
        count(1, gained, growth(old, next));
        note(entry, old, next);
        newest = revision;
        if (history.isKept()) {
          this.newest.publish(revision);
          history.append(revision, kept == null ? Committed.of(entry, next, old, snapshots) : kept);
        }
      }
    } finally {
      this.newest.unlatch(newest);
    }
    if (revision == FULL) {
      unlink(entry, next);
      return FULL;
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
   *     happened; {@link #FULL}, and nothing has happened
   */
  public long commit(List<Write> writes) {
    assert !writes.isEmpty() : "a commit of nothing";
    int linked = 0;
    long gained = 0;
    long grown = 0;
    long asked = 0;
    while (linked < writes.size()) {
      Write each = writes.get(linked);
      Version old = each.entry().version();
      each.next().before(old);
      if (!each.entry().replace(old, each.next())) {
        unlink(writes.subList(0, linked));
        return DEAD;
      }
      gained += gain(old, each.next());
      grown += growth(old, each.next());
      asked += asked(old, each.next());
      linked++;
    }
    Committed kept = history.prepare(writes, snapshots);
    long newest = this.newest.latch();
    long revision = FULL;
    try {
      if (!isFull(gained, asked)) {
        revision = newest + 1;
        count(writes.size(), gained, grown);
        for (Write each : writes) {
          each.next().committed(revision);
          note(each.entry(), each.next().before(), each.next());
        }
        newest = revision;
        if (history.isKept()) {
          this.newest.publish(revision);
          history.append(revision, kept == null ? Committed.of(writes, snapshots) : kept);
        }
      }
    } finally {
      this.newest.unlatch(newest);
    }
    if (revision == FULL) {
      unlink(writes);
      return FULL;
    }
    for (Write each : writes) {
      snapshots.superseded(each.entry(), each.next());
    }
    history.sleepers().signal();
    return revision;
  }

  private static void unlink(List<Write> pending) {
    pending.forEach(each -> unlink(each.entry(), each.next()));
  }

  private static void unlink(Entry<Version> entry, Version pending) {
    Version before = pending.before();
    // A first version has nothing to be replaced by but a removal, which says the same.
    Version instead = before == null ? Version.never() : before;
    boolean done = entry.replace(pending, instead);
    assert done : "somebody wrote a key that is held exclusively";
  }

  private static int gain(@Nullable Version old, Version next) {
    int before = old == null || old.isRemoval() ? 0 : 1;
    return (next.isRemoval() ? 0 : 1) - before;
  }

  private static long growth(@Nullable Version old, Version next) {
    return (long) next.bytes() - (old == null ? 0 : old.bytes());
  }

  /** The room it takes to commit it; nothing if the value stays, and only its expiry is new. */
  private static long asked(@Nullable Version old, Version next) {
    return old != null && old.value() == next.value() ? 0 : growth(old, next);
  }

  /** Under the latch. What makes nothing larger is never refused. */
  private boolean isFull(long gained, long asked) {
    return (gained > 0 && gained > quota.entriesMax() - (long) LIVE.get(this))
        || (asked > 0 && quota.bytesMax() != Long.MAX_VALUE && asked > quota.bytesMax() - bytes());
  }

  /** Under the latch. */
  private void count(int written, long gained, long grown) {
    commits++;
    writes += written;
    LIVE.setOpaque(this, (long) LIVE.get(this) + gained);
    HEADS.setOpaque(this, (long) HEADS.get(this) + grown);
  }

  /** Under the latch: what expires is known to the timers. */
  private void note(Entry<Version> entry, @Nullable Version old, Version next) {
    if (next.isPassing() || (old != null && old.isPassing())) {
      expiries.change(entry, old, next);
    }
  }

  // ── history ────────────────────────────────────────────────────────────────────────────────

  /** Has the history keep commits from now on, for good. */
  public void keepHistory() {
    if (!history.isForGood()) {
      long at = newest.latch();
      try {
        history.begin(at);
        history.forGood();
      } finally {
        newest.unlatch();
      }
    }
  }

  /** Has the history keep commits from now on, as long as a snapshot is open. */
  void beginHistory() {
    // Always under the latch: it may be ended by somebody who does not see this snapshot yet.
    if (!history.isForGood()) {
      long at = newest.latch();
      try {
        history.begin(at);
      } finally {
        newest.unlatch();
      }
    }
  }

  /** The last snapshot was closed. */
  private void endHistory() {
    if (!history.isForGood() && history.oldestRevision() >= 0) {
      newest.latch();
      try {
        // One that is being opened is there before it takes the latch: seen here, or it begins
        // anew.
        if (snapshots.isNone()) {
          history.end();
        }
      } finally {
        newest.unlatch();
      }
    }
  }

  /**
   * The place in the history behind a commit; the history keeps commits from now on, for good.
   *
   * @param revision the commit's, which exists; {@link #NOW}: the newest
   * @return null: what came after it is not all kept
   */
  public @Nullable Committed follow(long revision) {
    long newest = this.newest.latch();
    try {
      history.begin(newest);
      history.forGood();
      if (revision == NOW) {
        return history.newest();
      }
    } finally {
      this.newest.unlatch(newest);
    }
    // Whatever was committed before is in it by now; the way there is long, and takes no latch.
    return history.after(revision);
  }

  /** What the history keeps. */
  public History.State historyState() {
    long newest = this.newest.latch();
    try {
      return history.state();
    } finally {
      this.newest.unlatch(newest);
    }
  }

  /** How many followers wait for a commit. */
  public int sleeping() {
    return history.sleepers().count();
  }

  History history() {
    return history;
  }

  /** How many commits there were, and how many writes they had. */
  public Counts counts() {
    newest.latch();
    try {
      return new Counts(commits, writes);
    } finally {
      newest.unlatch();
    }
  }

  /** Since this timeline was made. */
  public record Counts(long commits, long writes) {}

  // ── reads ──────────────────────────────────────────────────────────────────────────────────

  /** The newest commit's revision; 0: there was none. */
  public long last() {
    return newest.revision();
  }

  /** The number of keys that hold something at this moment, expired ones included. */
  public long live() {
    return (long) LIVE.getOpaque(this);
  }

  /** The same without the expired ones. May wait for the latch when there are some. */
  public long visible(long nowMillis) {
    if (expiries.isNothingOver(nowMillis)) {
      return live();
    }
    while (true) {
      newest.latch();
      try {
        if (expiries.advance(nowMillis)) {
          return live() - expiries.expired();
        }
      } finally {
        newest.unlatch();
      }
    }
  }

  // ── the account ────────────────────────────────────────────────────────────────────────────

  /** What the newest versions and their values take of the heap. */
  public long headsBytes() {
    return (long) HEADS.getOpaque(this);
  }

  /**
   * What the history takes beside them and snapshots. Values that were replaced beside a snapshot
   * are in both; counted are as many as both may have, so this is exact unless one snapshot was
   * closed and another one is open.
   */
  public long historyBytes() {
    return history.heapBytes() - Math.min(snapshots.keptValuesBytes(), history.sharedBytes());
  }

  /** What takes room beside that: for snapshots, for the history, and as the quota knows. */
  public long bytes() {
    return headsBytes() + snapshots.keptBytes() + historyBytes() + quota.otherBytes().getAsLong();
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

  /** Opens a snapshot of what is committed now, and sees it whether it has expired or not. */
  public Pin snapshot() {
    return snapshot(Pin.BEFORE_ALL);
  }

  /**
   * Opens a snapshot of what is committed now. Waits for no writer.
   *
   * @param nowMillis what has expired by then is not in it; what expires later stays in it
   */
  public Pin snapshot(long nowMillis) {
    return snapshots.open(this, nowMillis, false);
  }

  /** The same, from which one can {@link #follow} what is committed, as long as it is open. */
  public Pin snapshotToFollow(long nowMillis) {
    return snapshots.open(this, nowMillis, true);
  }

  /** What expires. */
  public Expiries expiries() {
    return expiries;
  }

  public Snapshots snapshots() {
    return snapshots;
  }
}
