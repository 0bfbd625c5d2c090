package dev.keyhold.internal.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys, ranges and claims in words. */
final class Shown {
  private static final int KEY_CHARS_MAX = 60;
  private static final int PARTS_MAX = 4;

  private Shown() {}

  /** {@code 'user:1'}, cut if it is long. */
  static String key(byte[] key) {
    String text = new String(key, StandardCharsets.UTF_8);
    return text.length() <= KEY_CHARS_MAX
        ? "'" + text + "'"
        : "'" + text.substring(0, KEY_CHARS_MAX) + "…' (" + key.length + " bytes)";
  }

  /** {@code ['a', 'b')}. */
  static String range(byte @Nullable [] from, byte @Nullable [] to) {
    return (from == null ? "(…" : "[" + key(from)) + ", " + (to == null ? "…)" : key(to) + ")");
  }

  /** {@code key 'a' of database 'x'}; of many parts the first few. */
  static String claim(Claim claim) {
    List<String> parts = new ArrayList<>();
    for (OwnToken token : claim.tokens().subList(0, Math.min(PARTS_MAX, claim.tokens().size()))) {
      parts.add("key " + key(token.key()));
    }
    for (Span span : claim.spans().subList(0, Math.min(PARTS_MAX, claim.spans().size()))) {
      parts.add(span(span));
    }
    int more = claim.tokens().size() + claim.spans().size() - parts.size();
    return String.join(", ", parts)
        + (more > 0 ? " and %,d more".formatted(more) : "")
        + " of database '"
        + claim.table.name()
        + "'";
  }

  static String span(Span span) {
    return span.from() == null && span.to() == null
        ? "all keys"
        : "range " + range(span.from(), span.to());
  }
}
