package dev.keyhold.internal.journal;

import java.io.Serial;

/** A place in a file where something else was expected than is there. */
public final class Damage extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String file;
  private final long byteOffset;
  private final String expected;
  private final String found;

  /**
   * @param file its name
   * @param byteOffset where, from 0
   */
  Damage(String file, long byteOffset, String expected, String found) {
    super(
        "%s, byte %,d: expected %s; %s".formatted(file, byteOffset, expected, found),
        null,
        false,
        false);
    this.file = file;
    this.byteOffset = byteOffset;
    this.expected = expected;
    this.found = found;
  }

  public String file() {
    return file;
  }

  public long byteOffset() {
    return byteOffset;
  }

  public String expected() {
    return expected;
  }

  public String found() {
    return found;
  }
}
