package dev.keyhold.cli.tour;

import dev.keyhold.cli.command.CommandException;
import dev.keyhold.cli.command.DurationConverter;
import dev.keyhold.cli.command.ExitStatus;
import dev.keyhold.cli.command.Interruption;
import dev.keyhold.cli.command.Nearest;
import dev.keyhold.cli.command.Terminal;
import dev.keyhold.cli.tour.chapter.Chapter;
import dev.keyhold.cli.tour.chapter.Setting;
import dev.keyhold.testkit.SimulationFailure;
import dev.keyhold.testkit.TaskFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keyhold tour}. */
@Command(
    name = "tour",
    header = "See what sharing data between tasks is about, chapter by chapter.",
    description = {
      "A chapter explains, shows its code, runs it, and sums up; two of them give the compiler",
      "the mistake and what mends it, first. Without CHAPTER all of them, in order, in about 20",
      "seconds."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./keyhold tour                                the whole tour",
      "  ./keyhold tour --list                         what the chapters are",
      "  ./keyhold tour async-mutex --for 10s          one chapter, longer",
      "  ./keyhold tour async-mutex --virtual --plain  no waiting, and only its live lines",
      "  ./keyhold tour async-mutex --seed 7           another order of events, the same each time"
    })
public final class TourCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "CHAPTER",
      description = "Its name or its number; see --list.")
  private @Nullable String chapter;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "3500ms",
      description = "How long a chapter's tasks run (${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(names = "--virtual", description = "Run in virtual time: the same, without waiting.")
  private boolean virtual;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Let chance, repeatable by N, decide who runs next; implies --virtual.")
  private @Nullable Long seed;

  @Option(names = "--plain", description = "Print nothing but what comes live.")
  private boolean plain;

  @Option(names = "--list", description = "List the chapters and end.")
  private boolean list;

  /** A command that prints to {@code terminal}. */
  public TourCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Chapter> chapters = Chapter.all();
    if (list) {
      for (int i = 0; i < chapters.size(); i++) {
        terminal
            .out()
            .printf("%d. %-24s %s%n", i + 1, chapters.get(i).name(), chapters.get(i).title());
      }
      return ExitStatus.OK;
    }
    if (duration.isZero()) {
      throw CommandException.wrongUse("--for is 0: give a time above zero, such as 3500ms");
    }
    show(chapters, chapter == null ? chapters : List.of(find(chapters, chapter)));
    return ExitStatus.OK;
  }

  private void show(List<Chapter> all, List<Chapter> chosen) {
    OptionalLong order = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    Setting setting = new Setting(duration, virtual || seed != null, order);
    Guide guide = new Guide(terminal.out(), plain);
    try (Interruption interruption = Interruption.ofThisThread()) {
      for (Chapter each : chosen) {
        guide.show(each, all.indexOf(each) + 1, setting);
        if (interruption.happened()) {
          break;
        }
      }
    } catch (TaskFailure | SimulationFailure e) {
      throw CommandException.didNotHold(
          "a chapter's task failed: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static Chapter find(List<Chapter> chapters, String wanted) {
    for (int i = 0; i < chapters.size(); i++) {
      if (chapters.get(i).name().equals(wanted) || wanted.equals(String.valueOf(i + 1))) {
        return chapters.get(i);
      }
    }
    List<String> names =
        chapters.stream().map(Chapter::name).collect(Collectors.toCollection(ArrayList::new));
    throw CommandException.wrongUse(
        "unknown chapter '%s': %s"
            .formatted(
                wanted,
                Nearest.to(wanted, names)
                    .map(near -> "did you mean " + near + "?")
                    .orElse("they are " + String.join(", ", names))));
  }
}
