package dev.keyhold;

import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.json.Json;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A database, or a range of it, as the JDK's map; see {@link Keyhold#asMap}. Everything is asked of
 * the database anew: a map holds nothing itself.
 */
final class KeyholdMap extends AbstractMap<String, Json>
    implements ConcurrentNavigableMap<String, Json> {
  /*
   * One class for the whole, its parts, and both directions: a part is a KeyRange, which is half-open
   * whatever its bounds are, so going to the left or right of a key is an intersection of two ranges
   * and a walk of one step.
   *
   * What changes a value by what it was reads an entry, decides, and writes under the condition that
   * the entry's revision still is the key's. If it is not, it begins anew. So no code of the user's
   * runs while anything is held, and values are never compared for that.
   *
   * Walks take the entries by pages (MapSteps), each of them seen at one moment: none keeps a
   * snapshot open while its user dawdles.
   */
  private final Keyhold database;
  private final KeyRange range;
  private final boolean down;

  KeyholdMap(Keyhold database) {
    this(database, KeyRange.all(), false);
  }

  private KeyholdMap(Keyhold database, KeyRange range, boolean down) {
    this.database = database;
    this.range = range;
    this.down = down;
  }

  // ── one key ────────────────────────────────────────────────────────────────────────────────

  @Override
  public @Nullable Json get(Object key) {
    String text = text(key);
    return range.contains(text) ? database.get(text).orElse(null) : null;
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public Json getOrDefault(Object key, Json instead) {
    Json found = get(key);
    return found == null ? instead : found;
  }

  private static String text(Object key) {
    return (String) Objects.requireNonNull(key, "key is null; a key is a string");
  }

  private String inRange(String key) {
    if (!range.contains(text(key))) {
      throw new IllegalArgumentException(
          "%s is not in the map's range %s; write through a map that has it"
              .formatted(Shown.key(Keys.require(key), Shown.CHARS_MAX), range));
    }
    return key;
  }

  private static Json present(@Nullable Json value) {
    return Objects.requireNonNull(
        value, "value is null; Json.NULL is a value, and remove takes a key out");
  }

  @Override
  public @Nullable Json put(String key, Json value) {
    present(value);
    return database.insert(inRange(key), value).orElse(null);
  }

  @Override
  public @Nullable Json putIfAbsent(String key, Json value) {
    present(value);
    inRange(key);
    while (true) {
      Optional<Json> old = database.get(key);
      if (old.isPresent()) {
        return old.get();
      }
      if (database.insertIfAbsent(key, value)) {
        return null;
      }
    }
  }

  @Override
  public @Nullable Json remove(Object key) {
    String text = text(key);
    return range.contains(text) ? database.remove(text).orElse(null) : null;
  }

  @Override
  public boolean remove(Object key, @Nullable Object value) {
    String text = text(key);
    while (range.contains(text)) {
      Keyhold.Entry old = database.entry(text).orElse(null);
      if (old == null || !old.value().equals(value)) {
        return false;
      }
      if (database.removeIf(text, old.revision())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable Json replace(String key, Json value) {
    present(value);
    inRange(key);
    while (true) {
      Keyhold.Entry old = database.entry(key).orElse(null);
      if (old == null || database.insertIf(key, value, old.revision())) {
        return old == null ? null : old.value();
      }
    }
  }

  @Override
  public boolean replace(String key, Json expected, Json value) {
    present(expected);
    present(value);
    inRange(key);
    while (true) {
      Keyhold.Entry old = database.entry(key).orElse(null);
      if (old == null || !old.value().equals(expected)) {
        return false;
      }
      if (database.insertIf(key, value, old.revision())) {
        return true;
      }
    }
  }

  @Override
  public @Nullable Json computeIfAbsent(
      String key, Function<? super String, ? extends @Nullable Json> maker) {
    Objects.requireNonNull(maker, "maker");
    return change(key, (_, old) -> old == null ? maker.apply(key) : old);
  }

  @Override
  public @Nullable Json computeIfPresent(
      String key, BiFunction<? super String, ? super Json, ? extends @Nullable Json> changer) {
    Objects.requireNonNull(changer, "changer");
    return containsKey(key)
        ? change(key, (_, old) -> old == null ? null : changer.apply(key, old))
        : null;
  }

  @Override
  public @Nullable Json compute(
      String key,
      BiFunction<? super String, ? super @Nullable Json, ? extends @Nullable Json> changer) {
    Objects.requireNonNull(changer, "changer");
    return change(key, changer::apply);
  }

  @Override
  public @Nullable Json merge(
      String key,
      Json value,
      BiFunction<? super Json, ? super Json, ? extends @Nullable Json> changer) {
    Objects.requireNonNull(changer, "changer");
    present(value);
    return change(key, (_, old) -> old == null ? value : changer.apply(old, value));
  }

  /** What comes of a value. */
  @FunctionalInterface
  private interface Change {
    /** Null: nothing is there, or is to be. The same: it stays. */
    @Nullable Json apply(String key, @Nullable Json old);
  }

  private @Nullable Json change(String key, Change change) {
    inRange(key);
    while (true) {
      Keyhold.Entry old = database.entry(key).orElse(null);
      Json value = old == null ? null : old.value();
      Json made = change.apply(key, value);
      if (made == value || isDone(key, old, made)) {
        return made;
      }
    }
  }

  private boolean isDone(String key, Keyhold.@Nullable Entry old, @Nullable Json made) {
    long revision = old == null ? 0 : old.revision();
    return made == null ? database.removeIf(key, revision) : database.insertIf(key, made, revision);
  }

  // ── the whole ──────────────────────────────────────────────────────────────────────────────

  @Override
  public int size() {
    long count =
        range.equals(KeyRange.all()) ? database.size() : database.scan(range).stream().count();
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  @Override
  public boolean isEmpty() {
    return database.scan(range).first().isEmpty();
  }

  /** Key by key: what is put there meanwhile may stay. */
  @Override
  public void clear() {
    for (Iterator<String> keys = steps(Keyhold.Entry::key); keys.hasNext(); ) {
      keys.next();
      keys.remove();
    }
  }

  @Override
  public Comparator<? super String> comparator() {
    return down ? Collections.reverseOrder(CodePoints.ORDER) : CodePoints.ORDER;
  }

  <E> Iterator<E> steps(Function<Keyhold.Entry, E> shape) {
    return new MapSteps<>(database, range, down, shape);
  }

  // ── neighbours ─────────────────────────────────────────────────────────────────────────────

  private Keyhold.@Nullable Entry end(KeyRange part, boolean last) {
    Scan<Keyhold.Entry> scan = database.scan(range.intersection(part));
    return (down == last ? scan : scan.descending()).first().orElse(null);
  }

  /** In the map's direction: the nearest one before a key, or behind it. */
  private Keyhold.@Nullable Entry near(String key, boolean before, boolean inclusive) {
    String text = text(key);
    boolean lower = before != down;
    KeyRange part =
        lower
            ? inclusive ? KeyRange.atMost(text) : KeyRange.before(text)
            : inclusive ? KeyRange.atLeast(text) : KeyRange.after(text);
    return end(part, before);
  }

  private static @Nullable Entry<String, Json> shown(Keyhold.@Nullable Entry entry) {
    return entry == null ? null : copy(entry);
  }

  static Entry<String, Json> copy(Keyhold.Entry entry) {
    return new SimpleImmutableEntry<>(entry.key(), entry.value());
  }

  private static @Nullable String key(Keyhold.@Nullable Entry entry) {
    return entry == null ? null : entry.key();
  }

  private String keyAtEnd(boolean last) {
    Keyhold.Entry found = end(KeyRange.all(), last);
    if (found == null) {
      throw new NoSuchElementException("the map of %s is empty".formatted(range));
    }
    return found.key();
  }

  private @Nullable Entry<String, Json> poll(boolean last) {
    while (true) {
      Keyhold.Entry found = end(KeyRange.all(), last);
      if (found == null || database.removeIf(found.key(), found.revision())) {
        return shown(found);
      }
    }
  }

  @Override
  public @Nullable Entry<String, Json> lowerEntry(String key) {
    return shown(near(key, true, false));
  }

  @Override
  public @Nullable String lowerKey(String key) {
    return key(near(key, true, false));
  }

  @Override
  public @Nullable Entry<String, Json> floorEntry(String key) {
    return shown(near(key, true, true));
  }

  @Override
  public @Nullable String floorKey(String key) {
    return key(near(key, true, true));
  }

  @Override
  public @Nullable Entry<String, Json> ceilingEntry(String key) {
    return shown(near(key, false, true));
  }

  @Override
  public @Nullable String ceilingKey(String key) {
    return key(near(key, false, true));
  }

  @Override
  public @Nullable Entry<String, Json> higherEntry(String key) {
    return shown(near(key, false, false));
  }

  @Override
  public @Nullable String higherKey(String key) {
    return key(near(key, false, false));
  }

  @Override
  public @Nullable Entry<String, Json> firstEntry() {
    return shown(end(KeyRange.all(), false));
  }

  @Override
  public @Nullable Entry<String, Json> lastEntry() {
    return shown(end(KeyRange.all(), true));
  }

  @Override
  public String firstKey() {
    return keyAtEnd(false);
  }

  @Override
  public String lastKey() {
    return keyAtEnd(true);
  }

  @Override
  public @Nullable Entry<String, Json> pollFirstEntry() {
    return poll(false);
  }

  @Override
  public @Nullable Entry<String, Json> pollLastEntry() {
    return poll(true);
  }

  // ── views ──────────────────────────────────────────────────────────────────────────────────

  @Override
  public ConcurrentNavigableMap<String, Json> subMap(
      String from, boolean fromInclusive, String to, boolean toInclusive) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    return new KeyholdMap(
        database,
        down
            ? MapBounds.part(range, to, toInclusive, from, fromInclusive)
            : MapBounds.part(range, from, fromInclusive, to, toInclusive),
        down);
  }

  @Override
  public ConcurrentNavigableMap<String, Json> headMap(String to, boolean inclusive) {
    Objects.requireNonNull(to, "to");
    return new KeyholdMap(
        database,
        down
            ? MapBounds.part(range, to, inclusive, null, false)
            : MapBounds.part(range, null, false, to, inclusive),
        down);
  }

  @Override
  public ConcurrentNavigableMap<String, Json> tailMap(String from, boolean inclusive) {
    Objects.requireNonNull(from, "from");
    return new KeyholdMap(
        database,
        down
            ? MapBounds.part(range, null, false, from, inclusive)
            : MapBounds.part(range, from, inclusive, null, false),
        down);
  }

  @Override
  public ConcurrentNavigableMap<String, Json> subMap(String from, String to) {
    return subMap(from, true, to, false);
  }

  @Override
  public ConcurrentNavigableMap<String, Json> headMap(String to) {
    return headMap(to, false);
  }

  @Override
  public ConcurrentNavigableMap<String, Json> tailMap(String from) {
    return tailMap(from, true);
  }

  @Override
  public ConcurrentNavigableMap<String, Json> descendingMap() {
    return new KeyholdMap(database, range, !down);
  }

  @Override
  public NavigableSet<String> keySet() {
    return new MapKeys(this);
  }

  @Override
  public NavigableSet<String> navigableKeySet() {
    return keySet();
  }

  @Override
  public NavigableSet<String> descendingKeySet() {
    return descendingMap().navigableKeySet();
  }

  @Override
  public Set<Map.Entry<String, Json>> entrySet() {
    return new MapEntries(this);
  }

  @Override
  public Collection<Json> values() {
    return new MapValues(this);
  }
}
