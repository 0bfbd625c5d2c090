package dev.keyhold.internal.journal;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.version.Write;
import dev.keyhold.json.Json;
import java.util.List;

/** How commits and entries are written: {@code docs/file-format.md} has it byte by byte. */
final class Format {
  /** The most a batch or a block can have: what fits into an array, with some to spare. */
  static final int BYTES_MAX = Integer.MAX_VALUE - 4096;

  /** What a write has around its key and its value, at the most: kind, lengths, expiry. */
  static final int WRITE_BYTES = 21;

  /** What a commit has around its writes if it is a batch of its own, at the most. */
  static final int COMMIT_BYTES = Frame.BYTES + 10;

  /** A value that stays. */
  static final int PUT = 1;

  /** A value that expires. */
  static final int PUT_PASSING = 2;

  /** Nothing any more: somebody removed it. */
  static final int REMOVED = 3;

  /** Nothing any more: it expired. */
  static final int EXPIRED = 4;

  private Format() {}

  /** How many bytes a write takes at the most. */
  static long sizeBytes(Entry<Version> entry, Version next) {
    Json value = next.value();
    return (long) WRITE_BYTES + entry.keyLengthBytes() + (value == null ? 0 : value.byteLength());
  }

  static long sizeBytes(List<Write> writes) {
    long sum = 0;
    for (Write each : writes) {
      sum += sizeBytes(each.entry(), each.next());
    }
    return sum;
  }

  static void commit(ByteSink out, Entry<Version> entry, Version next) {
    out.number(1);
    write(out, entry, next);
  }

  static void commit(ByteSink out, List<Write> writes) {
    out.number(writes.size());
    for (Write each : writes) {
      write(out, each.entry(), each.next());
    }
  }

  private static void write(ByteSink out, Entry<Version> entry, Version next) {
    Json value = next.value();
    long expiry = next.expiryMillis();
    if (value == null) {
      out.write(next.isExpiry() ? EXPIRED : REMOVED);
      out.text(entry.keyBytes());
      return;
    }
    out.write(expiry == Version.NEVER ? PUT : PUT_PASSING);
    out.text(entry.keyBytes());
    if (expiry != Version.NEVER) {
      out.number(expiry);
    }
    out.text(value);
  }

  /** An entry of a checkpoint: the revisions as distances, which are short. */
  static void entry(
      ByteSink out,
      byte[] key,
      Json value,
      long atRevision,
      long revision,
      long created,
      long expiryMillis) {
    out.write(expiryMillis == Version.NEVER ? PUT : PUT_PASSING);
    out.text(key);
    if (expiryMillis != Version.NEVER) {
      out.number(expiryMillis);
    }
    out.number(atRevision - revision);
    out.number(revision - created);
    out.text(value);
  }
}
