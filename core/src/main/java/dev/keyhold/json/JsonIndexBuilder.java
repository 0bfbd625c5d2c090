package dev.keyhold.json;

import java.util.Arrays;

/** Collects the entries of a {@link JsonIndex} while the containers of a text open and close. */
final class JsonIndexBuilder {
  /*
   * For each container that is open:
   *
   *      start    where it begins
   *      saved    the bytes of it that a reader will not scan, less what the jumps cost instead
   *      first    how many entries there were before it: its own goes there, before those within
   *
   * An entry is put in when its container closes, and moves those of the containers within. As each
   * level that does so has SCAN_BYTES_MAX of its own, that costs less than reading the text.
   */
  private static final int FRAME = 3;
  private static final int START = 0;
  private static final int SAVED = 1;
  private static final int FIRST = 2;

  private int[] frames = new int[FRAME * 16];
  private int top = -FRAME;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int count;

  /** A container begins at an index. */
  void open(int at) {
    top += FRAME;
    if (top == frames.length) {
      frames = Arrays.copyOf(frames, top * 2);
    }
    frames[top + START] = at;
    frames[top + SAVED] = 0;
    frames[top + FIRST] = count;
  }

  /** The container that opened last ends before an index. */
  void close(int end) {
    int start = frames[top + START];
    int saved = frames[top + SAVED];
    if (end - start - saved >= JsonIndex.SCAN_BYTES_MAX) {
      insert(frames[top + FIRST], start, end);
      saved = end - start - JsonIndex.JUMP_BYTES;
    }
    top -= FRAME;
    if (top >= 0) {
      frames[top + SAVED] += saved;
    }
  }

  private void insert(int entry, int start, int end) {
    if (count == ends.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    System.arraycopy(starts, entry, starts, entry + 1, count - entry);
    System.arraycopy(ends, entry, ends, entry + 1, count - entry);
    starts[entry] = start;
    ends[entry] = end;
    count++;
  }

  /** Reads a part of a minified text, in which all that opens is closed. */
  JsonIndexBuilder scan(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      switch (text[i]) {
        case '"' -> i = JsonScan.skipString(text, i) - 1;
        case '{', '[' -> open(i);
        case '}', ']' -> close(i + 1);
        default -> {}
      }
    }
    return this;
  }

  /** How many entries there are. */
  int count() {
    return count;
  }

  void putInto(JsonIndexSplice splice) {
    splice.put(starts, ends, 0, count);
  }

  /** The index of a text that has been read as a whole. */
  JsonIndex done(int textBytes) {
    return new JsonIndex(Arrays.copyOf(starts, count + 1), Arrays.copyOf(ends, count), textBytes);
  }
}
