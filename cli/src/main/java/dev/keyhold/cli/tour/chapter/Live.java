package dev.keyhold.cli.tour.chapter;

import dev.keyhold.testkit.Tasks;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a chapter prints while it runs, as they come, and with their times for the
 * summary. Any task may print.
 */
public final class Live {
  private final PrintStream out;
  private final List<Line> lines = new ArrayList<>();
  private @Nullable Tasks tasks;
  private Duration end = Duration.ZERO;
  private long stallMillisMax;

  /**
   * A line that was printed.
   *
   * @param at since the start of the run
   * @param text as printed
   */
  record Line(Duration at, String text) {}

  /** Lines that go to {@code out}. */
  public Live(PrintStream out) {
    this.out = out;
  }

  /** Lines that nobody sees. */
  static Live silent() {
    return new Live(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  /**
   * From now on lines bear the time of {@code tasks}, and those that come at {@code end} or later
   * are dropped: a run is then being wound up, and what tasks say on their way out is not part of
   * the story.
   */
  synchronized void timedBy(Tasks tasks, Duration end) {
    this.tasks = tasks;
    this.end = end;
  }

  /** Prints a line. */
  synchronized void print(String text) {
    Duration at = tasks == null ? Duration.ZERO : tasks.elapsed();
    if (tasks != null && at.compareTo(end) >= 0) {
      return;
    }
    lines.add(new Line(at, text));
    out.println(text);
    out.flush();
  }

  /** Prints how long somebody waited. */
  synchronized void printStall(String who, long millis) {
    stallMillisMax = Math.max(stallMillisMax, millis);
    print(who + ": waited " + millis + " ms");
  }

  /** The longest of all stalls. */
  synchronized long stallMillisMax() {
    return stallMillisMax;
  }

  /** How many lines have {@code part} in them. */
  synchronized long countOf(String part) {
    return lines.stream().filter(line -> line.text().contains(part)).count();
  }

  /**
   * The longest time from a line {@code from} to the next line {@code to}; zero if there is none.
   */
  synchronized Duration longest(String from, String to) {
    Duration longest = Duration.ZERO;
    Duration begun = null;
    for (Line line : lines) {
      if (line.text().equals(from)) {
        begun = line.at();
      } else if (line.text().equals(to) && begun != null) {
        Duration took = line.at().minus(begun);
        longest = took.compareTo(longest) > 0 ? took : longest;
        begun = null;
      }
    }
    return longest;
  }
}
