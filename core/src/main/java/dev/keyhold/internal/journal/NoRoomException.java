package dev.keyhold.internal.journal;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** There was no room for what should have been written; there may be later. */
public final class NoRoomException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param cause what the file system said
   */
  public NoRoomException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
