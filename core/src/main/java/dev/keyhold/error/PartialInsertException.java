package dev.keyhold.error;

/**
 * Of a stream of entries that is inserted in several commits, one could not be. Those before it are
 * in; the cause says what was wrong.
 */
public final class PartialInsertException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  private final long inserted;

  /**
   * @param message how many are in, and what was wrong
   * @param inserted how many entries of the stream are in
   * @param cause what was thrown by the stream, or by the commit
   */
  public PartialInsertException(String message, long inserted, Throwable cause) {
    super(message, cause);
    this.inserted = inserted;
  }

  /** How many entries of the stream are in: skip so many to go on. */
  public long inserted() {
    return inserted;
  }
}
