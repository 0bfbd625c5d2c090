package dev.keyhold;

import dev.keyhold.internal.memory.HeapLayout;
import dev.keyhold.internal.text.Utf8;
import dev.keyhold.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a guard has written under a key and not committed.
 *
 * @param value null: a removal
 */
record Pending(@Nullable Json value, Lifetime lifetime) {
  static final Pending REMOVAL = new Pending(null, Lifetime.NONE);

  /** This, the key's string, what is known of the key, and its place in a tree. */
  private static final int SHELL_BYTES =
      HeapLayout.object(2, 0)
          + HeapLayout.object(1, 6)
          + HeapLayout.object(4, 1)
          + HeapLayout.object(5, 1);

  /** Whether nobody would see anything if the commit were now. */
  boolean isNothing(long nowMillis) {
    return value == null || lifetime.isOver(nowMillis);
  }

  /** What a commit has of it: key and value. */
  long textBytes(String key) {
    return Utf8.length(key) + (value == null ? 0 : value.byteLength());
  }

  /** What it takes of the heap, about. */
  long heapBytes(String key) {
    return SHELL_BYTES + HeapLayout.array(key.length()) + (value == null ? 0 : value.heapBytes());
  }
}
