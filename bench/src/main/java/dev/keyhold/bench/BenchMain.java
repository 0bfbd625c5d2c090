package dev.keyhold.bench;

import dev.keyhold.bench.duel.BenchException;
import dev.keyhold.bench.duel.FigureCommand;
import dev.keyhold.bench.engine.EngineCommand;
import dev.keyhold.bench.json.JsonCommand;
import dev.keyhold.bench.locks.LocksCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./keyhold bench}: measures Keyhold beside its peers. Exit status 0 when everything was
 * measured (whether or not goals are met: figures are for reading), 1 when something did not hold
 * (a lock lost an update), 2 when the command line is wrong. Errors are one line on stderr.
 */
@Command(
    name = "./keyhold bench",
    header = "Measures Keyhold beside its peers.",
    subcommands = {LocksCommand.class, JsonCommand.class, EngineCommand.class, JmhCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  ./keyhold bench locks --quick --tasks 1,100"})
public final class BenchMain implements Runnable {
  private static final int DID_NOT_HOLD = 1;
  private static final int WRONG_USE = 2;
  private static final int HELP_COLUMNS = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Made by picocli. */
  private BenchMain() {}

  /** Runs one command and ends the process. */
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  /**
   * Runs one command.
   *
   * @return the exit status
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    CommandLine root = new CommandLine(new BenchMain());
    addHelp(root);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    for (CommandLine command : root.getSubcommands().values()) {
      addHelp(command);
      FigureCommand.addOnly(command.getCommandSpec());
      command.setUnmatchedOptionsArePositionalParams(
          command.getCommandSpec().userObject() instanceof JmhCommand);
    }
    IParameterExceptionHandler wrongUse =
        (e, _) -> {
          String help = e.getCommandLine().getCommandSpec().qualifiedName(" ") + " --help";
          err.println("keyhold: bench: " + oneLine(e) + "; see " + help);
          return WRONG_USE;
        };
    IExecutionExceptionHandler failure =
        (e, _, _) -> {
          err.println("keyhold: bench: " + oneLine(e));
          return DID_NOT_HOLD;
        };
    root.setOut(new PrintWriter(out, true, out.charset()));
    root.setErr(new PrintWriter(err, true, err.charset()));
    root.setParameterExceptionHandler(wrongUse);
    root.setExecutionExceptionHandler(failure);
    return root.execute(args);
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("--help").usageHelp(true).description("Show this help.").build());
    command.setUsageHelpWidth(HELP_COLUMNS);
  }

  /** Without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: locks, json, engine or jmh");
  }

  private static String oneLine(Exception e) {
    String text =
        e instanceof BenchException || e instanceof ParameterException
            ? String.valueOf(e.getMessage())
            : e.toString();
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
