package dev.keyhold.internal.journal;

import dev.keyhold.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that are being put together, in an array that grows. For one thread. */
final class ByteSink extends OutputStream {
  private static final int FIRST_BYTES = 64 << 10;

  /** What is kept for the next use; larger ones are dropped. */
  private static final int KEPT_BYTES_MAX = 8 << 20;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /** Begins anew, with so many bytes to be filled in later. */
  void clear(int leading) {
    if (bytes.length > KEPT_BYTES_MAX) {
      bytes = new byte[FIRST_BYTES];
    }
    length = leading;
  }

  int length() {
    return length;
  }

  /** The array itself, for the first {@link #length} bytes. */
  byte[] array() {
    return bytes;
  }

  ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  private void room(int more) {
    if (more > bytes.length - length) {
      long wanted = Math.max((long) length + more, Math.min(2L * bytes.length, Format.BYTES_MAX));
      bytes = Arrays.copyOf(bytes, Math.toIntExact(wanted));
    }
  }

  @Override
  public void write(int each) {
    room(1);
    bytes[length++] = (byte) each;
  }

  @Override
  public void write(byte[] from, int at, int count) {
    room(count);
    System.arraycopy(from, at, bytes, length, count);
    length += count;
  }

  /** Seven bits a byte, the lowest first; the top bit says that there are more. */
  void number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** With its length before it. */
  void text(byte[] text) {
    number(text.length);
    write(text, 0, text.length);
  }

  void text(Json value) {
    number(value.byteLength());
    try {
      value.writeTo(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // this stream throws none
    }
  }
}
