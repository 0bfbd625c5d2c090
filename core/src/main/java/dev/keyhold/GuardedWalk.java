package dev.keyhold;

import dev.keyhold.Touched.Place;
import dev.keyhold.internal.index.Cursor;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.internal.version.Version;
import dev.keyhold.json.Json;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A walk over a range that a guard covers: what is committed there, and the guard's own writes. */
final class GuardedWalk {
  private GuardedWalk() {}

  /** All of the range at once: what the guard covers does not change, but its own writes do. */
  static Iterator<Keyhold.Entry> of(Engine engine, Touched touched, KeyRange range, boolean down) {
    long now = engine.clock.millis();
    NavigableMap<String, Keyhold.Entry> found = new TreeMap<>(CodePoints.ORDER);
    if (!range.isEmpty()) {
      Cursor<Version> cursor = Walk.cursor(engine.index, range, false);
      for (Entry<Version> entry = cursor.next(); entry != null; entry = cursor.next()) {
        String key = entry.keyText();
        Engine.entry(key, engine.timeline.current(entry))
            .filter(each -> !isOver(each, now))
            .ifPresent(each -> found.put(key, each));
      }
      for (Place place : touched.writes()) {
        if (range.contains(place.key)) {
          overlay(found, place.key, place.written(), now);
        }
      }
    }
    return (down ? found.descendingMap() : found).values().iterator();
  }

  private static boolean isOver(Keyhold.Entry entry, long nowMillis) {
    return entry.expiry().isPresent() && entry.expiry().get().toEpochMilli() <= nowMillis;
  }

  private static void overlay(
      Map<String, Keyhold.Entry> found, String key, Pending write, long nowMillis) {
    Json value = write.value();
    if (value == null || write.isNothing(nowMillis)) {
      found.remove(key);
      return;
    }
    Keyhold.Entry old = found.get(key);
    found.put(
        key,
        new Keyhold.Entry(
            key,
            value,
            old == null ? 0 : old.revision(),
            old == null ? 0 : old.createdRevision(),
            Engine.expiry(write.lifetime().expiryMillis(nowMillis))));
  }
}
