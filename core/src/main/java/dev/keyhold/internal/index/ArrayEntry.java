package dev.keyhold.internal.index;

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
  boolean isAscii(String key) {
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] != key.charAt(at)) {
        return false;
      }
    }
    return true;
  }
}
