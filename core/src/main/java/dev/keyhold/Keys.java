package dev.keyhold;

import dev.keyhold.error.InvalidKeyException;
import dev.keyhold.error.LimitException;
import dev.keyhold.internal.text.Utf8;
import dev.keyhold.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What may be a key. */
final class Keys {
  /** No char has more bytes in UTF-8: a surrogate pair has four for its two. */
  static final int BYTES_PER_CHAR_MAX = 3;

  private Keys() {}

  /** Returns the key, or says what is wrong with it. */
  static String require(@Nullable String key) {
    String text = requireText(key, "key");
    // Only a long key has to be measured.
    if (text.length() > Limits.keyBytesMax() / BYTES_PER_CHAR_MAX) {
      long bytes = Utf8.length(text);
      if (bytes > Limits.keyBytesMax()) {
        throw new LimitException(
            "key is %,d bytes; the limit is %,d (Limits.keyBytesMax)"
                .formatted(bytes, Limits.keyBytesMax()));
      }
    }
    return text;
  }

  /** Returns a value that may be under a key, or says why it may not. */
  static Json requireValue(Json value) {
    if (value.byteLength() > Limits.valueBytesMax()) {
      throw new LimitException(
          "value is %,d bytes; the limit is %,d (Limits.valueBytesMax); put its parts under keys of their own"
              .formatted(value.byteLength(), Limits.valueBytesMax()));
    }
    return value;
  }

  /** Returns a text that keys can be compared with, whatever its length. */
  static String requireText(@Nullable String text, String what) {
    Objects.requireNonNull(
        text, () -> what + " is null; a key is a string, the empty one included");
    int unpaired = Utf8.unpairedSurrogate(text);
    if (unpaired >= 0) {
      throw new InvalidKeyException(
          "%s has an unpaired surrogate U+%04X at index %,d; keys are Unicode text, which has none"
              .formatted(what, (int) text.charAt(unpaired), unpaired));
    }
    return text;
  }
}
