package dev.keyhold.internal.journal;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands before each part of a log or a checkpoint: what the part is, how long, and checksums.
 *
 * @param kind one of the constants
 * @param payloadBytes how many bytes come behind it
 * @param first batch: the revision of its first commit; mark, end: of the commit to come; block,
 *     footer: how many entries are before it
 * @param count batch: of commits; block: of entries; footer: of blocks; else 0
 * @param extra batch, mark, end: when it was written, in milliseconds since 1970; block: how many
 *     bytes the payload has unpacked; footer: how many all have
 * @param synced log: up to which offset all was on disk when this was written; checkpoint: 0
 * @param payloadChecksum CRC32C
 */
record Frame(
    int kind,
    int payloadBytes,
    long first,
    int count,
    long extra,
    long synced,
    int payloadChecksum) {
  static final int BYTES = 44;

  /** Commits. */
  static final int BATCH = 0x4B48_4241;

  /** Says only up to where all is on disk. */
  static final int MARK = 0x4B48_4D4B;

  /** A mark, after which nothing was written: the database was closed in order. */
  static final int END = 0x4B48_454E;

  /** Entries of a checkpoint. */
  static final int BLOCK = 0x4B48_424C;

  /** The last part of a checkpoint. */
  static final int FOOTER = 0x4B48_464F;

  private static final int CHECKSUM_AT = 40;

  /*
   * The header's checksum begins with the database and the offset, which are not written. So bytes
   * that look like a frame, in a value or in what is left of an older file, are none: neither is it
   * known to those who write values which database it is, nor where their value will be.
   */
  private static int checksum(byte[] bytes, int at, UUID database, long offset) {
    CRC32C sum = new CRC32C();
    sum.update(
        ByteBuffer.allocate(24)
            .putLong(database.getMostSignificantBits())
            .putLong(database.getLeastSignificantBits())
            .putLong(offset)
            .flip());
    sum.update(bytes, at, CHECKSUM_AT);
    return (int) sum.getValue();
  }

  static int checksum(byte[] payload, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(payload, from, length);
    return (int) sum.getValue();
  }

  /** Writes it into an array, as it stands at an offset of a file. */
  void encode(byte[] bytes, int at, UUID database, long offset) {
    ByteBuffer.wrap(bytes, at, BYTES)
        .putInt(kind)
        .putInt(payloadBytes)
        .putLong(first)
        .putInt(count)
        .putLong(extra)
        .putLong(synced)
        .putInt(payloadChecksum)
        .putInt(checksum(bytes, at, database, offset));
  }

  /** The frame at an index of an array, read from an offset of a file; null: there is none. */
  static @Nullable Frame decode(byte[] bytes, int at, UUID database, long offset) {
    ByteBuffer in = ByteBuffer.wrap(bytes, at, BYTES);
    Frame frame =
        new Frame(
            in.getInt(),
            in.getInt(),
            in.getLong(),
            in.getInt(),
            in.getLong(),
            in.getLong(),
            in.getInt());
    boolean known =
        switch (frame.kind) {
          case BATCH, MARK, END, BLOCK, FOOTER -> true;
          default -> false;
        };
    return known
            && in.getInt() == checksum(bytes, at, database, offset)
            && frame.payloadBytes >= 0
            && frame.count >= 0
        ? frame
        : null;
  }

  /** Whether it is a part of a log. */
  boolean isOfLog() {
    return kind == BATCH || kind == MARK || kind == END;
  }
}
