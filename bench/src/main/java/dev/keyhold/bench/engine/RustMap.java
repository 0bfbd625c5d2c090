package dev.keyhold.bench.engine;

import dev.keyhold.bench.duel.BenchException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rust's {@code BTreeMap}, measured by a program beside this repository, if it is there: it fills a
 * map with the same keys, looks up and scans, on one thread, and prints medians.
 */
final class RustMap {
  static final String LABEL = "rust-btreemap";

  /** Why there are no rows with it. */
  static final String ABSENT =
      "No rows against " + LABEL + ": ../shared/peers/ordered-map.sh and rustc are not both there.";

  private static final Path SCRIPT = Path.of("..", "shared", "peers", "ordered-map.sh");
  private static final int REPETITIONS = 3;

  /** What of its output a row wants: the word before the number. */
  enum Column {
    GET("get"),
    GET_ZIPF("getzipf"),
    SCAN("scan100");

    private final Pattern pattern;

    Column(String word) {
      pattern = Pattern.compile("BTreeMap.* " + word + " (\\d+)");
    }
  }

  private RustMap() {}

  static boolean isThere() {
    return Files.isExecutable(SCRIPT) && onPath("rustc");
  }

  private static boolean onPath(String program) {
    String path = System.getenv("PATH");
    if (path == null) {
      return false;
    }
    for (String directory : path.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  static Column column(String group, Spread spread) {
    return group.equals("scan")
        ? Column.SCAN
        : spread == Spread.ZIPF ? Column.GET_ZIPF : Column.GET;
  }

  /**
   * Runs it.
   *
   * @return the median, in nanoseconds an operation
   * @throws BenchException it cannot be built or run
   */
  static double nanos(EngineRow.Keys keys, Column column) {
    String shape = keys.shape().name().toLowerCase(Locale.ROOT);
    ProcessBuilder builder =
        new ProcessBuilder(
            SCRIPT.toString(),
            shape,
            Integer.toString(keys.count()),
            Integer.toString(REPETITIONS));
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      String output;
      try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
        output = reader.readAllAsString();
      } finally {
        process.destroy();
      }
      Matcher matcher = column.pattern.matcher(beforeHashMap(output));
      if (!matcher.find()) {
        throw new BenchException(SCRIPT + ": " + output.strip());
      }
      return Double.parseDouble(matcher.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line ends with the same words about another map. */
  private static String beforeHashMap(String output) {
    int end = output.indexOf('|');
    return end < 0 ? output : output.substring(0, end);
  }
}
