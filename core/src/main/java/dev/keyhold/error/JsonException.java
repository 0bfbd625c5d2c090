package dev.keyhold.error;

import org.jspecify.annotations.Nullable;

/** Something is not JSON, is not the JSON that was asked for, or cannot become JSON. */
public abstract sealed class JsonException extends KeyholdException
    permits JsonConversionException,
        JsonMissingException,
        JsonParseException,
        JsonPatchException,
        JsonPathException,
        JsonPointerException,
        JsonTypeException {
  private static final long serialVersionUID = 1L;

  JsonException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
