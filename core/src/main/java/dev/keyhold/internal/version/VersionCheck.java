package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Cursor;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recounts all versions of an index: the invariants of {@link Timeline} and {@link Snapshots}. */
public final class VersionCheck {
  private final long last;
  private final List<Pin> pins;
  private final List<String> wrong = new ArrayList<>();

  /** What the open snapshots have noted. */
  private final Set<Version> noted = Collections.newSetFromMap(new IdentityHashMap<>());

  private long live;

  private VersionCheck(Timeline timeline) {
    last = timeline.last();
    pins = timeline.snapshots().all();
  }

  /**
   * Checks while nobody writes, opens or closes a snapshot.
   *
   * @return what does not hold, in words; empty: all of it does
   */
  public static List<String> of(Timeline timeline, OrderedIndex<Version> index) {
    VersionCheck check = new VersionCheck(timeline);
    check.pins();
    Cursor<Version> cursor = index.ascending(null, null);
    for (Entry<Version> entry = cursor.next(); entry != null; entry = cursor.next()) {
      check.entry(entry);
    }
    check.require(
        check.live == timeline.live(),
        "%,d keys hold something, and %,d are counted".formatted(check.live, timeline.live()));
    check.require(
        check.noted.isEmpty(),
        "S2: %,d versions are noted that are in no chain".formatted(check.noted.size()));
    return check.wrong;
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      wrong.add(rule);
    }
  }

  private void pins() {
    @Nullable Pin older = null;
    for (Pin pin : pins) {
      require(pin.revision() <= last, "a snapshot sees what is committed");
      require(
          older == null || older.revision() <= pin.revision(), "S1: snapshots stand by their age");
      for (Version each : pin.noted()) {
        require(noted.add(each), "S2: a version is noted once: " + each);
      }
      older = pin;
    }
  }

  private void entry(Entry<Version> entry) {
    Version head = entry.version();
    if (head == null) {
      wrong.add("V4: what nobody has written has left the index: " + entry);
      return;
    }
    require(!Snapshots.isBare(entry), "V4: what is removed for all has left the index: " + entry);
    require(head.revision() <= last, "V2: what is linked is committed: " + entry);
    live += head.isRemoval() ? 0 : 1;
    Version newer = head;
    for (Version old = newer.before(); old != null; old = old.before()) {
      require(old.revision() < newer.revision(), "V1: revisions along a chain go down: " + entry);
      require(isSeen(old, newer), "V3: what no snapshot sees has left its chain: " + entry);
      require(noted.remove(old), "S2: what is in a chain is noted: " + entry);
      newer = old;
    }
  }

  private boolean isSeen(Version old, Version newer) {
    for (Pin pin : pins) {
      if (old.revision() <= pin.revision() && pin.revision() < newer.revision()) {
        return true;
      }
    }
    return false;
  }
}
