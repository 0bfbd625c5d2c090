package dev.keyhold.lab.data;

/**
 * A file or a key template that gives no entries. The message is one line: where, what, what to do.
 */
public final class DataException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message of one line. */
  public DataException(String message) {
    super(message);
  }
}
