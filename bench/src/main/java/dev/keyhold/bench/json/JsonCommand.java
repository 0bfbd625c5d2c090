package dev.keyhold.bench.json;

import dev.keyhold.bench.duel.BenchException;
import dev.keyhold.bench.duel.DuelJvm;
import dev.keyhold.bench.duel.Figure;
import dev.keyhold.bench.duel.FigureCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./keyhold bench json}. */
@Command(
    name = "json",
    header = "Keyhold's JSON values beside Jackson, fastjson2 and Jayway's JSONPath.",
    description = {
      "Each row is a fresh JVM that runs one of ours and one peer in turns, over the same"
          + " documents, and compares the medians.",
      "A ratio above 1 means that ours is better."
    },
    footer = {
      "",
      "Examples:",
      "  ./keyhold bench json --quick",
      "  ./keyhold bench json --only parse,edit --samples 15",
      "  ./keyhold bench json --data cities.json --data data.json --json > json.jsonl"
    })
public final class JsonCommand extends FigureCommand<JsonRow> {
  private static final List<String> OPTIONS =
      DuelJvm.options(
          Stream.concat(
                  Stream.of(Sink.OPTIONS),
                  Stream.of(
                      "-Dslf4j.internal.verbosity=ERROR", "--sun-misc-unsafe-memory-access=allow"))
              .toArray(String[]::new));

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = {
        "Documents out of a file, may be given twice: the elements of about 100 bytes of an array"
            + " (cities.json),",
        "the objects of about 2 and 4 KB within an object (@mdn/browser-compat-data's data.json)."
            + " Default: generated ones."
      })
  private List<Path> data = List.of();

  /** Made by picocli. */
  public JsonCommand() {}

  @Override
  protected List<JsonRow> rows() {
    try {
      Documents.of(data);
    } catch (BenchException e) {
      throw wrong("--data: " + e.getMessage());
    }
    return JsonPlan.rows();
  }

  @Override
  protected Set<String> names() {
    return JsonPlan.names();
  }

  @Override
  protected String noRowAdvice() {
    return "--only leaves no row";
  }

  @Override
  protected List<String> notes() {
    return List.of(
        "Documents: "
            + (data.isEmpty()
                ? "generated, the same in each run"
                : "of " + data + ", and generated where they have none of a kind"),
        "Each row: java " + String.join(" ", OPTIONS));
  }

  @Override
  protected Figure measure(JsonRow row, int count) {
    Stream<String> setting =
        Stream.of(
            row.id(),
            Integer.toString(count),
            Integer.toString(length().sampleMillis()),
            Integer.toString(length().warmupMillis()));
    String[] args =
        Stream.concat(setting, data.stream().map(Path::toString)).toArray(String[]::new);
    DuelJvm.Result result = DuelJvm.run(OPTIONS, JsonDuel.class, args);
    return new Figure(
        "json", row.what(), row.against(), row.unit(), result.ours(), result.peer(), row.goal());
  }
}
