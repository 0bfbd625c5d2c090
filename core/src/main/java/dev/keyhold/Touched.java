package dev.keyhold;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.wait.Mode;
import java.util.Arrays;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one guard has looked at or written: what it found out about each, so that it need
 * not do so again, and what it has yet to commit. Used by one thread at a time.
 */
final class Touched {
  /*
   * Nearly every guard is about one key or two. So the first few stand in an array, whether they
   * are read or written, and are looked for one by one, which takes less than to compute a place in
   * a table. What is written beyond goes to a tree together with what was written before. What is
   * read beyond is forgotten: a guard on a range may read all of it.
   *
   *   first   read and written ones, at most FIRST_MAX, as they came
   *   tree    null, or all that is written, in order
   */
  static final int FIRST_MAX = 8;

  private static final Place[] NONE = {};
  private static final int ROOM = 2;

  private @Nullable Place[] first = NONE;
  private int known;
  private int written;
  private @Nullable NavigableMap<String, Place> tree;

  /** One key of the guard's. */
  static final class Place {
    final String key;

    /** How the guard covers it. */
    final Mode mode;

    /**
     * Its entry when that was looked for. One that is alive still is the key's; of null and of a
     * dead one nothing follows.
     */
    private @Nullable Entry<Version> entry;

    /** Not committed yet; null: nothing is written. */
    private @Nullable Pending write;

    /** Whether it is one of the first. */
    private boolean listed;

    private Place(String key, Mode mode, @Nullable Entry<Version> entry) {
      this.key = key;
      this.mode = mode;
      this.entry = entry;
    }

    /** What is written; null: nothing. */
    @Nullable Pending write() {
      return write;
    }

    /** What is written, of one of {@link #writes}. */
    Pending written() {
      return Objects.requireNonNull(write, "a write of nothing");
    }

    /** The entry that is alive, as far as is known; null: to be looked for. */
    @Nullable Entry<Version> entry() {
      Entry<Version> found = entry;
      return found == null || found.isDead() ? null : found;
    }

    void found(@Nullable Entry<Version> anew) {
      entry = anew;
    }
  }

  /** What is known of a key; null: nothing. */
  @Nullable Place find(String key) {
    for (int i = 0; i < known; i++) {
      Place place = first[i];
      if (place != null && place.key.equals(key)) {
        return place;
      }
    }
    return tree == null ? null : tree.get(key);
  }

  /** Notes a key of which nothing is known. */
  Place add(String key, Mode mode, @Nullable Entry<Version> entry) {
    Place place = new Place(key, mode, entry);
    if (known < FIRST_MAX) {
      if (known == first.length) {
        first = Arrays.copyOf(first, Math.max(ROOM, 2 * known));
      }
      first[known++] = place;
      place.listed = true;
    }
    return place;
  }

  /** Notes what is to be written under a key that was found or added. */
  void write(Place place, Pending write) {
    if (place.write == null) {
      if (tree == null && !place.listed) {
        plant();
      }
      written++;
      if (tree != null) {
        tree.put(place.key, place);
      }
    }
    place.write = write;
  }

  private void plant() {
    NavigableMap<String, Place> planted = new TreeMap<>(CodePoints.ORDER);
    for (Place place : writes()) {
      planted.put(place.key, place);
    }
    tree = planted;
  }

  /** How many keys are written. */
  int written() {
    return written;
  }

  /** What is written, in order. */
  Collection<Place> writes() {
    if (tree != null) {
      return tree.values();
    }
    Place[] places = new Place[written];
    int count = 0;
    for (int i = 0; i < known; i++) {
      Place place = first[i];
      if (place != null && place.write != null) {
        int at = count++;
        for (; at > 0 && CodePoints.compare(places[at - 1].key, place.key) > 0; at--) {
          places[at] = places[at - 1];
        }
        places[at] = place;
      }
    }
    return Arrays.asList(places);
  }

  /** Forgets what is written: it is committed. */
  void committed() {
    for (int i = 0; i < known; i++) {
      Place place = first[i];
      if (place != null) {
        place.write = null;
      }
    }
    tree = null;
    written = 0;
  }

  /** Forgets all there is: the guard covers its keys in another way from now. */
  void forget() {
    assert written == 0 : "writes would be lost";
    known = 0;
  }
}
