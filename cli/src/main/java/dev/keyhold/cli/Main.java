package dev.keyhold.cli;

import dev.keyhold.cli.command.CommandException;
import dev.keyhold.cli.command.ExitStatus;
import dev.keyhold.cli.command.Nearest;
import dev.keyhold.cli.command.Terminal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code keyhold} command. */
public final class Main {
  private static final int HELP_COLUMNS = 100;

  private Main() {}

  /** Runs one command and ends the process with its {@link ExitStatus}. */
  public static void main(String[] args) {
    int status = run(Terminal.system(), args);
    if (status != ExitStatus.OK) { // System.exit loads the JDK's logging, which costs a start
      System.exit(status);
    }
  }

  /**
   * Runs one command.
   *
   * @return its {@link ExitStatus}
   */
  public static int run(Terminal terminal, String... args) {
    CommandLine root = RootCommand.commandLine(terminal);
    Ansi ansi = terminal.interactive() ? Ansi.AUTO : Ansi.OFF;
    for (CommandLine command : RootCommand.all(root)) {
      command.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
      command.setUsageHelpWidth(HELP_COLUMNS);
      command.setOut(writer(terminal.out()));
      command.setErr(writer(terminal.err()));
      command.setParameterExceptionHandler((e, _) -> wrongUse(terminal, e));
      command.setExecutionExceptionHandler((e, failed, _) -> failure(terminal, failed, e));
    }
    int status = root.execute(args);
    terminal.out().flush();
    terminal.err().flush();
    return status;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  private static int wrongUse(Terminal terminal, ParameterException e) {
    CommandLine command = e.getCommandLine();
    String help = "./%s --help".formatted(command.getCommandSpec().qualifiedName(" "));
    String reason = oneLine(String.valueOf(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      reason = unmatched(unmatched, command);
    } else if (e instanceof MissingParameterException) {
      reason = reason.toLowerCase(Locale.ROOT);
    }
    print(terminal, command, reason + (reason.contains(": ") ? "; see " : ": see ") + help);
    return ExitStatus.WRONG_USE;
  }

  private static String unmatched(UnmatchedArgumentException e, CommandLine command) {
    String word = e.getUnmatched().getFirst();
    boolean option = word.startsWith("-");
    boolean parent = !command.getSubcommands().isEmpty();
    String kind = option ? "option" : parent ? "command" : "argument";
    var candidates =
        option ? command.getCommandSpec().optionsMap().keySet() : command.getSubcommands().keySet();
    return "unknown %s '%s'%s"
        .formatted(
            kind,
            word,
            Nearest.to(word, candidates)
                .map(near -> ": did you mean %s?".formatted(near))
                .orElse(""));
  }

  private static int failure(Terminal terminal, CommandLine command, Exception e) {
    if (e instanceof CommandException known) {
      print(terminal, command, oneLine(String.valueOf(known.getMessage())));
      return known.status();
    }
    if (System.getenv("KEYHOLD_DEBUG") != null) {
      e.printStackTrace(terminal.err());
    }
    print(
        terminal,
        command,
        "unexpected %s: set KEYHOLD_DEBUG=1 to see where".formatted(oneLine(e.toString())));
    return ExitStatus.DID_NOT_HOLD;
  }

  /** {@code keyhold: tour: what is wrong: what to do}. */
  private static void print(Terminal terminal, CommandLine command, String reason) {
    terminal.out().flush();
    terminal.err().println(command.getCommandSpec().qualifiedName(": ") + ": " + reason);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
