package dev.keyhold.lab.data;

import java.io.IOException;
import java.io.InputStream;

/** Reads bytes one after the other and knows the line and the column of the next one. */
final class ByteCursor {
  /** What {@link #peek} gives when there is nothing more. */
  static final int END = -1;

  /** One read of the file, and how often progress is told. */
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final Filled filled;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  /** From 1. */
  private int line;

  /** In code points, from 1. */
  private int column;

  /** Hears of every read of the stream. */
  @FunctionalInterface
  interface Filled {
    void bytes(int count) throws InterruptedException;
  }

  /** A cursor whose first byte stands at the given line and column. */
  ByteCursor(InputStream in, int line, int column, Filled filled) {
    this.in = in;
    this.line = line;
    this.column = column;
    this.filled = filled;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  /** The next byte, 0 to 255, or {@link #END}; it stays the next. */
  int peek() throws IOException, InterruptedException {
    if (position == limit) {
      limit = Math.max(0, in.read(buffer));
      position = 0;
      if (limit == 0) {
        return END;
      }
      filled.bytes(limit);
    }
    return buffer[position] & 0xff;
  }

  /** Goes beyond the byte that {@link #peek} gave. */
  void advance() {
    byte passed = buffer[position++];
    if (passed == '\n') {
      line++;
      column = 1;
    } else if ((passed & 0xc0) != 0x80) { // not in the middle of a code point
      column++;
    }
  }

  /** Goes beyond white space, and gives what comes then as {@link #peek} does. */
  int peekBeyondSpace() throws IOException, InterruptedException {
    int next = peek();
    while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
      advance();
      next = peek();
    }
    return next;
  }

  /** Goes beyond a UTF-8 byte order mark, which some editors leave and which is no part of JSON. */
  void skipByteOrderMark() throws IOException, InterruptedException {
    if (peek() == 0xef && limit >= 3 && buffer[1] == (byte) 0xbb && buffer[2] == (byte) 0xbf) {
      position = 3;
    }
  }
}
