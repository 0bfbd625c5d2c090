package dev.keyhold.internal.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Keys as bytes. The order of UTF-8 bytes, unsigned, is the order of code points; read big-endian
 * and padded with zeros, eight bytes compare as one unsigned long and four as one int.
 */
final class KeyBytes {
  static final byte[] NONE = {};

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private KeyBytes() {}

  /** The eight bytes from an index on, those behind the end being zero. */
  static long word(byte[] key, int at) {
    int left = key.length - at;
    if (left >= Long.BYTES) {
      return (long) LONGS.get(key, at);
    }
    long word = 0;
    for (int i = 0; i < left; i++) {
      word |= (key[at + i] & 0xFFL) << (56 - 8 * i);
    }
    return word;
  }

  /** Writes the eight bytes of a word from an index on, as far as there is room. */
  static void putWord(byte[] key, int at, long word) {
    int left = key.length - at;
    if (left >= Long.BYTES) {
      LONGS.set(key, at, word);
      return;
    }
    for (int i = 0; i < left; i++) {
      key[at + i] = (byte) (word >>> (56 - 8 * i));
    }
  }

  /** The four bytes from an index on, in a form that compares signed. */
  static int head(byte[] key, int at) {
    int left = key.length - at;
    if (left >= Integer.BYTES) {
      return toHead((int) INTS.get(key, at));
    }
    int bytes = 0;
    for (int i = 0; i < left; i++) {
      bytes |= (key[at + i] & 0xFF) << (24 - 8 * i);
    }
    return toHead(bytes);
  }

  /** Four bytes, big-endian, so that heads compare signed as the bytes do unsigned. */
  static int toHead(int bytes) {
    return bytes ^ Integer.MIN_VALUE;
  }

  /** How many bytes two keys begin with in common. */
  static int common(byte[] a, byte[] b) {
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0 ? a.length : mismatch;
  }

  /** 0 if a key begins so; else where it stands to all the keys that do: before (-1), after (1). */
  static int compareToPrefix(byte[] key, byte[] prefix) {
    int common = common(key, prefix);
    if (common == prefix.length) {
      return 0;
    }
    return common == key.length || (key[common] & 0xFF) < (prefix[common] & 0xFF) ? -1 : 1;
  }

  /** The index of the first head that is not less, among the first so many, which ascend. */
  static int lowerBound(int[] heads, int count, int head) {
    if (count == 0) {
      return 0;
    }
    // No branch depends on what is compared: the processor need not guess where a random key goes.
    int base = 0;
    int left = count;
    while (left > 1) {
      int half = left >>> 1;
      base += heads[base + half - 1] < head ? half : 0;
      left -= half;
    }
    return base + (heads[base] < head ? 1 : 0);
  }

  /** The index behind the heads that are equal to this one, from where they begin. */
  static int endOfEqual(int[] heads, int from, int count, int head) {
    int end = from;
    while (end < count && heads[end] == head) {
      end++;
    }
    return end;
  }
}
