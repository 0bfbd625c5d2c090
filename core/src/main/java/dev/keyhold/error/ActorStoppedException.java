package dev.keyhold.error;

/**
 * An actor was stopped: it takes no more messages, or has dropped one before its turn. A message
 * that fails with this has not run and never will.
 */
public final class ActorStoppedException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which actor, and whether it refused or dropped the message
   */
  public ActorStoppedException(String message) {
    super(message, null);
  }
}
