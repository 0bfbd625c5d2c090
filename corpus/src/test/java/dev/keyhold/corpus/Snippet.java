package dev.keyhold.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A compilation unit and what the checker is to say of it. An expectation is a comment that ends
 * the line at which the diagnostic stands, a rule a diagnostic:
 *
 * <pre>
 * shared.insert("key", 1); // refused: R1
 * Thread.sleep(10); // warned: R2
 * pool.submit(() -&gt; guard.get().put(key, map)); // refused: R1, R2
 * loop.execute(() -&gt; use(guard, map)); // refused: R1, warned: R2
 * </pre>
 *
 * <p>Beside a {@code @SuppressWarnings} it stands between slashes and stars: a comment of the other
 * kind would be the reason that the checker asks for.
 *
 * @param path below the directory of all snippets
 * @param lines of the source
 * @param expected in order
 */
record Snippet(Path path, List<String> lines, List<Finding> expected) {
  private static final Path DIRECTORY = Path.of("src", "test", "snippets");

  private static final String ITEM = "(?:(?:refused|warned): )?R[1-6]";
  private static final Pattern EXPECTATION =
      Pattern.compile("(?://|/\\*) ((?:refused|warned): R[1-6](?:, " + ITEM + ")*)(?: \\*/)?$");

  /** What looks like an expectation; one that is not well formed would expect nothing. */
  private static final Pattern ATTEMPT =
      Pattern.compile("(?://|/\\*).*\\b(?:refused?|warn(?:ed|s)?)\\s*:");

  /** All snippets, in the order of their paths. */
  static List<Snippet> all() {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .map(Snippet::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Snippet read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Finding> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = EXPECTATION.matcher(lines.get(i));
      if (matcher.find()) {
        addAll(expected, i + 1, matcher.group(1));
      } else if (ATTEMPT.matcher(lines.get(i)).find()) {
        throw new IllegalArgumentException(
            "%s:%d: an expectation reads '// refused: R1' and ends the line"
                .formatted(file, i + 1));
      }
    }
    expected.sort(null);
    return new Snippet(DIRECTORY.relativize(file), lines, List.copyOf(expected));
  }

  /**
   * Adds {@code "refused: R1, R3, warned: R2"}: a rule without a word has that of the one before.
   */
  private static void addAll(List<Finding> expected, int line, String text) {
    Finding.Severity severity = Finding.Severity.REFUSED;
    for (String item : text.split(", ", -1)) {
      if (item.contains(":")) {
        severity =
            item.startsWith(Finding.Severity.WARNED.word())
                ? Finding.Severity.WARNED
                : Finding.Severity.REFUSED;
      }
      expected.add(new Finding(line, severity, item.substring(item.lastIndexOf('R'))));
    }
  }

  /** Where the source lies. */
  Path file() {
    return DIRECTORY.resolve(path);
  }

  /** {@code R1} to {@code R6}, or what else the directory is called. */
  String group() {
    return path.getName(0).toString();
  }

  /** Whether it stands among those that the checker has to accept. */
  boolean isAccepted() {
    return path.getParent().endsWith("accepted");
  }

  /** The source line of a finding. */
  String lineOf(Finding finding) {
    int index = Math.toIntExact(finding.line()) - 1;
    return index >= 0 && index < lines.size() ? lines.get(index).strip() : "";
  }
}
