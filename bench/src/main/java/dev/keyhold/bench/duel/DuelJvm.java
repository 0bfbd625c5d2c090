package dev.keyhold.bench.duel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs a {@link Duel} in a JVM of its own. */
public final class DuelJvm {
  /** What every duel runs on. */
  private static final List<String> OPTIONS = List.of("-XX:+UseG1GC", "-Xms1g", "-Xmx1g");

  /**
   * The samples of both sides.
   *
   * @param ours samples of the row's own side
   * @param peer as many samples of its peer
   */
  public record Result(Samples ours, Samples peer) {}

  private DuelJvm() {}

  /** The options of every duel, and more. */
  public static List<String> options(String... more) {
    List<String> options = new ArrayList<>(OPTIONS);
    options.addAll(List.of(more));
    return List.copyOf(options);
  }

  /**
   * Measures one row.
   *
   * @param options the JVM's, all of them
   * @param main a class whose main method is a duel
   * @throws BenchException something did not hold, or the JVM did not work
   */
  public static Result run(List<String> options, Class<?> main, String... args) {
    List<String> lines = ChildJvm.run(options, main, args);
    return new Result(samples(lines, "ours "), samples(lines, "peer "));
  }

  private static Samples samples(List<String> lines, String side) {
    String line =
        lines.stream()
            .filter(candidate -> candidate.startsWith(side))
            .findFirst()
            .orElseThrow(() ->
                new BenchException("the measuring JVM printed no line '%s…'".formatted(side)));
    return Samples.of(
        Stream.of(line.substring(side.length()).split(" ", -1))
            .mapToDouble(Double::parseDouble)
            .toArray());
  }
}
