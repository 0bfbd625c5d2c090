package dev.keyhold.cli.lab;

import dev.keyhold.cli.command.Terminal;
import dev.keyhold.lab.compare.SharingOption;
import java.time.Duration;
import java.util.Locale;

/**
 * Tells on stderr how far the command is: one line drawn over and over where a person watches, else
 * one line for what takes longer than a second.
 */
final class Progress implements AutoCloseable {
  private static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final String CLEAR_LINE = "\r\033[K";

  private final Terminal terminal;
  private final long startNanos = System.nanoTime();
  private long drawnNanos = startNanos - REDRAW_NANOS;
  private boolean drawn;
  private boolean toldOfReading;
  private int optionTold;

  Progress(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Hears of reading, see {@link dev.keyhold.lab.data.DataFile.Progress}. */
  void reading(long bytesRead, long bytesTotal, long entries) {
    long nanos = System.nanoTime();
    if (nanos - startNanos < SLOW_NANOS) {
      return;
    }
    String line =
        String.format(
            Locale.ROOT,
            "reading: %,d entries, %,d of %,d KB",
            entries,
            bytesRead / 1024,
            bytesTotal / 1024);
    if (terminal.interactive()) {
      draw(line, nanos);
    } else if (!toldOfReading) {
      toldOfReading = true;
      terminal.err().println("keyhold: lab: " + line);
    }
  }

  /** Hears of the comparison, see {@link dev.keyhold.lab.compare.Comparison.Listener}. */
  void comparing(SharingOption option, int number, int count, Duration elapsed) {
    if (terminal.interactive()) {
      draw(
          String.format(
              Locale.ROOT,
              "%s, %d of %d, %.1f s",
              option.label(),
              number,
              count,
              elapsed.toMillis() / 1e3),
          System.nanoTime());
    } else if (elapsed.toNanos() > SLOW_NANOS && optionTold < number) {
      optionTold = number;
      terminal.err().printf("keyhold: lab: %s, %d of %d%n", option.label(), number, count);
    }
  }

  private void draw(String line, long nanos) {
    if (nanos - drawnNanos >= REDRAW_NANOS) {
      drawnNanos = nanos;
      drawn = true;
      terminal.err().print(CLEAR_LINE + "keyhold: lab: " + line);
      terminal.err().flush();
    }
  }

  /** Takes the drawn line away. */
  void clear() {
    if (drawn) {
      drawn = false;
      terminal.err().print(CLEAR_LINE);
      terminal.err().flush();
    }
  }

  @Override
  public void close() {
    clear();
  }
}
