package dev.keyhold.internal.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads logs and checkpoints after {@code docs/file-format.md} and nothing else: it shares no code
 * with what writes them, so the document is enough.
 */
final class IndependentReader {
  final TreeMap<String, String> values = new TreeMap<>();
  final StringBuilder frames = new StringBuilder();
  long revision;

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /** Reads a file; its commits go on where the file before ended. */
  void read(byte[] file) throws DataFormatException {
    ByteBuffer in = ByteBuffer.wrap(file);
    String magic = ascii(in, 8);
    check(in.getInt() == 1, "version");
    byte[] database = new byte[16];
    in.get(database);
    long named = in.getLong();
    in.position(52);
    check(in.getInt() == crc(ByteBuffer.wrap(file, 0, 52)), "checksum of the header");
    check(magic.startsWith("KEYHOLD"), "magic");
    if (magic.endsWith("C")) {
      values.clear();
      revision = named;
    }
    while (in.hasRemaining()) {
      frame(in, database);
    }
  }

  private void frame(ByteBuffer in, byte[] database) throws DataFormatException {
    int at = in.position();
    ByteBuffer covered = ByteBuffer.allocate(64).put(database).putLong(at);
    covered.put(in.slice(at, 40));
    String kind = ascii(in, 4);
    byte[] payload = new byte[in.getInt()];
    long first = in.getLong();
    int count = in.getInt();
    long extra = in.getLong();
    long synced = in.getLong();
    int payloadSum = in.getInt();
    check(in.getInt() == crc(covered.flip()), "checksum of a frame");
    check(synced <= at, "synced");
    in.get(payload);
    check(payloadSum == crc(ByteBuffer.wrap(payload)), "checksum of a payload");
    frames.append(kind).append(' ');
    switch (kind) {
      case "KHBA" -> {
        ByteBuffer commits = ByteBuffer.wrap(payload);
        for (int i = 0; i < count; i++) {
          revision = first + i;
          for (long writes = number(commits); writes > 0; writes--) {
            write(commits);
          }
        }
        check(!commits.hasRemaining(), "length of a batch");
      }
      case "KHBL" -> {
        Inflater inflater = new Inflater();
        inflater.setInput(payload);
        byte[] raw = new byte[(int) extra];
        check(inflater.inflate(raw) == raw.length, "length of a block");
        inflater.end();
        ByteBuffer entries = ByteBuffer.wrap(raw);
        for (int i = 0; i < count; i++) {
          entry(entries);
        }
        check(!entries.hasRemaining(), "length of a block's entries");
      }
      default -> check(payload.length == 0, "a payload of " + kind);
    }
  }

  private void write(ByteBuffer in) {
    int kind = in.get();
    String key = text(in);
    String expiry = kind == 2 ? " until " + number(in) : "";
    if (kind <= 2) {
      values.put(key, text(in) + expiry);
    } else {
      values.remove(key);
    }
  }

  private void entry(ByteBuffer in) {
    int kind = in.get();
    String key = text(in);
    String expiry = kind == 2 ? " until " + number(in) : "";
    number(in);
    number(in);
    values.put(key, text(in) + expiry);
  }

  private static long number(ByteBuffer in) {
    byte each = in.get();
    return each >= 0 ? each : (each & 0x7F) | number(in) << 7;
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[(int) number(in)];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String ascii(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
