package dev.keyhold.error;

/**
 * The callback of a watch has thrown: the watch has ended. The cause is what was thrown. Nobody
 * else is affected, least of all the writer.
 */
public final class WatchCallbackException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  private final long revision;

  /**
   * @param message which watch, at which commit
   * @param revision see {@link #revision()}
   * @param cause what the callback threw
   */
  public WatchCallbackException(String message, long revision, Throwable cause) {
    super(message, cause);
    this.revision = revision;
  }

  /**
   * Of the commit that was being delivered. A watch after the one before begins with this commit
   * again, a watch after this one leaves it out.
   */
  public long revision() {
    return revision;
  }
}
