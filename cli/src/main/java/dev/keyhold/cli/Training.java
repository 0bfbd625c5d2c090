package dev.keyhold.cli;

import dev.keyhold.cli.command.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs what the commands do, briefly and silently, so that the JVM can record which classes every
 * start needs. The launcher's build starts it once.
 */
public final class Training {
  private Training() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(nowhere, nowhere, false);
    Main.run(terminal, "--help");
    Main.run(terminal, "--version");
    Main.run(terminal, "no-such-command");
    Main.run(terminal, "tour", "--virtual");
    Main.run(terminal, "tour", "async-mutex", "--for", "10ms");
    Main.run(terminal, "lab", "--for", "50ms");
    Main.run(terminal, "lab", "--for", "10ms", "--json");
  }
}
