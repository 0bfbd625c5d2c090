package dev.keyhold.internal.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first bytes of every log and every checkpoint. All versions of the format have them at the
 * same places, so that an old Keyhold can tell a newer file from a damaged one.
 *
 * @param kind {@link #LOG} or {@link #CHECKPOINT}
 * @param version of the format
 * @param database which one: the same in all its files
 * @param revision log: of its first commit, whether there is one yet or not; checkpoint: whose
 *     state it is
 * @param previous log: the last one that was committed before it; checkpoint: as {@code revision}
 * @param timeMillis when the file was begun, since 1970
 */
record FileHeader(
    long kind, int version, UUID database, long revision, long previous, long timeMillis) {
  static final int BYTES = 56;
  static final int VERSION = 1;
  static final long LOG = magic("KEYHOLDL");
  static final long CHECKPOINT = magic("KEYHOLDC");

  private static final int CHECKSUM_AT = 52;

  private static long magic(String eight) {
    return ByteBuffer.wrap(eight.getBytes(StandardCharsets.US_ASCII)).getLong();
  }

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(kind).putInt(version);
    bytes.putLong(database.getMostSignificantBits()).putLong(database.getLeastSignificantBits());
    bytes.putLong(revision).putLong(previous).putLong(timeMillis);
    CRC32C sum = new CRC32C();
    sum.update(bytes.array(), 0, CHECKSUM_AT);
    return bytes.putInt((int) sum.getValue()).flip();
  }

  /**
   * The header in some bytes.
   *
   * @param bytes from the beginning of the file
   * @param expected its kind
   * @throws Damage they are no header of that kind; a newer version is none
   */
  static FileHeader decode(ByteBuffer bytes, long expected, String file) throws Damage {
    if (bytes.remaining() < BYTES) {
      throw new Damage(
          file,
          0,
          "a header of %d bytes".formatted(BYTES),
          "the file has %d".formatted(bytes.remaining()));
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes.array(), bytes.arrayOffset() + bytes.position(), CHECKSUM_AT);
    long kind = bytes.getLong();
    int version = bytes.getInt();
    UUID database = new UUID(bytes.getLong(), bytes.getLong());
    FileHeader header =
        new FileHeader(kind, version, database, bytes.getLong(), bytes.getLong(), bytes.getLong());
    if (bytes.getInt() != (int) sum.getValue()) {
      throw new Damage(file, 0, "a header with its checksum", "another checksum");
    }
    if (kind != expected) {
      throw new Damage(file, 0, "a file of its name's kind", "a file of another kind");
    }
    return header;
  }
}
