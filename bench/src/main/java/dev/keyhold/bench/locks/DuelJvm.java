package dev.keyhold.bench.locks;

import dev.keyhold.bench.BenchException;
import dev.keyhold.bench.ChildJvm;
import dev.keyhold.bench.Samples;
import java.util.List;
import java.util.stream.Stream;

/** Runs a {@link Duel} in a JVM of its own, with these options and no others. */
final class DuelJvm {
  /** Two workers everywhere, like the peers outside the JVM. */
  static final List<String> OPTIONS =
      List.of(
          "-XX:+UseG1GC",
          "-Xms1g",
          "-Xmx1g",
          "-Djdk.virtualThreadScheduler.parallelism=2",
          "-Djdk.virtualThreadScheduler.maxPoolSize=2",
          "-Dkotlinx.coroutines.scheduler.core.pool.size=2",
          "-Dkotlinx.coroutines.scheduler.max.pool.size=2",
          "--sun-misc-unsafe-memory-access=allow");

  /**
   * The samples of both sides.
   *
   * @param ours samples of the row's own lock
   * @param peer as many samples of its peer
   */
  record Result(Samples ours, Samples peer) {}

  private DuelJvm() {}

  /**
   * Measures one row.
   *
   * @throws BenchException a lock did not hold, or the JVM did not work
   */
  static Result run(LockRow row, int samples, int sampleMillis, int warmupMillis) {
    List<String> lines =
        ChildJvm.run(
            OPTIONS,
            Duel.class,
            row.ours().name(),
            row.peer().name(),
            Integer.toString(row.tasks()),
            Integer.toString(samples),
            Integer.toString(sampleMillis),
            Integer.toString(warmupMillis));
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
