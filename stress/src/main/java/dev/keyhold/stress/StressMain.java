package dev.keyhold.stress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the stress tests and says in one line how they went.
 *
 * <p>{@code --short} takes about a minute on two processors; {@code --results DIR} says where the
 * pages of results go, which is {@code stress/target/results} within the project; anything else is passed on to jcstress. The exit status is 0, or 1 if
 * something was forbidden, hung or did not run, or 2 for wrong use.
 */
public final class StressMain {
  /** Enough to meet the common races; the long run finds the rare ones. */
  private static final List<String> SHORT =
      List.of("-iters", "1", "-time", "100", "-f", "1", "-fsm", "1", "-sc", "false", "-pth", "false");

  private static final List<String> LONG = List.of("-m", "default");

  private static final Pattern RESULTS =
      Pattern.compile(".*Results: (\\d+) planned; (\\d+) passed, .*");

  private StressMain() {}

  /** See above. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> rest = new ArrayList<>(List.of(args));
    boolean brief = rest.remove("--short");
    Path target = Path.of("stress", "target");
    Path results =
        Files.isDirectory(target) ? target.resolve("results") : Path.of("stress-results");
    int at = rest.indexOf("--results");
    if (at >= 0) {
      if (at + 1 == rest.size()) {
        System.err.println("stress: --results needs a directory");
        System.exit(2);
      }
      results = Path.of(rest.get(at + 1));
      rest.subList(at, at + 2).clear();
    }
    System.exit(run(brief ? SHORT : LONG, rest, results.toAbsolutePath()));
  }

  private static int run(List<String> preset, List<String> rest, Path results)
      throws IOException, InterruptedException {
    Files.createDirectories(results);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(absolute(System.getProperty("java.class.path")));
    command.add("org.openjdk.jcstress.Main");
    command.addAll(preset);
    command.addAll(List.of("-r", results.toString()));
    command.addAll(rest);
    // jcstress leaves its raw results where it runs.
    Process process =
        new ProcessBuilder(command).directory(results.toFile()).redirectErrorStream(true).start();
    Matcher last = null;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line);
        Matcher matcher = RESULTS.matcher(line.strip());
        last = matcher.matches() ? matcher : last;
      }
    }
    int status = process.waitFor();
    if (last == null) {
      System.out.println("0 passed, 0 failed");
      return status == 0 && !rest.isEmpty() ? 0 : 1;
    }
    int planned = Integer.parseInt(last.group(1));
    int passed = Integer.parseInt(last.group(2));
    System.out.println(passed + " passed, " + (planned - passed) + " failed");
    return status == 0 && planned > 0 && planned == passed ? 0 : 1;
  }

  /** The class path as it is from another directory. */
  private static String absolute(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(Pattern.quote(java.io.File.pathSeparator), -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(java.io.File.pathSeparator, entries);
  }
}
