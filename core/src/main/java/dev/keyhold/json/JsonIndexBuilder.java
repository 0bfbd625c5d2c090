package dev.keyhold.json;

import java.util.Arrays;

/** Collects the entries of a {@link JsonIndex} while the containers of a text close. */
final class JsonIndexBuilder {
  /*
   * A container closes after those within it, and its entry belongs before theirs. What has closed
   * and is not yet within anything that has closed is kept on a stack, a group a container, as far
   * as there are entries in it:
   *
   *      start   where the container begins
   *      saved   the bytes a reader does not scan who passes over it, less what the jumps cost
   *      first   the first entry of it or within it
   *
   * A container that closes takes all groups that begin behind its own beginning, and becomes one.
   * Its entry moves those within; as every level that does so has SCAN_BYTES_MAX to itself, that
   * costs less than reading the text.
   */
  private static final int GROUP = 3;
  private static final int START = 0;
  private static final int SAVED = 1;
  private static final int FIRST = 2;

  private int[] groups = new int[GROUP * 16];
  private int groupsEnd;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int count;

  /**
   * Takes a container that has closed; one shorter than {@link JsonIndex#SCAN_BYTES_MAX} may be
   * left out.
   */
  void close(int start, int end) {
    int saved = 0;
    int first = count;
    while (groupsEnd > 0 && groups[groupsEnd - GROUP + START] > start) {
      groupsEnd -= GROUP;
      saved += groups[groupsEnd + SAVED];
      first = groups[groupsEnd + FIRST];
    }
    if (end - start - saved >= JsonIndex.SCAN_BYTES_MAX) {
      insert(first, start, end);
      saved = end - start - JsonIndex.JUMP_BYTES;
    }
    if (saved > 0) {
      push(start, saved, first);
    }
  }

  private void push(int start, int saved, int first) {
    if (groupsEnd == groups.length) {
      groups = Arrays.copyOf(groups, groupsEnd * 2);
    }
    groups[groupsEnd + START] = start;
    groups[groupsEnd + SAVED] = saved;
    groups[groupsEnd + FIRST] = first;
    groupsEnd += GROUP;
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
    int[] open = new int[16];
    int depth = 0;
    for (int i = from; i < to; i++) {
      switch (text[i]) {
        case '"' -> i = JsonScan.skipString(text, i) - 1;
        case '{', '[' -> {
          if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
          }
          open[depth++] = i;
        }
        case '}', ']' -> close(open[--depth], i + 1);
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
