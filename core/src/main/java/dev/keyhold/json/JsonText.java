package dev.keyhold.json;

import java.util.Arrays;

/** Minified text in the making. */
final class JsonText {
  private byte[] bytes;
  private int length;

  JsonText(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  JsonText put(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  JsonText put(byte[] text) {
    return put(text, 0, text.length);
  }

  JsonText put(byte[] text, int from, int to) {
    reserve(to - from);
    System.arraycopy(text, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  /** Begins the next part of a container: a comma, unless it is the first. */
  JsonText next() {
    byte last = bytes[length - 1];
    return last == '{' || last == '[' ? this : put(',');
  }

  int length() {
    return length;
  }

  /** The array that the text is in so far; whoever puts more may get another. */
  byte[] bytes() {
    return bytes;
  }

  /** The text and one character more, as an array of its own; this can be used on. */
  byte[] copyWith(char ascii) {
    byte[] copy = Arrays.copyOf(bytes, length + 1);
    copy[length] = (byte) ascii;
    return copy;
  }

  private void reserve(int more) {
    long wanted = (long) length + more;
    JsonLimits.CEILING.requireText(wanted);
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(wanted, Math.min(2L * bytes.length, 1 << 30)));
    }
  }

  /** The text; this is not to be used any more. */
  byte[] done() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
