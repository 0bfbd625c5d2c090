package dev.keyhold.cli.tour;

import dev.keyhold.cli.tour.chapter.Chapter;
import dev.keyhold.cli.tour.chapter.Live;
import dev.keyhold.cli.tour.chapter.Setting;
import java.io.PrintStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Leads through chapters: explanation, code, live output, summary; or the live output alone. */
final class Guide {
  private static final int COLUMNS = 80;
  private static final String RULE = "-".repeat(COLUMNS);
  private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final PrintStream out;
  private final boolean plain;

  /**
   * @param plain nothing but the live output
   */
  Guide(PrintStream out, boolean plain) {
    this.out = out;
    this.plain = plain;
  }

  /**
   * @param number from 1
   */
  void show(Chapter chapter, int number, Setting setting) {
    if (plain) {
      chapter.introduce(new Live(out));
      chapter.run(setting, new Live(out));
      return;
    }
    out.println(RULE);
    out.printf("%d. %s: %s%n%n", number, chapter.name(), chapter.title());
    out.println(wrapped(chapter.explanation()));
    out.println();
    chapter.introduce(new Live(out));
    out.println("The code (" + chapter.getClass().getSimpleName() + ".java):");
    out.println();
    ShownSource.of(chapter)
        .lines()
        .forEach(line -> out.println(line.isEmpty() ? "" : "    " + line));
    out.println();
    out.println("Running, in " + chapter.time(setting) + ":");
    out.println();
    out.flush();
    String summary = chapter.run(setting, new Live(out));
    out.println();
    out.println(wrapped(summary));
    out.println();
    out.flush();
  }

  /** The text with its paragraphs, which blank lines separate, filled anew. */
  static String wrapped(String text) {
    return PARAGRAPHS
        .splitAsStream(text.strip())
        .map(Guide::filled)
        .collect(Collectors.joining("\n\n"));
  }

  private static String filled(String paragraph) {
    StringBuilder filled = new StringBuilder();
    int lineStart = 0;
    for (String word : SPACE.splitAsStream(paragraph).toList()) {
      if (!filled.isEmpty()) {
        boolean fits = filled.length() - lineStart + 1 + word.length() <= COLUMNS;
        filled.append(fits ? ' ' : '\n');
        lineStart = fits ? lineStart : filled.length();
      }
      filled.append(word);
    }
    return filled.toString();
  }
}
