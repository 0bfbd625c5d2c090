package dev.keyhold.cli.tour;

import dev.keyhold.cli.tour.chapter.Chapter;
import dev.keyhold.cli.tour.chapter.Live;
import dev.keyhold.cli.tour.chapter.Setting;
import java.io.PrintStream;

/** Leads through chapters: explanation, code, live output, summary; or the live output alone. */
final class Guide {
  private static final String RULE = "-".repeat(80);

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
      chapter.run(setting, new Live(out));
      return;
    }
    out.println(RULE);
    out.printf("%d. %s: %s%n%n", number, chapter.name(), chapter.title());
    out.println(chapter.explanation());
    out.println();
    out.println("The code (" + chapter.getClass().getSimpleName() + ".java):");
    out.println();
    out.println(ShownSource.of(chapter).indent(4));
    out.println("Running, in " + time(setting) + ":");
    out.println();
    out.flush();
    String summary = chapter.run(setting, new Live(out));
    out.println();
    out.println(summary);
    out.println();
    out.flush();
  }

  private static String time(Setting setting) {
    return setting.virtual() ? "virtual time" : "real time";
  }
}
