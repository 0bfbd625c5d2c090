package dev.keyhold.json;

/**
 * Where the larger containers of one minified text end: what lets a reader of a large document pass
 * over a container in one step. Immutable; a function of the text alone, however it was made.
 */
final class JsonIndex {
  /*
   *      text      {"a":{ …… },"b":[ ……… { …… } ……… ]}
   *                ^    ^    ^     ^     ^    ^     ^^
   *      starts    0    5         30    40            ∞     ascending; a last one beyond any text
   *      ends     90   25         89    60                  the index behind each
   *      buckets   the first entry that starts at 0 or behind, at 512 or behind, at 1,024, …
   *
   * A container has an entry if scanning past it would cost SCAN_BYTES_MAX or more, where what has
   * an entry within it is jumped over and costs JUMP_BYTES. So
   *
   * 1. passing over any container costs one step or a scan of less than SCAN_BYTES_MAX;
   * 2. of n bytes of text at most n / (SCAN_BYTES_MAX - JUMP_BYTES) containers have an entry,
   *    whatever the text: each byte is scanned in one container that has one, each jump counted in
   *    one. With the buckets that is 2.4 % of the text;
   * 3. whether a container has an entry depends on its own text alone. A part of a text has a range
   *    of its entries, and an edit decides anew about the containers around it and no others.
   *
   * The buckets make finding an entry a step or two, without a search. They follow from the starts.
   */

  /** Shorter texts have no index: scanning them takes a few microseconds at the most. */
  static final int TEXT_BYTES_MIN = 64 << 10;

  static final int SCAN_BYTES_MAX = 512;
  static final int JUMP_BYTES = 16;

  private static final int BUCKET_SHIFT = 9;

  final int[] starts;
  final int[] ends;
  final int[] buckets;

  /**
   * @param starts one longer than there are entries
   * @param ends as long as there are entries
   */
  JsonIndex(int[] starts, int[] ends, int textBytes) {
    this.starts = starts;
    this.ends = ends;
    starts[ends.length] = Integer.MAX_VALUE;
    buckets = new int[(textBytes >>> BUCKET_SHIFT) + 1];
    int entry = 0;
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      while (starts[entry] < bucket << BUCKET_SHIFT) {
        entry++;
      }
      buckets[bucket] = entry;
    }
  }

  /** Whether a minified text gets an index: containers of some length do. */
  static boolean isFor(byte[] text) {
    return text.length >= TEXT_BYTES_MIN && (text[0] == '{' || text[0] == '[');
  }

  /** Scans a text; a minifier collects the same on its way. */
  static JsonIndex of(byte[] text) {
    return new JsonIndexBuilder().scan(text, 0, text.length).done(text.length);
  }

  /** The first entry that starts at an index of the text or behind; at the end, the last one. */
  private int from(int at) {
    int entry = buckets[at >>> BUCKET_SHIFT];
    while (starts[entry] < at) {
      entry++;
    }
    return entry;
  }

  /** The index behind the value that begins at an index of the text. */
  int skip(byte[] text, int at) {
    if (text[at] != '{' && text[at] != '[') {
      return JsonScan.skip(text, at);
    }
    int entry = from(at);
    int start = starts[entry];
    return start == at ? ends[entry] : scanPast(text, at, start);
  }

  /**
   * Passes over a container that has no entry.
   *
   * @param jump where the next container begins that has one
   */
  private int scanPast(byte[] text, int at, int jump) {
    int next = jump;
    int depth = 0;
    int i = at;
    while (true) {
      switch (text[i]) {
        case '"' -> i = JsonScan.skipString(text, i) - 1;
        case '{', '[' -> {
          if (i == next) {
            i = ends[from(i)] - 1;
            next = starts[from(i)];
          } else {
            depth++;
          }
        }
        case '}', ']' -> {
          if (--depth == 0) {
            return i + 1;
          }
        }
        default -> {}
      }
      i++;
    }
  }

  /** The index of a part of the text, which is a value. */
  JsonIndex slice(int from, int to) {
    int first = from(from);
    int count = from(to) - first;
    int[] partStarts = new int[count + 1];
    int[] partEnds = new int[count];
    shift(first, count, -from, partStarts, partEnds, 0);
    return new JsonIndex(partStarts, partEnds, to - from);
  }

  private void shift(int entry, int count, int by, int[] toStarts, int[] toEnds, int to) {
    for (int i = 0; i < count; i++) {
      toStarts[to + i] = starts[entry + i] + by;
      toEnds[to + i] = ends[entry + i] + by;
    }
  }

  /**
   * The index of a text that differs in one part, which consists of whole elements or members, with
   * or without a comma.
   *
   * @param edited the text after the edit
   * @param from where the part begins, before and after
   * @param to behind the part as it was
   * @param around where the containers begin that the part lies in, outermost first; all of them
   */
  JsonIndex spliced(byte[] edited, int from, int to, int textBytes, int[] around) {
    int longer = edited.length - textBytes;
    JsonIndexBuilder part = new JsonIndexBuilder().scan(edited, from, to + longer);
    int before = from(from);
    int behind = from(to);
    int count = ends.length;
    JsonIndexSplice splice = new JsonIndexSplice(before + part.count() + count - behind, around);
    int entry = 0;
    for (int start : around) {
      int until = from(start);
      splice.put(starts, ends, entry, until);
      boolean listed = starts[until] == start;
      splice.putAround(start, listed ? ends[until] + longer : 0);
      entry = listed ? until + 1 : until;
    }
    splice.put(starts, ends, entry, before);
    part.putInto(splice);
    splice.putShifted(starts, ends, behind, count, longer);
    return splice.done(edited);
  }

  /** Roughly how many bytes of heap this takes. */
  long heapBytes() {
    return 4L * (starts.length + ends.length + buckets.length) + 3 * 16 + 24;
  }
}
