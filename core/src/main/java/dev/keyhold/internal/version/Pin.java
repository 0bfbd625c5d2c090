package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An open snapshot: as long as it is open, what it sees stays. Made by {@link Timeline#snapshot};
 * any thread may read through it and close it.
 */
public final class Pin {
  /** While it is being opened: whatever it may turn out to see is kept. */
  static final long OPENING = Long.MAX_VALUE;

  /** A time at which nothing has expired. */
  static final long BEFORE_ALL = Long.MIN_VALUE;

  private static final Kept CLOSED = new Kept(null, null, null, 0);

  private final Snapshots snapshots;

  /** When it was opened: what has expired by then it does not see. */
  private final long openedMillis;

  /** Set once. */
  private volatile long revision = OPENING;

  /** Neighbours by age. Guarded by the registry's lock. */
  @Nullable Pin older;

  @Nullable Pin newer;

  /** What is kept for this one, or for older ones, too; {@link #CLOSED} in the end. */
  private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

  /** When it was opened, on the host's clock. */
  private final long sinceNanos = Host.current().nanoTime();

  /** Where it was opened, if lines are recorded. */
  private final @Nullable StackTraceElement site = Site.now();

  Pin(Snapshots snapshots, long openedMillis) {
    this.snapshots = snapshots;
    this.openedMillis = openedMillis;
  }

  /** When it was opened, on the host's clock. */
  public long sinceNanos() {
    return sinceNanos;
  }

  /** Where it was opened; null: not recorded. */
  public @Nullable StackTraceElement site() {
    return site;
  }

  /** How many versions are kept for it now, and for none newer. */
  public int keptCount() {
    Kept all = kept.get();
    return all == null ? 0 : all.count();
  }

  /** What it sees: the commits up to this one. */
  public long revision() {
    return revision;
  }

  void sees(long last) {
    revision = last;
  }

  /** What an entry held; null: nothing had been committed, or it was over. Waits for nobody. */
  public @Nullable Version of(Entry<Version> entry) {
    Version seen = Version.at(entry.version(), revision);
    return seen != null && seen.isPassing() && !seen.isVisible(openedMillis) ? null : seen;
  }

  /**
   * Lets go of what only this one needs.
   *
   * @return false: it was closed before
   */
  public boolean close() {
    return snapshots.close(this);
  }

  /**
   * A version that would have been taken out, was it not for this one.
   *
   * @param version superseded, of the entry's chain
   * @param count of this and those behind it
   */
  record Kept(
      @Nullable Entry<Version> entry, @Nullable Version version, @Nullable Kept next, int count) {}

  /** Keeps a version until this is closed; false: it is closed. */
  boolean keep(Entry<Version> entry, Version version) {
    while (true) {
      Kept before = kept.get();
      if (before == CLOSED) {
        return false;
      }
      if (kept.compareAndSet(
          before, new Kept(entry, version, before, before == null ? 1 : before.count() + 1))) {
        return true;
      }
    }
  }

  /** What is kept. */
  List<Version> noted() {
    List<Version> all = new ArrayList<>();
    for (Kept each = kept.get(); each != null; each = each.next()) {
      if (each.version() != null) {
        all.add(each.version());
      }
    }
    return all;
  }

  /** Keeps nothing from now on. */
  @Nullable Kept take() {
    return kept.getAndSet(CLOSED);
  }
}
