package dev.keyhold.error;

import org.jspecify.annotations.Nullable;

/** Something that is not an RFC 6902 patch, or a patch that does not fit the value. */
public final class JsonPatchException extends JsonException {
  private static final long serialVersionUID = 1L;

  private final int operation;

  /**
   * @param message which operation, what is wrong with it, and what was expected
   * @param operation its number, from 0; -1 if the patch as a whole is wrong
   * @param cause null if there is none
   */
  public JsonPatchException(String message, int operation, @Nullable Throwable cause) {
    super(message, cause);
    this.operation = operation;
  }

  /** The number of the operation that failed, from 0; -1 if the patch as a whole is wrong. */
  public int operation() {
    return operation;
  }
}
