package dev.keyhold.checker.rule;

import com.sun.source.tree.Tree;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts findings into words, and lets each place have one of a kind. */
final class Findings {
  /** Columns of an explanation, beside its label and what the compiler indents. */
  private static final int WIDTH = 84;

  private final Source source;
  private final Settings settings;
  private final Consumer<Finding> out;
  private final Set<Object> told = new HashSet<>();

  private record Key(Rule rule, Tree place) {}

  Findings(Source source, Settings settings, Consumer<Finding> out) {
    this.source = source;
    this.settings = settings;
    this.out = out;
  }

  /**
   * One of two places, and what happens there.
   *
   * @param end whether its last line is meant
   */
  record Place(Tree tree, String what, boolean end) {
    Place(Tree tree, String what) {
      this(tree, what, false);
    }
  }

  /**
   * @param severity if nothing else is asked for
   * @param at where it is reported
   * @param what is wrong, in one line
   * @param first one of the two places that together are wrong
   * @param second the other one; null if there is none
   */
  void add(
      Rule rule,
      Severity severity,
      Tree at,
      String what,
      Place first,
      @Nullable Place second,
      String why,
      String mend) {
    Severity chosen = settings.severity(rule, severity);
    if (chosen == Severity.OFF || !told.add(new Key(rule, at))) {
      return;
    }
    StringBuilder text = new StringBuilder(what).append(" [keyhold:").append(rule).append("]\n");
    place(text, "first:  ", first);
    if (second != null) {
      place(text, "second: ", second);
    }
    text.append("  why:    ");
    wrap(text, why);
    text.append("\n  mend:   ");
    wrap(text, mend);
    out.accept(new Finding(rule, chosen, at, text.toString()));
  }

  /** Adds words, with the lines after the first under its beginning. */
  private static void wrap(StringBuilder out, String text) {
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + word.length() > WIDTH) {
        out.append("\n          ");
        column = 0;
      } else if (column > 0) {
        out.append(' ');
      }
      out.append(word);
      column += word.length() + 1;
    }
  }

  private void place(StringBuilder text, String label, Place place) {
    text.append("  ")
        .append(label)
        .append(place.end() ? source.shownEnd(place.tree()) : source.shown(place.tree()))
        .append("\n          ")
        .append(place.what())
        .append('\n');
  }
}
