package dev.keyhold;

import dev.keyhold.error.InvalidKeyException;
import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.internal.text.Utf8;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys in the order of their code points: {@code KeyRange.prefix("user:")}, {@code
 * KeyRange.closedOpen("a", "b")}. Immutable. Two ranges are equal if they hold the same keys by
 * their bounds: {@code after("a")} is {@code atLeast("a\0")}, there being no key between.
 *
 * <p>Bounds need not be keys of any database, and may be longer than a key. They are not null, and
 * have no unpaired surrogates: {@link InvalidKeyException}.
 */
public final class KeyRange {
  /*
   * Every range is half-open, from (inclusive) to (exclusive, or none). That costs nothing, because
   * each string has a next one in this order: itself and U+0000. So only two cases are left to whoever
   * walks an index, and comparing ranges is comparing two bounds.
   *
   * The strings with a prefix end where the next string of the prefix's length or less begins: the
   * prefix with its last code point raised by one, after dropping those that cannot be raised
   * (U+10FFFF). The code point after U+D7FF is U+E000; surrogates are none.
   */
  private static final KeyRange ALL = new KeyRange("", null);
  private static final char LOWEST = '\0';

  private final String from;
  private final @Nullable String to;

  private KeyRange(String from, @Nullable String to) {
    this.from = from;
    this.to = to;
  }

  /** Every key. */
  public static KeyRange all() {
    return ALL;
  }

  /** One key. */
  public static KeyRange only(String key) {
    String bound = bound(key);
    return new KeyRange(bound, next(bound));
  }

  /** The keys that begin so; all of them for the empty prefix. */
  public static KeyRange prefix(String prefix) {
    String bound = bound(prefix);
    return bound.isEmpty() ? ALL : new KeyRange(bound, afterPrefix(bound));
  }

  /** From one key to another, both included. */
  public static KeyRange closed(String from, String to) {
    return between(bound(from), next(bound(to)), from, to);
  }

  /** From one key to another, the first included; empty if they are the same. */
  public static KeyRange closedOpen(String from, String to) {
    return between(bound(from), bound(to), from, to);
  }

  /** From one key to another, the last included; empty if they are the same. */
  public static KeyRange openClosed(String from, String to) {
    return between(next(bound(from)), next(bound(to)), from, to);
  }

  /** Between two keys, neither included; empty if there is none between. */
  public static KeyRange open(String from, String to) {
    return between(next(bound(from)), bound(to), from, to);
  }

  /** This key and those behind it. */
  public static KeyRange atLeast(String key) {
    return new KeyRange(bound(key), null);
  }

  /** Those behind this key. */
  public static KeyRange after(String key) {
    return new KeyRange(next(bound(key)), null);
  }

  /** This key and those before it. */
  public static KeyRange atMost(String key) {
    return new KeyRange("", next(bound(key)));
  }

  /** Those before this key. */
  public static KeyRange before(String key) {
    return new KeyRange("", bound(key));
  }

  /**
   * With bounds that have been checked.
   *
   * @param to null: none
   */
  static KeyRange halfOpen(String from, @Nullable String to) {
    return new KeyRange(from, to);
  }

  private static String bound(String bound) {
    return Keys.requireText(bound, "bound of a key range");
  }

  private static String next(String key) {
    return key + LOWEST;
  }

  private static KeyRange between(String lower, String upper, String from, String to) {
    if (CodePoints.compare(from, to) > 0) {
      throw new IllegalArgumentException(
          "a key range goes upwards, but its first bound %s comes after its second %s; swap them"
              .formatted(Shown.key(from, Shown.CHARS_MAX), Shown.key(to, Shown.CHARS_MAX)));
    }
    return new KeyRange(lower, upper);
  }

  private static @Nullable String afterPrefix(String prefix) {
    int length = prefix.length();
    while (length > 0) {
      int last = prefix.codePointBefore(length);
      length -= Character.charCount(last);
      if (last != Character.MAX_CODE_POINT) {
        int raised = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return prefix.substring(0, length) + Character.toString(raised);
      }
    }
    return null;
  }

  /** Whether every key of another range is in this one. */
  boolean containsAll(KeyRange inner) {
    if (CodePoints.compare(fromInclusive(), inner.fromInclusive()) > 0) {
      return false;
    }
    Optional<String> end = toExclusive();
    return end.isEmpty()
        || inner.toExclusive().filter(to -> CodePoints.compare(to, end.get()) <= 0).isPresent();
  }

  /** Whether a key lies in this range; any string may be asked for. */
  public boolean contains(String key) {
    return CodePoints.compare(key, from) >= 0 && (to == null || CodePoints.compare(key, to) < 0);
  }

  /** Whether no key at all lies in this range. */
  public boolean isEmpty() {
    return to != null && CodePoints.compare(from, to) >= 0;
  }

  /** The keys that lie in both this range and another. */
  public KeyRange intersection(KeyRange other) {
    String lower = CodePoints.compare(from, other.from) >= 0 ? from : other.from;
    if (to == null || other.to == null) {
      return new KeyRange(lower, to == null ? other.to : to);
    }
    return new KeyRange(lower, CodePoints.compare(to, other.to) <= 0 ? to : other.to);
  }

  /** The first key of this range, if it has any; the empty string if there is no lower bound. */
  public String fromInclusive() {
    return from;
  }

  /** The first key behind this range; empty if there is no upper bound. */
  public Optional<String> toExclusive() {
    return Optional.ofNullable(to);
  }

  /** The same in UTF-8; null: no lower bound. */
  byte @Nullable [] fromBytes() {
    return from.isEmpty() ? null : Utf8.encode(from);
  }

  /** The same in UTF-8; null: no upper bound. */
  byte @Nullable [] toBytes() {
    return to == null ? null : Utf8.encode(to);
  }

  /** Whether the other is a range with the same bounds; all empty ranges are equal, too. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyRange that
        && ((from.equals(that.from) && Objects.equals(to, that.to))
            || (isEmpty() && that.isEmpty()));
  }

  @Override
  public int hashCode() {
    return isEmpty() ? 0 : from.hashCode() * 31 + Objects.hashCode(to);
  }

  /** The range in the notation of intervals, such as {@code ["a", "b")}; long bounds are cut. */
  @Override
  public String toString() {
    if (isEmpty()) {
      return "[]";
    }
    StringBuilder text = new StringBuilder();
    boolean after = from.endsWith("\0");
    text.append(after ? '(' : '[').append(shown(from, after)).append(", ");
    if (to == null) {
      return text.append("…)").toString();
    }
    boolean included = to.endsWith("\0");
    return text.append(shown(to, included)).append(included ? ']' : ')').toString();
  }

  private static String shown(String bound, boolean withoutLast) {
    String key = withoutLast ? bound.substring(0, bound.length() - 1) : bound;
    return Shown.key(key, Shown.CHARS_MAX);
  }
}
