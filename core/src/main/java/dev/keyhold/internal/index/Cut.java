package dev.keyhold.internal.index;

import dev.keyhold.internal.text.Utf8;
import java.util.Arrays;

/**
 * A place between keys: just before a key or just after it, whether or not the key is there. The
 * bound of a walk; inclusive and exclusive are the two sides of a key.
 */
public final class Cut {
  private final byte[] key;
  private final boolean after;

  private Cut(byte[] key, boolean after) {
    this.key = key;
    this.after = after;
  }

  /** Just before a key: a walk upwards from here begins with it. */
  public static Cut before(String key) {
    return before(Utf8.encode(key));
  }

  /** Just after a key: a walk downwards from here begins with it. */
  public static Cut after(String key) {
    return new Cut(Utf8.encode(key), true);
  }

  static Cut before(byte[] key) {
    return new Cut(key, false);
  }

  byte[] key() {
    return key;
  }

  boolean isAfter() {
    return after;
  }

  /** Whether this is no farther than just before a key. */
  boolean isAtMost(byte[] other) {
    int order = Arrays.compareUnsigned(key, other);
    return order < 0 || (order == 0 && !after);
  }

  /** Whether this is just before a key or behind that. */
  boolean isAtLeast(byte[] other) {
    return Arrays.compareUnsigned(key, other) >= 0;
  }
}
