package dev.keyhold.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Compares and hashes values by what they stand for, in their minified text. */
final class JsonEquality {
  /*
   * Both texts are walked side by side. Objects whose members come in one order, which are nearly
   * all, are compared as they are read. From the first name that differs on, the members that are
   * left of one side are put into a table by name, and those of the other are looked up in it.
   * Names are unique within an object, so as many hits as members is equality.
   *
   * A table reads each byte below it once, so the whole costs at most the length of the text times
   * the depth of its nesting, whatever the order; the hash of the tables is seeded. The recursion
   * is as deep as the text, which JsonLimits.depthMax bounds.
   */
  private static final int ENTRY = 3;
  private static final int FROM = 0;
  private static final int TO = 1;
  private static final int HASH = 2;

  private final byte[] a;
  private final byte[] b;

  /** To get from member to member of b without reading what is between. */
  private final @Nullable JsonIndex bIndex;

  /** Indices of what is compared next; behind it once it has proved equal. */
  private int aAt;

  private int bAt;

  private JsonEquality(byte[] a, byte[] b, @Nullable JsonIndex bIndex) {
    this.a = a;
    this.b = b;
    this.bIndex = bIndex;
  }

  static boolean equal(Json a, Json b) {
    return Arrays.equals(a.text(), b.text())
        || new JsonEquality(a.text(), b.text(), b.index()).values();
  }

  /** Whether two values are the same that begin at an index of their texts. */
  static boolean equal(byte[] a, int aAt, byte[] b, @Nullable JsonIndex bIndex, int bAt) {
    JsonEquality walk = new JsonEquality(a, b, bIndex);
    walk.aAt = aAt;
    walk.bAt = bAt;
    return walk.values();
  }

  private boolean values() {
    JsonKind kind = JsonKind.ofFirst(a[aAt]);
    if (kind != JsonKind.ofFirst(b[bAt])) {
      return false;
    }
    return switch (kind) {
      case OBJECT -> objects();
      case ARRAY -> arrays();
      case NUMBER -> numbers();
      case NULL, BOOLEAN, STRING -> sameText();
    };
  }

  private boolean sameText() {
    int aEnd = JsonScan.skip(a, aAt);
    int bEnd = JsonScan.skip(b, bAt);
    boolean same = Arrays.equals(a, aAt, aEnd, b, bAt, bEnd);
    aAt = aEnd;
    bAt = bEnd;
    return same;
  }

  private boolean numbers() {
    int aFrom = aAt;
    int bFrom = bAt;
    return sameText() || new JsonNumber(a, aFrom, aAt).sameAs(new JsonNumber(b, bFrom, bAt));
  }

  private boolean arrays() {
    aAt++;
    bAt++;
    if (a[aAt] == ']' || b[bAt] == ']') {
      return a[aAt++] == b[bAt++];
    }
    while (values()) {
      byte next = a[aAt++];
      if (next != b[bAt++]) {
        return false;
      }
      if (next == ']') {
        return true;
      }
    }
    return false;
  }

  private boolean objects() {
    aAt++;
    bAt++;
    if (a[aAt] == '}' || b[bAt] == '}') {
      return a[aAt++] == b[bAt++];
    }
    while (true) {
      int aEnd = JsonScan.skipString(a, aAt);
      int bEnd = JsonScan.skipString(b, bAt);
      if (!Arrays.equals(a, aAt, aEnd, b, bAt, bEnd)) {
        return membersInAnyOrder();
      }
      aAt = aEnd + 1;
      bAt = bEnd + 1;
      if (!values()) {
        return false;
      }
      byte next = a[aAt++];
      if (next != b[bAt++]) {
        return false;
      }
      if (next == '}') {
        return true;
      }
    }
  }

  private boolean membersInAnyOrder() {
    int[] entries = new int[ENTRY * 16];
    int used = 0;
    int at = bAt;
    do {
      if (used == entries.length) {
        entries = Arrays.copyOf(entries, used * 2);
      }
      int nameEnd = JsonScan.skipString(b, at);
      entries[used + FROM] = at;
      entries[used + TO] = nameEnd;
      entries[used + HASH] = ByteHash.hash(b, at, nameEnd, ByteHash.SEED);
      used += ENTRY;
      at = JsonScan.skip(b, bIndex, nameEnd + 1) + 1;
    } while (b[at - 1] == ',');
    int[] table = table(entries, used);
    int left = used / ENTRY;
    do {
      int nameEnd = JsonScan.skipString(a, aAt);
      int entry = find(entries, table, aAt, nameEnd);
      if (entry < 0) {
        return false;
      }
      left--;
      aAt = nameEnd + 1;
      bAt = entries[entry + TO] + 1;
      if (!values()) {
        return false;
      }
    } while (a[aAt++] == ',');
    bAt = at;
    return left == 0;
  }

  /** Slots hold one more than the index of an entry; 0 is free. */
  private static int[] table(int[] entries, int used) {
    int[] table = new int[Integer.highestOneBit(used / ENTRY) * 4];
    for (int entry = 0; entry < used; entry += ENTRY) {
      int slot = entries[entry + HASH] & (table.length - 1);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = entry + 1;
    }
    return table;
  }

  private int find(int[] entries, int[] table, int from, int to) {
    int hash = ByteHash.hash(a, from, to, ByteHash.SEED);
    int slot = hash & (table.length - 1);
    while (table[slot] != 0) {
      int entry = table[slot] - 1;
      if (entries[entry + HASH] == hash
          && Arrays.equals(b, entries[entry + FROM], entries[entry + TO], a, from, to)) {
        return entry;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return -1;
  }

  /** The same for equal values, in every run; the order of members has no part in it. */
  static int hash(byte[] text) {
    JsonEquality walk = new JsonEquality(text, text, null);
    return walk.hash();
  }

  private int hash() {
    int from = aAt;
    return switch (JsonKind.ofFirst(a[from])) {
      case OBJECT -> hashObject();
      case ARRAY -> hashArray();
      case NUMBER -> {
        aAt = JsonScan.skipScalar(a, from);
        yield new JsonNumber(a, from, aAt).hash();
      }
      case NULL, BOOLEAN, STRING -> {
        aAt = JsonScan.skip(a, from);
        yield ByteHash.hash(a, from, aAt, 0);
      }
    };
  }

  private int hashArray() {
    int hash = '[';
    aAt++;
    if (a[aAt] == ']') {
      aAt++;
      return hash;
    }
    do {
      hash = hash * 31 + hash();
    } while (a[aAt++] == ',');
    return hash;
  }

  private int hashObject() {
    int hash = '{';
    aAt++;
    if (a[aAt] == '}') {
      aAt++;
      return hash;
    }
    do {
      int from = aAt;
      aAt = JsonScan.skipString(a, from);
      int name = ByteHash.hash(a, from, aAt, 0);
      aAt++;
      hash += Long.hashCode(ByteHash.mix(name, hash()));
    } while (a[aAt++] == ',');
    return hash;
  }
}
