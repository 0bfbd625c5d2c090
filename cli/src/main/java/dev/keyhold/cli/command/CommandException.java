package dev.keyhold.cli.command;

/**
 * Ends a command with one line on stderr and an exit status. The message says what is wrong and,
 * after the last colon, what to do.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private CommandException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What was checked did not hold. */
  public static CommandException didNotHold(String message) {
    return new CommandException(ExitStatus.DID_NOT_HOLD, message);
  }

  /** The command was given what it cannot work with: options, arguments or files. */
  public static CommandException wrongUse(String message) {
    return new CommandException(ExitStatus.WRONG_USE, message);
  }

  /** One of {@link ExitStatus}. */
  public int status() {
    return status;
  }
}
