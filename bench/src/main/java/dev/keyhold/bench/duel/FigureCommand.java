package dev.keyhold.bench.duel;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that measures rows one after the other and prints each as soon as it is there: as a
 * line of a table, or as JSON.
 *
 * @param <R> its kind of row
 */
public abstract class FigureCommand<R extends FigureRow> implements Callable<Integer> {
  private static final int SAMPLES = 9;
  private static final String ONLY = "--only";
  private static final int SAMPLES_QUICK = 3;
  private static final int SAMPLES_MAX = 1_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Samples of each side; default 9, with --quick 3.")
  private @Nullable Integer samples;

  @Option(
      names = "--quick",
      description = "Short samples and little warm-up: a first look, not a measurement.")
  private boolean quick;

  /** Made by a subclass that picocli makes. */
  protected FigureCommand() {}

  /**
   * All rows that the command line allows, whatever {@code --only} says.
   *
   * @throws ParameterException it is wrong
   */
  protected abstract List<R> rows();

  /** Everything that {@code --only} understands, in alphabetical order. */
  protected abstract Set<String> names();

  /** What the user may do if {@code --only} leaves no row. */
  protected abstract String noRowAdvice();

  /** What to say below the table. */
  protected abstract List<String> notes();

  /** Measures a row. */
  protected abstract Figure measure(R row, int samples);

  /** Adds {@code --only} to a command's options, which offers the command's own names. */
  public static void addOnly(CommandSpec command) {
    if (command.userObject() instanceof FigureCommand<?> figures) {
      command.addOption(
          OptionSpec.builder(ONLY)
              .paramLabel("NAME")
              .type(String[].class)
              .arity("1")
              .splitRegex(",")
              .description("Only the rows of these groups or peers: ${COMPLETION-CANDIDATES}.")
              .completionCandidates(figures.names())
              .build());
    }
  }

  /** How long samples are to be. */
  protected final SampleLength length() {
    return quick ? SampleLength.QUICK : SampleLength.FULL;
  }

  /** Says on stderr what is being done, where that takes long. */
  protected final void tell(String progress) {
    command().commandLine().getErr().println("keyhold: bench: " + progress);
  }

  /** Wrong use, in one line. */
  protected final ParameterException wrong(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  @Override
  public final Integer call() {
    int count = checkedSamples();
    List<R> rows = chosen();
    PrintWriter out = command().commandLine().getOut();
    FigureTable table = new FigureTable(rows.stream().map(FigureRow::what).toList());
    if (!json) {
      out.println(table.heading());
    }
    for (R row : rows) {
      Figure figure = measure(row, count);
      out.println(json ? figure.json() : table.line(figure));
      out.flush();
    }
    if (!json) {
      table.legend().forEach(out::println);
      notes().forEach(out::println);
    }
    return 0;
  }

  private List<R> chosen() {
    String[] named = command().findOption(ONLY).getValue();
    Set<String> wanted = named == null ? Set.of() : Set.copyOf(List.of(named));
    for (String name : wanted) {
      if (!names().contains(name)) {
        throw wrong("--only is '%s': it must be of %s".formatted(name, String.join(", ", names())));
      }
    }
    List<R> rows =
        rows().stream()
            .filter(row -> wanted.isEmpty() || row.names().stream().anyMatch(wanted::contains))
            .toList();
    if (rows.isEmpty()) {
      throw wrong(noRowAdvice());
    }
    return rows;
  }

  private int checkedSamples() {
    Integer given = samples;
    if (given == null) {
      return quick ? SAMPLES_QUICK : SAMPLES;
    }
    if (given < 1 || given > SAMPLES_MAX) {
      throw wrong(
          "--samples is %d: it must be from 1 to %d, such as --samples %d"
              .formatted(given, SAMPLES_MAX, SAMPLES));
    }
    return given;
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command");
    }
    return spec;
  }
}
