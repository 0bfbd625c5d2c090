package dev.keyhold.cli.command;

/** What the command tells the shell. */
public final class ExitStatus {
  /** All went well. */
  public static final int OK = 0;

  /** The command ran, and what it checks did not hold. */
  public static final int DID_NOT_HOLD = 1;

  /** Options, arguments or files that the command cannot work with. */
  public static final int WRONG_USE = 2;

  private ExitStatus() {}
}
