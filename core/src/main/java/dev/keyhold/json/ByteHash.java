package dev.keyhold.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/** Hashes ranges of bytes, eight at a time. */
final class ByteHash {
  /*
   * Each step folds a 128-bit product into 64 bits, as wyhash does. A cheaper step (exclusive or,
   * then multiply by a constant) lets an adversary write names that collide under every seed,
   * because a change of the top bit passes through the multiplication unchanged; here the other
   * factor depends on the seed.
   */

  /** Eight bytes of an array as a long, the first byte lowest. */
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Four bytes of an array as an int, the first byte lowest. */
  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Differs in each run: for tables that strangers fill. */
  static final long SEED = ThreadLocalRandom.current().nextLong();

  private static final long MIX_A = 0x9E37_79B9_7F4A_7C15L;
  private static final long MIX_B = 0xD1B5_4A32_D192_ED03L;

  private ByteHash() {}

  static int hash(byte[] bytes, int from, int to, long seed) {
    long hash = seed ^ (to - from);
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mix((long) LONGS.get(bytes, at), hash);
    }
    long tail = 0;
    if (at < to) {
      int spareBits = (at + Long.BYTES - to) * Byte.SIZE;
      tail = Long.reverseBytes(word(bytes, at, to)) >>> spareBits;
    }
    return Long.hashCode(mix(tail, hash));
  }

  /**
   * A look at the last eight bytes and the length, six bits: equal for equal ranges, mostly
   * different for others, and no match for somebody who wants them to be equal.
   */
  static int sketch(byte[] bytes, int from, int to) {
    int length = to - from;
    long last;
    if (to < Long.BYTES) {
      last = word(bytes, from, to);
    } else {
      int strangeBits = Math.max(0, Long.BYTES - length) * Byte.SIZE;
      last = (long) LONGS.get(bytes, to - Long.BYTES) >>> strangeBits;
    }
    return (int) (((last + length) * MIX_A) >>> (Long.SIZE - 6));
  }

  /** One to seven bytes as a long, the first byte lowest. */
  private static long word(byte[] bytes, int from, int to) {
    if (from + Long.BYTES <= bytes.length) {
      int spareBits = (from + Long.BYTES - to) * Byte.SIZE;
      return (long) LONGS.get(bytes, from) & (-1L >>> spareBits);
    }
    long word = 0;
    for (int at = to - 1; at >= from; at--) {
      word = (word << Byte.SIZE) | (bytes[at] & 0xFF);
    }
    return word;
  }

  static long mix(long word, long hash) {
    long a = word ^ MIX_A;
    long b = hash ^ MIX_B;
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }
}
