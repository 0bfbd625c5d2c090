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
    for (; at < to; at++) {
      tail = (tail << Byte.SIZE) | (bytes[at] & 0xFF);
    }
    return Long.hashCode(mix(tail, hash));
  }

  static long mix(long word, long hash) {
    long a = word ^ MIX_A;
    long b = hash ^ MIX_B;
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }
}
