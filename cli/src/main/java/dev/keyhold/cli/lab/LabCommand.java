package dev.keyhold.cli.lab;

import dev.keyhold.cli.command.CommandException;
import dev.keyhold.cli.command.DurationConverter;
import dev.keyhold.cli.command.ExitStatus;
import dev.keyhold.cli.command.Interruption;
import dev.keyhold.cli.command.Nearest;
import dev.keyhold.cli.command.Terminal;
import dev.keyhold.lab.compare.Comparison;
import dev.keyhold.lab.compare.OptionFailure;
import dev.keyhold.lab.compare.Plan;
import dev.keyhold.lab.compare.Report;
import dev.keyhold.lab.compare.SharingOption;
import dev.keyhold.lab.data.DataException;
import dev.keyhold.lab.data.DataFile;
import dev.keyhold.lab.data.Entry;
import dev.keyhold.lab.data.KeyTemplate;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keyhold lab}. */
@Command(
    name = "lab",
    header = "Put your data under each way of sharing it, and compare.",
    description = {
      "Tasks read and write it for a while. Compared are operations, how long they waited for",
      "their turn, how evenly they were served, and whether an update was lost."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./keyhold lab                                  the bundled sample, all options",
      "  ./keyhold lab --data cities.json --key 'city:{/country}:{#}' --tasks 64 --for 3s",
      "  ./keyhold lab --options mutex,fair-lock --writers 0.1 --hold 1ms --json",
      "",
      "Exit status: 0 no update was lost, 1 one was or a task failed, 2 wrong use."
    })
public final class LabCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = {
        "A JSON array, JSON lines or one JSON object: every element or member becomes an entry.",
        "Without it, a sample of 600 articles."
      })
  private @Nullable String data;

  @Option(
      names = "--key",
      paramLabel = "TEMPLATE",
      description = {
        "How an entry's key is made: {#} is its running number, {/pointer} what a JSON pointer"
            + " finds",
        "in it, {key} the member's name in an object. Default: entry:{#}, or {key} for an object."
      })
  private @Nullable String key;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many virtual threads read and write (${DEFAULT-VALUE}).")
  private int tasks;

  @Option(
      names = "--writers",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description = "The share of operations that write, 0 to 1 (${DEFAULT-VALUE}).")
  private double writers;

  @Option(
      names = "--hold",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "0s",
      description = "How long a guard is kept after its operation (${DEFAULT-VALUE}).")
  private Duration hold = Duration.ZERO;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "2s",
      description = "How long each option runs (${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides which keys the tasks choose and when they write (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--options",
      paramLabel = "NAME",
      split = ",",
      description = "Only these ways of sharing: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private List<String> options = List.of();

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  /** A command that prints to {@code terminal}. */
  public LabCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The names of the options, for the help. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return labels().iterator();
    }
  }

  private static List<String> labels() {
    return Arrays.stream(SharingOption.values()).map(SharingOption::label).toList();
  }

  @Override
  public Integer call() {
    List<SharingOption> chosen = chosen();
    Plan plan = plan();
    Interruption interruption = Interruption.ofThisThread();
    try {
      return compare(chosen, plan);
    } finally {
      interruption.close();
    }
  }

  private int compare(List<SharingOption> chosen, Plan plan) {
    try (Progress progress = new Progress(terminal)) {
      Comparison comparison = new Comparison(entries(progress), plan);
      Report report = comparison.run(chosen, progress::comparing);
      progress.clear();
      print(report, chosen.size());
      return verdict(report);
    } catch (DataException e) {
      throw CommandException.wrongUse(String.valueOf(e.getMessage()));
    } catch (OptionFailure e) {
      throw CommandException.didNotHold(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw CommandException.didNotHold("interrupted while reading: there is nothing to show yet");
    }
  }

  private List<SharingOption> chosen() {
    if (options.isEmpty()) {
      return List.of(SharingOption.values());
    }
    return options.stream().map(LabCommand::option).distinct().toList();
  }

  private static SharingOption option(String name) {
    return SharingOption.named(name)
        .orElseThrow(() ->
            CommandException.wrongUse(
                "unknown option of sharing '%s': %s"
                    .formatted(
                        name,
                        Nearest.to(name, labels())
                            .map(near -> "did you mean " + near + "?")
                            .orElse("they are " + String.join(", ", labels())))));
  }

  private Plan plan() {
    try {
      return new Plan(tasks, writers, hold, duration, seed);
    } catch (IllegalArgumentException e) {
      throw CommandException.wrongUse(String.valueOf(e.getMessage()));
    }
  }

  private List<Entry> entries(Progress progress) throws DataException, InterruptedException {
    KeyTemplate template = key == null ? null : KeyTemplate.parse(key);
    if (data == null) {
      return DataFile.sample(template);
    }
    try {
      return DataFile.read(Path.of(data), template, progress::reading);
    } catch (InvalidPathException e) {
      throw new DataException("'%s' is no file name: %s".formatted(data, e.getReason()));
    }
  }

  private void print(Report report, int optionsWanted) {
    if (json) {
      terminal.out().println(report.toJson());
      return;
    }
    terminal
        .out()
        .printf(
            "%,d entries, %,d tasks, %s of operations write, guard kept %s, %s each, seed %d%n%n",
            report.entries(),
            tasks,
            writers,
            hold.isZero() ? "no longer than needed" : DurationConverter.text(hold) + " longer",
            DurationConverter.text(duration),
            seed);
    terminal.out().print(report.toTable());
    terminal
        .out()
        .printf(
            "%nWait: from asking to having the turn. Fairness: the task served least over the one"
                + " served most.%n");
    if (!report.complete()) {
      terminal
          .out()
          .printf(
              "Interrupted: %d of %d options, the last one cut short.%n",
              report.options().size(), optionsWanted);
    }
  }

  private static int verdict(Report report) {
    if (!report.held()) {
      throw CommandException.didNotHold(
          "updates were lost, see the last column: this way of sharing is broken, please report"
              + " it");
    }
    return ExitStatus.OK;
  }
}
