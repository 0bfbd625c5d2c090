package dev.keyhold.internal.text;

import java.util.Comparator;

/**
 * The order of strings by Unicode code point, which is the order of their UTF-8 bytes compared
 * unsigned. {@link String#compareTo} is another order: it compares UTF-16 units, and there every
 * character from U+10000 on (two surrogates, D800 to DFFF) comes before U+E000 to U+FFFF.
 */
public final class CodePoints {
  /*
   * Two strings are told apart by the first unit in which they differ. If both units lie below
   * D800, units and code points agree. If not, the surrogates have to move above E000..FFFF, which
   * two additions do without looking at the partner:
   *
   *      unit     D800..DFFF  E000..FFFF
   *      becomes  F800..FFFF  D800..F7FF
   *
   * If the units that differ are low surrogates, the high ones before them were equal, so both
   * belong to pairs of the same block and their order is that of the code points.
   *
   * The loop over charAt is what the compiler turns into a loop over the array; a mismatch found
   * eight bytes at a time would need the array itself.
   */

  /** Compares by code point; consistent with equals, total even over unpaired surrogates. */
  public static final Comparator<String> ORDER = CodePoints::compare;

  private CodePoints() {}

  /** Negative, zero or positive as a comes before, is, or comes after b. */
  public static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int at = 0; at < shared; at++) {
      char x = a.charAt(at);
      char y = b.charAt(at);
      if (x != y) {
        return rank(x) - rank(y);
      }
    }
    return a.length() - b.length();
  }

  private static int rank(char unit) {
    if (unit < Character.MIN_SURROGATE) {
      return unit;
    }
    return unit <= Character.MAX_SURROGATE ? unit + 0x2000 : unit - 0x800;
  }
}
