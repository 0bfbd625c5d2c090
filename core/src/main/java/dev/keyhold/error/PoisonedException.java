package dev.keyhold.error;

import org.jspecify.annotations.Nullable;

/**
 * The data of a lock may be half changed: somebody threw while changing it. The cause is what was
 * thrown.
 */
public final class PoisonedException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which lock, who poisoned it, and how to clear it
   * @param cause what the poisoner threw
   */
  public PoisonedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
