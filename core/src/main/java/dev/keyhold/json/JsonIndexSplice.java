package dev.keyhold.json;

import java.util.Arrays;

/** The entries of a {@link JsonIndex} in the making, of a text in which one part was replaced. */
final class JsonIndexSplice {
  /*
   * The entries before the part are as they were, those within it are new, and those behind it have
   * moved: known without reading anything else. The containers around the part come as candidates,
   * and are decided about from the inside out: each by a scan that jumps over the entries within, as
   * a reader would, and ends as soon as it has cost enough for an entry.
   *
   * A candidate that had an entry has a known end. One that had none has cost little to scan before,
   * and its end is found.
   */
  private final int[] starts;
  private final int[] ends;
  private int count;

  /** The candidates among the entries, outermost first. */
  private final int[] candidates;

  private int candidateCount;

  /**
   * @param entries at most so many, without those of the containers around
   */
  JsonIndexSplice(int entries, int[] around) {
    int capacity = entries + around.length;
    starts = new int[capacity + 1];
    ends = new int[capacity];
    candidates = new int[around.length];
  }

  /** Takes over entries, in the order of their starts. */
  void put(int[] fromStarts, int[] fromEnds, int from, int to) {
    System.arraycopy(fromStarts, from, starts, count, to - from);
    System.arraycopy(fromEnds, from, ends, count, to - from);
    count += to - from;
  }

  /** Takes over entries that have moved. */
  void putShifted(int[] fromStarts, int[] fromEnds, int from, int to, int by) {
    for (int i = from; i < to; i++) {
      starts[count] = fromStarts[i] + by;
      ends[count++] = fromEnds[i] + by;
    }
  }

  /**
   * Adds a container around the part.
   *
   * @param end behind it, in the new text; 0 if unknown
   */
  void putAround(int start, int end) {
    candidates[candidateCount++] = count;
    starts[count] = start;
    ends[count++] = end;
  }

  JsonIndex done(byte[] text) {
    starts[count] = Integer.MAX_VALUE;
    for (int i = candidateCount - 1; i >= 0; i--) {
      ends[candidates[i]] = decide(text, candidates[i]);
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (ends[i] != 0) {
        starts[kept] = starts[i];
        ends[kept++] = ends[i];
      }
    }
    return new JsonIndex(Arrays.copyOf(starts, kept + 1), Arrays.copyOf(ends, kept), text.length);
  }

  /** The end of a candidate that gets an entry; 0 if it gets none. */
  private int decide(byte[] text, int candidate) {
    int knownEnd = ends[candidate];
    int next = candidate + 1;
    int costFrom = starts[candidate];
    int depth = 0;
    int i = costFrom;
    while (knownEnd == 0 || i - costFrom < JsonIndex.SCAN_BYTES_MAX) {
      switch (text[i]) {
        case '"' -> i = JsonScan.skipString(text, i);
        case '{', '[' -> {
          if (starts[next] == i) {
            int end = ends[next++];
            if (end != 0) {
              costFrom += end - i - JsonIndex.JUMP_BYTES;
              i = end;
              next = firstFrom(end, next);
              continue;
            }
          }
          depth++;
          i++;
        }
        case '}', ']' -> {
          i++;
          if (--depth == 0) {
            return i - costFrom < JsonIndex.SCAN_BYTES_MAX ? 0 : i;
          }
        }
        default -> i++;
      }
    }
    return knownEnd;
  }

  /** The first entry that starts at an index of the text or behind; looks from one entry on. */
  private int firstFrom(int at, int entry) {
    int found = Arrays.binarySearch(starts, entry, count, at);
    return found < 0 ? -found - 1 : found;
  }
}
