package dev.keyhold.bench.duel;

import java.util.List;
import java.util.Locale;

/** Prints figures as lines of a table, each when it is there: widths are known beforehand. */
public final class FigureTable {
  private static final int AGAINST_COLUMNS = 22;
  private static final int UNIT_COLUMNS = 5;
  private static final int VALUE_COLUMNS = 12;
  private static final int RANGE_COLUMNS = 26;

  private final int whatColumns;

  /** For rows with these first columns. */
  public FigureTable(List<String> whats) {
    whatColumns = whats.stream().mapToInt(String::length).max().orElse(0);
  }

  /** The first line. */
  public String heading() {
    return line(
        "what", "against", "unit", "ours", "min…max", "peer", "min…max", "ratio", "goal", "met");
  }

  /** The line of one figure. */
  public String line(Figure figure) {
    Double goal = figure.goal();
    return line(
        figure.what(),
        figure.against(),
        figure.unit(),
        value(figure.ours().median()),
        range(figure.ours()),
        value(figure.peer().median()),
        range(figure.peer()),
        String.format(Locale.ROOT, "%.2f", figure.ratio()),
        goal == null ? "" : goal.toString(),
        goal == null ? "" : figure.isMet() ? "yes" : "no");
  }

  /** How to read it. */
  public List<String> legend() {
    return List.of("", "Medians. Ratio: peer over ours, larger is better.");
  }

  private String line(
      String what,
      String against,
      String unit,
      String ours,
      String oursRange,
      String peer,
      String peerRange,
      String ratio,
      String goal,
      String met) {
    return (left(what, whatColumns)
            + left(against, AGAINST_COLUMNS)
            + left(unit, UNIT_COLUMNS)
            + right(ours, VALUE_COLUMNS)
            + "  "
            + left(oursRange, RANGE_COLUMNS)
            + right(peer, VALUE_COLUMNS)
            + "  "
            + left(peerRange, RANGE_COLUMNS)
            + right(ratio, 8)
            + right(goal, 6)
            + right(met, 5))
        .stripTrailing();
  }

  private static String range(Samples samples) {
    return value(samples.min()) + "…" + value(samples.max());
  }

  private static String value(double value) {
    return String.format(Locale.ROOT, value < 1_000 ? "%.1f" : "%,.0f", value);
  }

  private static String left(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - text.length())) + "  ";
  }

  private static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - text.length())) + text;
  }
}
