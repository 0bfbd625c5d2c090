package dev.keyhold;

import dev.keyhold.error.InvalidKeyException;
import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.LimitException;
import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.json.Json;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map from string keys to JSON values, in memory, plain: it belongs to one task at a
 * time. To share one, let a lock own it.
 *
 * {@snippet :
 * Database database = new Database();
 * database.insert("user:1", new User("Ada", 36));
 * User user = database.get("user:1", User.class).orElseThrow();
 * for (Database.Entry entry : database.scan(KeyRange.prefix("user:"))) {
 *   System.out.println(entry.key() + " is " + entry.value());
 * }
 * }
 *
 * <p><b>Order.</b> Keys are ordered by Unicode code point, as their UTF-8 bytes compare. That is
 * not the order of {@link String#compareTo}: U+FF5E comes before U+1F600.
 *
 * <p><b>Keys</b> are strings, the empty one included, of at most {@link Limits#keyBytesMax()} bytes
 * in UTF-8. Every method that takes a key throws {@link NullPointerException} if it is null, {@link
 * InvalidKeyException} if it has an unpaired surrogate, and {@link LimitException} if it is too
 * long.
 *
 * <p><b>Values</b> are {@link Json}: immutable, so what is taken out stays what it is, whatever
 * happens to the database.
 *
 * <p><b>Walks</b> are fail-fast: after a key has been inserted or removed, a walk begun before
 * throws {@link java.util.ConcurrentModificationException} at its next step, as far as it notices;
 * so collect first what you want to remove. Overwriting the value of a key disturbs no walk. A walk
 * does not remove: {@link Iterator#remove} throws {@link UnsupportedOperationException}.
 *
 * <p>All operations on one key take logarithmic time. Not thread-safe, not even for reading while
 * one task writes.
 */
@SingleOwner
public final class Database implements Iterable<Database.Entry> {
  /*
   * A red-black tree ordered by CodePoints. A key is checked where it enters: one that is found is
   * known to be valid, so reading pays for the check only if there is nothing to be read, and get
   * allocates nothing but its Optional.
   *
   * A value is converted before the tree is touched. If that fails, nothing has happened; and code
   * of the caller's that runs in it (a property that reads this database) meets a whole tree.
   */
  private static final int SHOWN_ENTRIES_MAX = 10;

  private final TreeMap<String, Json> tree = new TreeMap<>(CodePoints.ORDER);

  /** An empty database. */
  public Database() {}

  /**
   * A key and its value.
   *
   * @param key the key
   * @param value what was under it when the walk came by
   */
  public record Entry(String key, Json value) implements Keyed {}

  /** The value under a key; empty if there is none. A JSON null is a value. */
  public Optional<Json> get(String key) {
    return Optional.ofNullable(find(key));
  }

  /**
   * The value under a key as a Java object, see {@link Json#as(Class)}. Empty if there is none, and
   * also if it is JSON null, which no object stands for; {@link #get(String)} tells the two apart.
   *
   * @throws JsonConversionException if the value does not fit the type
   */
  public <T> Optional<T> get(String key, Class<T> type) {
    Json value = find(key);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value.as(type));
  }

  /** Whether there is a value under a key. */
  public boolean contains(String key) {
    return find(key) != null;
  }

  private @Nullable Json find(String key) {
    Json value = key == null ? null : tree.get(key);
    if (value == null) {
      Keys.require(key);
    }
    return value;
  }

  /**
   * Puts a value under a key, in place of the one that may be there.
   *
   * @param value whatever {@link Json#of(Object)} takes; null becomes JSON null
   * @return the value that was there before
   * @throws JsonConversionException if the value cannot be written as JSON, with the path of the
   *     property that failed; the old value stays
   */
  public Optional<Json> insert(String key, @Nullable Object value) {
    Keys.require(key);
    Json json = Json.of(value);
    return Optional.ofNullable(tree.put(key, json));
  }

  /**
   * Takes a key and its value out.
   *
   * @return the value that was there; empty if there was none
   */
  public Optional<Json> remove(String key) {
    Json value = key == null ? null : tree.remove(key);
    if (value == null) {
      Keys.require(key);
    }
    return Optional.ofNullable(value);
  }

  /** Takes everything out. */
  public void clear() {
    tree.clear();
  }

  /** The number of keys. */
  public int size() {
    return tree.size();
  }

  /** Whether there is no key. */
  public boolean isEmpty() {
    return tree.isEmpty();
  }

  /** Walks all entries in ascending order. */
  @Override
  public Iterator<Entry> iterator() {
    return new Walk(tree);
  }

  /** All entries in descending order; the same as {@code scan(KeyRange.all()).descending()}. */
  public Scan<Entry> descending() {
    return scan(KeyRange.all()).descending();
  }

  /** The entries of a range in ascending order; {@link Scan#descending()} turns it round. */
  public Scan<Entry> scan(KeyRange range) {
    return Scan.of(range, (part, down) -> new Walk(down ? part(part).descendingMap() : part(part)));
  }

  private NavigableMap<String, Json> part(KeyRange range) {
    String from = range.fromInclusive();
    if (range.isEmpty()) {
      return tree.subMap(from, true, from, false);
    }
    NavigableMap<String, Json> upwards = tree.tailMap(from, true);
    return range.toExclusive().map(to -> upwards.headMap(to, false)).orElse(upwards);
  }

  /** One walk; it does not remove. */
  private static final class Walk implements Iterator<Entry> {
    private final Iterator<Map.Entry<String, Json>> entries;

    Walk(NavigableMap<String, Json> part) {
      this.entries = part.entrySet().iterator();
    }

    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public Entry next() {
      Map.Entry<String, Json> entry = entries.next();
      return new Entry(entry.getKey(), entry.getValue());
    }
  }

  /** Whether the other is a database with equal values under the same keys. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || (other instanceof Database that && tree.equals(that.tree));
  }

  /** Equal for equal content; reads all of it. */
  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  /** The number of entries and the first ten of them, long keys and values cut. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Database of %,d {".formatted(size()));
    int shown = 0;
    for (Entry entry : this) {
      text.append(shown == 0 ? "" : ", ");
      if (shown++ == SHOWN_ENTRIES_MAX) {
        text.append("…");
        break;
      }
      text.append(Shown.key(entry.key(), Shown.CHARS_MAX))
          .append(": ")
          .append(entry.value().preview(Shown.CHARS_MAX));
    }
    return text.append('}').toString();
  }
}
