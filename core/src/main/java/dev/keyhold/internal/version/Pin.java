package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
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

  private static final Kept CLOSED = new Kept(null, null, null);

  private final Snapshots snapshots;

  /** Set once. */
  private volatile long revision = OPENING;

  /** Neighbours by age. Guarded by the registry's lock. */
  @Nullable Pin older;

  @Nullable Pin newer;

  /** What is kept for this one, or for older ones, too; {@link #CLOSED} in the end. */
  private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

  Pin(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /** What it sees: the commits up to this one. */
  public long revision() {
    return revision;
  }

  void sees(long last) {
    revision = last;
  }

  /** What an entry held; null: nothing had been committed. Waits for nobody. */
  public @Nullable Version of(Entry<Version> entry) {
    return Version.at(entry.version(), revision);
  }

  /** Lets go of what only this one needs; nothing if it is closed. */
  public void close() {
    snapshots.close(this);
  }

  /**
   * A version that would have been taken out, was it not for this one.
   *
   * @param version superseded, of the entry's chain
   */
  record Kept(@Nullable Entry<Version> entry, @Nullable Version version, @Nullable Kept next) {}

  /** Keeps a version until this is closed; false: it is closed. */
  boolean keep(Entry<Version> entry, Version version) {
    while (true) {
      Kept before = kept.get();
      if (before == CLOSED) {
        return false;
      }
      if (kept.compareAndSet(before, new Kept(entry, version, before))) {
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
