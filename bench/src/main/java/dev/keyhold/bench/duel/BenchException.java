package dev.keyhold.bench.duel;

import java.io.Serial;

/** A measurement that cannot be had, or shows that something does not hold; exit status 1. */
public final class BenchException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * With a message for the user.
   *
   * @param message one line
   */
  public BenchException(String message) {
    super(message);
  }
}
