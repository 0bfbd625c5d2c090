package dev.keyhold.bench;

import java.util.List;
import java.util.Locale;

/** Prints figures as lines of a table, each when it is there: widths are known beforehand. */
public final class FigureTable {
  private static final int AGAINST_COLUMNS = 22;
  private static final int NANOS_COLUMNS = 12;
  private static final int RANGE_COLUMNS = 26;

  private final int whatColumns;

  /** For rows with these first columns. */
  public FigureTable(List<String> whats) {
    whatColumns = whats.stream().mapToInt(String::length).max().orElse(0);
  }

  /** The first line. */
  public String heading() {
    return line(
        "what", "against", "ours ns", "min…max", "peer ns", "min…max", "ratio", "goal", "met");
  }

  /** The line of one figure. */
  public String line(Figure figure) {
    Double goal = figure.goal();
    return line(
        figure.what(),
        figure.against(),
        nanos(figure.ours().median()),
        range(figure.ours()),
        nanos(figure.peer().median()),
        range(figure.peer()),
        String.format(Locale.ROOT, "%.2f", figure.ratio()),
        goal == null ? "" : goal.toString(),
        goal == null ? "" : figure.isMet() ? "yes" : "no");
  }

  /** How to read it. */
  public List<String> legend() {
    return List.of(
        "",
        "Medians; nanoseconds an operation, or of the longest wait. Ratio: peer over ours, larger"
            + " is better.");
  }

  private String line(
      String what,
      String against,
      String ours,
      String oursRange,
      String peer,
      String peerRange,
      String ratio,
      String goal,
      String met) {
    return (left(what, whatColumns)
            + left(against, AGAINST_COLUMNS)
            + right(ours, NANOS_COLUMNS)
            + "  "
            + left(oursRange, RANGE_COLUMNS)
            + right(peer, NANOS_COLUMNS)
            + "  "
            + left(peerRange, RANGE_COLUMNS)
            + right(ratio, 8)
            + right(goal, 6)
            + right(met, 5))
        .stripTrailing();
  }

  private static String range(Samples samples) {
    return nanos(samples.min()) + "…" + nanos(samples.max());
  }

  private static String nanos(double value) {
    return String.format(Locale.ROOT, value < 1_000 ? "%.1f" : "%,.0f", value);
  }

  private static String left(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - text.length())) + "  ";
  }

  private static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - text.length())) + text;
  }
}
