package dev.keyhold.cli;

import dev.keyhold.cli.command.CommandException;
import dev.keyhold.cli.command.ExitStatus;
import dev.keyhold.cli.command.Terminal;
import dev.keyhold.cli.lab.LabCommand;
import dev.keyhold.cli.tour.TourCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What stands above the subcommands: the help that lists them, and the version. */
@Command(
    name = "keyhold",
    description = "An in-memory JSON database for Java whose data is shared safely between tasks.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./keyhold tour                         the whole story, chapter by chapter",
      "  ./keyhold tour async-mutex --virtual   one chapter, without waiting",
      "  ./keyhold lab                          the ways of sharing, side by side",
      "  ./keyhold lab --data cities.json --key 'city:{/country}:{#}' --for 3s --json",
      "",
      "Each command has --help. Exit status: 0 all well, 1 it did not hold, 2 wrong use."
    })
final class RootCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec @Nullable CommandSpec spec;

  private RootCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command and all its subcommands. */
  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new RootCommand(terminal))
        .addSubcommand(new TourCommand(terminal))
        .addSubcommand(new LabCommand(terminal))
        .addSubcommand(Launched.spec("bench", "Measure Keyhold beside its peers."))
        .addSubcommand(Launched.spec("stress", "Run the jcstress tests at length."));
  }

  /** {@code root} and the commands below it. */
  static List<CommandLine> all(CommandLine root) {
    List<CommandLine> all = new ArrayList<>();
    all.add(root);
    all.addAll(root.getSubcommands().values());
    return all;
  }

  @Override
  public Integer call() {
    spec().commandLine().usage(terminal.err());
    return ExitStatus.WRONG_USE;
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new AssertionError("picocli sets it");
    }
    return spec;
  }

  /** A program of its own, which the launcher starts in place of this one; here for the list. */
  @Command
  private static final class Launched implements Callable<Integer> {
    private final String name;

    private Launched(String name) {
      this.name = name;
    }

    static CommandSpec spec(String name, String description) {
      CommandSpec spec = CommandSpec.forAnnotatedObject(new Launched(name)).name(name);
      spec.usageMessage().description(description);
      return spec;
    }

    @Override
    public Integer call() {
      throw CommandException.wrongUse(
          "a program of its own: start it from a checkout, as ./keyhold " + name);
    }
  }

  /** The version that the jar's manifest tells. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RootCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "keyhold %s (Java %s)"
            .formatted(version == null ? "development" : version, Runtime.version())
      };
    }
  }
}
