package dev.keyhold.error;

import org.jspecify.annotations.Nullable;

/**
 * A Java object that cannot be written as JSON, or JSON that does not fit the Java type asked for.
 */
public final class JsonConversionException extends JsonException {
  private static final long serialVersionUID = 1L;

  /** The property that failed. */
  private final String path;

  /**
   * @param message the type, the path and the reason
   * @param path the property that failed, such as {@code user.address[2].street}; empty for the
   *     value itself
   * @param cause what the converter threw
   */
  public JsonConversionException(String message, String path, @Nullable Throwable cause) {
    super(message, cause);
    this.path = path;
  }

  /**
   * The property that failed, such as {@code user.address[2].street}; empty for the value itself.
   */
  public String path() {
    return path;
  }
}
