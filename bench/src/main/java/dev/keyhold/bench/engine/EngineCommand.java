package dev.keyhold.bench.engine;

import dev.keyhold.bench.duel.DuelJvm;
import dev.keyhold.bench.duel.Figure;
import dev.keyhold.bench.duel.FigureCommand;
import dev.keyhold.bench.duel.SampleLength;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./keyhold bench engine}. */
@Command(
    name = "engine",
    header = "Keyhold's shared database beside the JDK's maps and H2's MVStore.",
    description = {
      "Each row is a fresh JVM that fills ours and one peer with the same keys, runs them in turns"
          + " and compares the medians. Keys are asked for uniformly on one thread, and for the"
          + " first shape also by Zipf's law and on two threads.",
      "A ratio above 1 means that ours is better."
    },
    footer = {
      "",
      "Examples:",
      "  ./keyhold bench engine --quick --keys 100000 --shapes user",
      "  ./keyhold bench engine --only guard,disjoint --samples 15",
      "  ./keyhold bench engine --keys 100000,1000000,10000000 --json > engine.jsonl"
    })
public final class EngineCommand extends FigureCommand<EngineRow> {
  private static final int KEYS_MAX = 20_000_000;

  /** What both sides, their keys and what is asked for take for a key, amply. */
  private static final long HEAP_BYTES_A_KEY = 1_000;

  private static final int BYTES_A_GIB = 1 << 30;

  @Option(
      names = "--keys",
      paramLabel = "N",
      split = ",",
      defaultValue = "1000000",
      description = "How many keys there are; default ${DEFAULT-VALUE}.")
  private int[] keys = {};

  @Option(
      names = "--shapes",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "user,hex,number",
      description = "What keys look like: ${COMPLETION-CANDIDATES}; default all.")
  private KeyShape[] shapes = {};

  /** Made by picocli. */
  public EngineCommand() {}

  @Override
  protected List<EngineRow> rows() {
    for (int n : keys) {
      if (n < 1 || n > KEYS_MAX) {
        throw wrong("--keys is %d: it must be from 1 to %d".formatted(n, KEYS_MAX));
      }
    }
    return EnginePlan.rows(keys, shapes, isQuick());
  }

  @Override
  protected Set<String> names() {
    return EnginePlan.names();
  }

  @Override
  protected String noRowAdvice() {
    return "--only leaves no row";
  }

  @Override
  protected List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add("Each row: java " + String.join(" ", options(1_000_000)) + ", more with more keys");
    if (!RustMap.isThere()) {
      notes.add(RustMap.ABSENT);
    }
    return notes;
  }

  @Override
  protected Figure measure(EngineRow row, int count) {
    tell("measuring " + row.id());
    DuelJvm.Result result =
        DuelJvm.run(
            options(row.keys().count()),
            EngineDuel.class,
            row.id(),
            Integer.toString(row.keys().count()),
            row.keys().shape().name(),
            Boolean.toString(isQuick()),
            Integer.toString(count),
            Integer.toString(length().sampleMillis()),
            Integer.toString(length().warmupMillis()));
    return new Figure(
        "engine", row.what(), row.against(), row.unit(), result.ours(), result.peer(), row.goal());
  }

  private boolean isQuick() {
    return length() == SampleLength.QUICK;
  }

  /** One carrier: a virtual thread that has begun goes on until it waits. */
  private static List<String> options(int keys) {
    long gib = 2 + keys * HEAP_BYTES_A_KEY / BYTES_A_GIB;
    return List.of(
        "-XX:+UseG1GC",
        "-Xms" + gib + "g",
        "-Xmx" + gib + "g",
        "-Djdk.virtualThreadScheduler.parallelism=1",
        "-Djdk.virtualThreadScheduler.maxPoolSize=1",
        "--sun-misc-unsafe-memory-access=allow");
  }
}
