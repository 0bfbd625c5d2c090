package dev.keyhold.bench.locks;

import dev.keyhold.bench.Figure;
import dev.keyhold.bench.FigureTable;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./keyhold bench locks}. */
@Command(
    name = "locks",
    header = "Keyhold's locks beside their peers.",
    description = {
      "Each row is a fresh JVM that runs one of ours and one peer in turns and compares the"
          + " medians.",
      "A ratio above 1 means that ours is better. The rows with a goal come first."
    },
    footer = {
      "",
      "Examples:",
      "  ./keyhold bench locks --quick",
      "  ./keyhold bench locks --only hand-off,submit --tasks 100,10000 --samples 15",
      "  ./keyhold bench locks --json > locks.jsonl"
    })
public final class LocksCommand implements Callable<Integer> {
  private static final int SAMPLES = 9;
  private static final int SAMPLES_MAX = 1_000;
  private static final int TASKS_MAX = 100_000;

  /** How long samples last, and the warm-up of each side before them. */
  private enum Length {
    FULL(150, 500, 500),
    QUICK(20, 50, 100);

    private final int sampleMillis;
    private final int waitMillisMin;
    private final int warmupMillis;

    Length(int sampleMillis, int waitMillisMin, int warmupMillis) {
      this.sampleMillis = sampleMillis;
      this.waitMillisMin = waitMillisMin;
      this.warmupMillis = warmupMillis;
    }

    /** Longest waits need longer samples, the longer the more tasks take turns. */
    int sampleMillis(LockRow row) {
      if (!row.ours().isTimed()) {
        return sampleMillis;
      }
      return this == QUICK ? waitMillisMin : Math.max(waitMillisMin, row.tasks() / 2);
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Samples of each side; default 9, with --quick 3.")
  private @Nullable Integer samples;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,8,100,10000",
      description = "How many tasks contend; default ${DEFAULT-VALUE}.")
  private int[] tasks = {};

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Only the rows of these groups or locks: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private String[] only = {};

  @Option(
      names = "--quick",
      description = "Short samples and little warm-up: a first look, not a measurement.")
  private boolean quick;

  /** For {@code --help}. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return LockPlan.names().iterator();
    }
  }

  /** Made by picocli. */
  public LocksCommand() {}

  @Override
  public Integer call() {
    int count = checkedSamples();
    checkTasks();
    List<LockRow> rows = chosen();
    PrintWriter out = command().commandLine().getOut();
    FigureTable table = new FigureTable(rows.stream().map(LockRow::what).toList());
    if (!json) {
      out.println(table.heading());
    }
    for (LockRow row : rows) {
      Figure figure = measure(row, count);
      out.println(json ? figure.json() : table.line(figure));
      out.flush();
    }
    if (!json) {
      table.legend().forEach(out::println);
      out.println("Each row: java " + String.join(" ", DuelJvm.OPTIONS));
    }
    return 0;
  }

  private Figure measure(LockRow row, int count) {
    Length length = quick ? Length.QUICK : Length.FULL;
    DuelJvm.Result result = DuelJvm.run(row, count, length.sampleMillis(row), length.warmupMillis);
    return new Figure(
        "locks",
        row.what(),
        row.peer().label(),
        row.unit(),
        result.ours(),
        result.peer(),
        row.goal());
  }

  private List<LockRow> chosen() {
    Set<String> wanted = new HashSet<>(List.of(only));
    for (String name : wanted) {
      if (!LockPlan.names().contains(name)) {
        throw wrong(
            "--only is '%s': it must be of %s"
                .formatted(name, String.join(", ", LockPlan.names())));
      }
    }
    List<LockRow> rows =
        LockPlan.rows(tasks).stream()
            .filter(row -> wanted.isEmpty() || row.names().stream().anyMatch(wanted::contains))
            .toList();
    if (rows.isEmpty()) {
      throw wrong("--only and --tasks leave no row: ask for other numbers of tasks");
    }
    return rows;
  }

  private int checkedSamples() {
    Integer given = samples;
    if (given == null) {
      return quick ? 3 : SAMPLES;
    }
    if (given < 1 || given > SAMPLES_MAX) {
      throw wrong(
          "--samples is %d: it must be from 1 to %d, such as --samples %d"
              .formatted(given, SAMPLES_MAX, SAMPLES));
    }
    return given;
  }

  private void checkTasks() {
    for (int n : tasks) {
      if (n < 1 || n > TASKS_MAX) {
        throw wrong(
            "--tasks is %d: each must be from 1 to %d, such as --tasks 1,100"
                .formatted(n, TASKS_MAX));
      }
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command");
    }
    return spec;
  }
}
