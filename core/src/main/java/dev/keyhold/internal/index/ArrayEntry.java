package dev.keyhold.internal.index;

import dev.keyhold.internal.memory.HeapLayout;
import java.util.Arrays;

/** The entry of a key that is too long to be kept inline. */
final class ArrayEntry<V> extends Entry<V> {
  private final byte[] bytes;

  ArrayEntry(byte[] key, int hash) {
    super(hash, 0);
    bytes = key;
  }

  @Override
  public byte[] keyBytes() {
    return bytes;
  }

  @Override
  public int keyLengthBytes() {
    return bytes.length;
  }

  @Override
  public long heapBytes() {
    return HeapLayout.object(2, 2 * Integer.BYTES) + HeapLayout.array(bytes.length);
  }

  @Override
  long word(int index) {
    return KeyBytes.word(bytes, index << 3);
  }

  @Override
  int head(int at) {
    return KeyBytes.head(bytes, at);
  }

  @Override
  int compareTo(byte[] key) {
    return Arrays.compareUnsigned(bytes, key);
  }

  @Override
  int byteAt(int at) {
    return bytes[at] & 0xFF;
  }

  @Override
  boolean hasWords(long w0, long w1, long w2, long w3) {
    return false;
  }
}
