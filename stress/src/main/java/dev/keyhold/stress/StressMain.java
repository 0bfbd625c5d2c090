package dev.keyhold.stress;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;

/**
 * {@code ./keyhold stress}: runs the stress tests and says in its last line how they went. Exit
 * status 0 when everything that was planned passed, 1 when something was forbidden, hung or did not
 * run, 2 for wrong use.
 */
public final class StressMain {
  private static final int DID_NOT_HOLD = 1;
  private static final int WRONG_USE = 2;

  private static final String HELP =
      """
      Usage: ./keyhold stress [--short] [--results DIR] [JCSTRESS-OPTION...]

      Runs the stress tests (jcstress): races of two threads, millions of times.

        --short        about a minute: one JVM configuration and one round of each test
        --results DIR  where the pages of results go (default: a new temporary directory)
        -h, --help     this text

      Everything else goes to jcstress, for example:
        -t REGEXP      only the tests whose name matches
        -m MODE        sanity, quick, default, tough, stress
        -l             list the tests

      The last line is "N passed, N failed", a test counted once in each JVM configuration.
      Exit status: 0 all passed, 1 something did not, 2 wrong use.\
      """;

  /**
   * One JVM configuration: the usual one, in which a test runs interpreted, then compiled by C1 and
   * C2. The long run has each by itself, and the compilers' randomised orders.
   */
  private static final List<List<String>> SHORT =
      List.of(
          List.of("-f", "1"),
          List.of("-iters", "1"),
          List.of("-time", "1000"),
          List.of("-sc", "false"),
          List.of("-jvmArgs", "-XX:+TieredCompilation"));

  private StressMain() {}

  /** See {@code --help}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(args));
  }

  private static int run(String... args) throws IOException, InterruptedException {
    List<String> rest = new ArrayList<>(List.of(args));
    if (rest.contains("-h") || rest.contains("--help")) {
      System.out.println(HELP);
      return 0;
    }
    boolean brief = rest.remove("--short");
    int at = rest.indexOf("--results");
    if (at >= 0 && at + 1 == rest.size()) {
      System.err.println("keyhold: stress: --results needs a directory; see --help");
      return WRONG_USE;
    }
    Path results;
    if (at < 0) {
      results = Files.createTempDirectory("keyhold-stress-");
    } else {
      results = Files.createDirectories(Path.of(rest.get(at + 1)).toAbsolutePath());
      rest.subList(at, at + 2).clear();
    }
    Set<Path> earlier = raw(results);
    int status = jcstress(brief, rest, results);
    Set<Path> written = raw(results);
    written.removeAll(earlier);
    // Listing and the like run nothing.
    return written.isEmpty() && rest.contains("-l") ? status : judge(written, status);
  }

  /** In a process of its own, because it leaves its raw results where it runs. */
  private static int jcstress(boolean brief, List<String> rest, Path results)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(absolute(System.getProperty("java.class.path")));
    command.add("org.openjdk.jcstress.Main");
    command.addAll(List.of("-r", results.toString()));
    for (List<String> option : brief ? SHORT : List.<List<String>>of()) {
      if (!rest.contains(option.getFirst())) {
        command.addAll(option);
      }
    }
    command.addAll(rest);
    return new ProcessBuilder(command).directory(results.toFile()).inheritIO().start().waitFor();
  }

  /** Counts from what the tests wrote, not from what was shown while they ran. */
  private static int judge(Set<Path> written, int status) throws IOException {
    List<TestResult> all = new ArrayList<>();
    for (Path file : written) {
      DiskReadCollector reader = new DiskReadCollector(file.toString(), all::add);
      try {
        reader.dump();
      } catch (ClassNotFoundException e) {
        throw new IOException("unreadable results in " + file, e);
      } finally {
        reader.close();
      }
    }
    int passed = 0;
    int failed = 0;
    for (TestResult result : ReportUtils.mergedByConfig(all)) {
      if (ReportUtils.statusToPassed(result)) {
        passed++;
      } else {
        failed++;
        System.out.println("failed: " + result.getName() + ": " + result.status());
      }
    }
    System.out.println(passed + " passed, " + failed + " failed");
    return status == 0 && failed == 0 && passed > 0 ? 0 : DID_NOT_HOLD;
  }

  private static Set<Path> raw(Path results) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return new HashSet<>(
          files.filter(f -> f.getFileName().toString().endsWith(".bin.gz")).toList());
    }
  }

  /** The class path as it is from another directory. */
  private static String absolute(@Nullable String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry :
        (classPath == null ? "" : classPath).split(Pattern.quote(File.pathSeparator), -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
