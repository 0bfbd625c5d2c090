package dev.keyhold.cli.command;

import java.io.PrintStream;

/**
 * Where a command prints. Results go to {@code out}; errors, progress and whatever else is not the
 * result go to {@code err}.
 *
 * @param out for results
 * @param err for everything else
 * @param interactive whether a person is watching, so that a line may be drawn over
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {

  /** This process's own streams; the launcher tells whether a person is watching stderr. */
  public static Terminal system() {
    return new Terminal(System.out, System.err, Boolean.getBoolean("keyhold.interactive"));
  }
}
