package dev.keyhold.lab.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of figures in columns: the first flush left, the others flush right. */
final class Table {
  private static final String GAP = "  ";

  private Table() {}

  static String of(List<OptionResult> options) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("option", "operations", "ops/s", "wait p50", "p99", "longest", "fairness", "lost"));
    for (OptionResult option : options) {
      rows.add(
          List.of(
              option.name(),
              String.format(Locale.ROOT, "%,d", option.operations()),
              String.format(Locale.ROOT, "%,.0f", option.operationsPerSecond()),
              time(option.waitMicrosP50()),
              time(option.waitMicrosP99()),
              time(option.waitMicrosMax()),
              String.format(Locale.ROOT, "%.2f", option.fairness()),
              String.format(Locale.ROOT, "%,d", option.lostUpdates())));
    }
    return aligned(rows);
  }

  private static String aligned(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        text.append(i == 0 ? row.get(i) + padding : GAP + padding + row.get(i));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Three digits and a unit that suits them. */
  static String time(double micros) {
    if (micros < 1_000) {
      return figure(micros) + " us";
    }
    return micros < 1_000_000 ? figure(micros / 1e3) + " ms" : figure(micros / 1e6) + " s";
  }

  private static String figure(double value) {
    String form = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, form, value);
  }
}
