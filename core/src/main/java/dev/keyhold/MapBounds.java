package dev.keyhold;

import dev.keyhold.internal.text.CodePoints;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of a map's range, as the JDK's maps allow them. */
final class MapBounds {
  private MapBounds() {}

  /**
   * A part of a range, with bounds in the order of keys.
   *
   * @param from null: where the range begins
   * @param to null: where it ends
   * @throws IllegalArgumentException a bound lies outside of the range, or they are in the wrong
   *     order
   */
  static KeyRange part(
      KeyRange range,
      @Nullable String from,
      boolean fromInclusive,
      @Nullable String to,
      boolean toInclusive) {
    if (from != null && to != null && CodePoints.compare(from, to) > 0) {
      throw new IllegalArgumentException(
          "the first bound %s comes behind the second one %s in the order of keys; swap them"
              .formatted(shown(from), shown(to)));
    }
    if (from != null) {
      requireWithin(range, from, fromInclusive ? from : from + '\0', from);
    }
    if (to != null) {
      requireWithin(range, to, to + '\0', toInclusive ? to + '\0' : to);
    }
    return range.intersection(behind(from, fromInclusive)).intersection(before(to, toInclusive));
  }

  private static KeyRange behind(@Nullable String from, boolean inclusive) {
    if (from == null) {
      return KeyRange.all();
    }
    return inclusive ? KeyRange.atLeast(from) : KeyRange.after(from);
  }

  private static KeyRange before(@Nullable String to, boolean inclusive) {
    if (to == null) {
      return KeyRange.all();
    }
    return inclusive ? KeyRange.atMost(to) : KeyRange.before(to);
  }

  /**
   * As in the JDK's maps, a bound may be one of the range's own: {@code headMap("b")} of what comes
   * behind "b" is empty, and so is {@code tailMap("b")} of what comes before it.
   *
   * @param least is not to be before the range
   * @param most is not to be behind it
   */
  private static void requireWithin(KeyRange range, String bound, String least, String most) {
    Optional<String> end = range.toExclusive();
    if (CodePoints.compare(least, range.fromInclusive()) < 0
        || (end.isPresent() && CodePoints.compare(most, end.get()) > 0)) {
      throw new IllegalArgumentException(
          "the bound %s lies outside of the map's range %s; take the part of a larger map"
              .formatted(shown(bound), range));
    }
  }

  private static String shown(String bound) {
    return Shown.key(Keys.requireText(bound, "bound of a map"), Shown.CHARS_MAX);
  }
}
