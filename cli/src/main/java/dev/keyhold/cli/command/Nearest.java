package dev.keyhold.cli.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant to type. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate with the fewest insertions, deletions, replacements and swaps of neighbours to
   * {@code word}, or to a word that begins with it, if these are not more than a third of its
   * letters.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    String typed = word.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(candidate -> isNear(typed, candidate))
        .min(Comparator.comparingInt(candidate -> cost(typed, candidate)));
  }

  private static boolean isNear(String typed, String candidate) {
    int lettersMax = Math.max(1, Math.max(typed.length(), candidate.length()) / 3);
    return typed.length() > 1 && cost(typed, candidate) <= lettersMax;
  }

  /** Whoever stops typing in the middle of a word has made no mistake. */
  private static int cost(String typed, String candidate) {
    String begun = candidate.substring(0, Math.min(typed.length(), candidate.length()));
    return Math.min(distance(typed, candidate), 1 + distance(typed, begun));
  }

  /** Optimal string alignment: Damerau's distance without editing a letter twice. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
