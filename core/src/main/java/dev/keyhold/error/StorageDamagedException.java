package dev.keyhold.error;

/**
 * The files of a database are damaged, in a place that no crash explains. Nothing in them has been
 * changed, and none of it is served.
 */
public final class StorageDamagedException extends StorageException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long byteOffset;

  /**
   * @param message which file, where, what was expected, what is there, and the choices
   * @param file its name
   * @param byteOffset from 0
   */
  public StorageDamagedException(String message, String file, long byteOffset) {
    super(message, null);
    this.file = file;
    this.byteOffset = byteOffset;
  }

  /** The name of the damaged file. */
  public String file() {
    return file;
  }

  /** Where in the file the damaged part begins, in bytes from 0. */
  public long byteOffset() {
    return byteOffset;
  }
}
