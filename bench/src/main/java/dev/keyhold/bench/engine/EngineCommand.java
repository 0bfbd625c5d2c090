package dev.keyhold.bench.engine;

import dev.keyhold.bench.BenchException;
import dev.keyhold.bench.ChildJvm;
import dev.keyhold.bench.Figure;
import dev.keyhold.bench.FigureTable;
import dev.keyhold.bench.Samples;
import dev.keyhold.bench.engine.EngineRow.Operation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./keyhold bench engine}. */
@Command(
    name = "engine",
    header = "Keyhold's index beside the maps of the JDK.",
    description = {
      "Each peer is a fresh JVM that fills and reads ours and the peer in turns, on one thread, and"
          + " compares the medians.",
      "A ratio above 1 means that ours is better."
    },
    footer = {
      "",
      "Examples:",
      "  ./keyhold bench engine --keys 100000 --shapes user",
      "  ./keyhold bench engine --keys 1000000 --json > engine.jsonl"
    })
public final class EngineCommand implements Callable<Integer> {
  private static final int KEYS_MAX = 20_000_000;
  private static final int SAMPLES_MAX = 1_000;

  private static final List<String> OPTIONS = List.of("-XX:+UseG1GC", "-Xms4g", "-Xmx4g");

  private static final List<EngineRow> ROWS =
      List.of(
          new EngineRow(Operation.GET, MapKind.SKIP_LIST_MAP, 5.0),
          new EngineRow(Operation.INSERT, MapKind.SKIP_LIST_MAP, 3.0),
          new EngineRow(Operation.OVERWRITE, MapKind.SKIP_LIST_MAP, 3.0),
          new EngineRow(Operation.SCAN, MapKind.SKIP_LIST_MAP, 2.0),
          new EngineRow(Operation.HEAP, MapKind.SKIP_LIST_MAP, 1.33),
          new EngineRow(Operation.GET, MapKind.HASH_MAP, 0.8),
          new EngineRow(Operation.INSERT, MapKind.HASH_MAP, null),
          new EngineRow(Operation.OVERWRITE, MapKind.HASH_MAP, null),
          new EngineRow(Operation.HEAP, MapKind.HASH_MAP, null));

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many keys there are; default ${DEFAULT-VALUE}.")
  private int keys;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "5",
      description = "Samples of each side; default ${DEFAULT-VALUE}.")
  private int samples;

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
  public Integer call() {
    requireWithin("--keys", keys, KEYS_MAX);
    requireWithin("--samples", samples, SAMPLES_MAX);
    PrintWriter out = command().commandLine().getOut();
    List<String> whats = new ArrayList<>();
    for (KeyShape shape : shapes) {
      ROWS.forEach(row -> whats.add(row.what(shape, keys)));
    }
    FigureTable table = new FigureTable(whats);
    if (!json) {
      out.println(table.heading());
    }
    for (KeyShape shape : shapes) {
      for (MapKind peer : List.of(MapKind.SKIP_LIST_MAP, MapKind.HASH_MAP)) {
        for (Figure figure : measure(shape, peer)) {
          out.println(json ? figure.json() : table.line(figure));
          out.flush();
        }
      }
    }
    if (!json) {
      table.legend().forEach(out::println);
      out.println("Each peer: java " + String.join(" ", OPTIONS));
    }
    return 0;
  }

  private List<Figure> measure(KeyShape shape, MapKind peer) {
    List<String> lines =
        ChildJvm.run(
            OPTIONS,
            EngineDuel.class,
            peer.name(),
            shape.name(),
            Integer.toString(keys),
            Integer.toString(samples));
    return ROWS.stream()
        .filter(row -> row.peer() == peer)
        .map(row ->
            new Figure(
                "engine",
                row.what(shape, keys),
                peer.label(),
                row.operation().unit(),
                samples(lines, row.operation() + " ours "),
                samples(lines, row.operation() + " peer "),
                row.goal()))
        .toList();
  }

  private static Samples samples(List<String> lines, String start) {
    String line =
        lines.stream()
            .filter(candidate -> candidate.startsWith(start))
            .findFirst()
            .orElseThrow(() ->
                new BenchException("the measuring JVM printed no line '%s…'".formatted(start)));
    return Samples.of(
        Stream.of(line.substring(start.length()).split(" ", -1))
            .mapToDouble(Double::parseDouble)
            .toArray());
  }

  private void requireWithin(String option, int value, int max) {
    if (value < 1 || value > max) {
      throw new ParameterException(
          command().commandLine(),
          "%s is %d: it must be from 1 to %d".formatted(option, value, max));
    }
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command");
    }
    return spec;
  }
}
