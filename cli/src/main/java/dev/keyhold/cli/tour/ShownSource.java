package dev.keyhold.cli.tour;

import dev.keyhold.cli.tour.chapter.Chapter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The code of a chapter, taken from the very file that was compiled. */
final class ShownSource {
  static final String BEGIN = "// tour: begin";
  static final String END = "// tour: end";

  private ShownSource() {}

  /** The region between the markers, without their indentation. */
  static String of(Chapter chapter) {
    String file = chapter.getClass().getSimpleName() + ".java";
    try (InputStream in = chapter.getClass().getResourceAsStream(file)) {
      if (in == null) {
        throw new AssertionError(file + " belongs to the jar: the build puts it there");
      }
      return region(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String region(String source) {
    int begin = source.indexOf(BEGIN);
    int end = source.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new AssertionError("a chapter has '" + BEGIN + "' and, after it, '" + END + "'");
    }
    String region = source.substring(begin + BEGIN.length(), end);
    return region.stripIndent().strip();
  }
}
