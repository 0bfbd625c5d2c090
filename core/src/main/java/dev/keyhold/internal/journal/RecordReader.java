package dev.keyhold.internal.journal;

import dev.keyhold.internal.version.Version;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the payload of a batch or of a block. For one thread. */
final class RecordReader {
  /*
   * A payload is looked through before any of it is given away: a batch is a whole or is nothing.
   * As its checksum held, what is wrong in it was written so.
   */
  private final byte[] bytes;
  private final int end;
  private int at;

  /** What is wrong with a payload whose checksum holds. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  RecordReader(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  private interface WriteSink {
    void put(int keyFrom, int keyTo, long expiryMillis, int valueFrom, int valueTo);

    void remove(int keyFrom, int keyTo, boolean expired);
  }

  private static final WriteSink NOBODY =
      new WriteSink() {
        @Override
        public void put(int keyFrom, int keyTo, long expiryMillis, int valueFrom, int valueTo) {}

        @Override
        public void remove(int keyFrom, int keyTo, boolean expired) {}
      };

  /**
   * Gives the commits of a batch, or throws before it has given any.
   *
   * @param after commits up to this revision are passed over
   */
  void commits(long firstRevision, int count, long after, RecoverySink sink) throws Malformed {
    int from = at;
    for (int i = 0; i < count; i++) {
      commit(NOBODY);
    }
    if (at != end) {
      throw new Malformed("%,d bytes behind the last commit".formatted(end - at));
    }
    at = from;
    for (int i = 0; i < count; i++) {
      long revision = firstRevision + i;
      commit(revision > after ? new Handing(revision, sink) : NOBODY);
    }
  }

  private final class Handing implements WriteSink {
    private final long revision;
    private final RecoverySink sink;

    Handing(long revision, RecoverySink sink) {
      this.revision = revision;
      this.sink = sink;
    }

    @Override
    public void put(int keyFrom, int keyTo, long expiryMillis, int valueFrom, int valueTo) {
      sink.put(copy(keyFrom, keyTo), copy(valueFrom, valueTo), revision, expiryMillis);
    }

    @Override
    public void remove(int keyFrom, int keyTo, boolean expired) {
      sink.remove(copy(keyFrom, keyTo), revision, expired);
    }
  }

  private byte[] copy(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private void commit(WriteSink sink) throws Malformed {
    int writes = length("writes");
    if (writes == 0) {
      throw new Malformed("a commit of nothing");
    }
    for (int i = 0; i < writes; i++) {
      int kind = kind();
      int keyBytes = length("key");
      int keyFrom = skip(keyBytes);
      switch (kind) {
        case Format.PUT, Format.PUT_PASSING -> {
          long expiry = kind == Format.PUT ? Version.NEVER : number();
          int valueBytes = length("value");
          int valueFrom = skip(valueBytes);
          sink.put(keyFrom, keyFrom + keyBytes, expiry, valueFrom, valueFrom + valueBytes);
        }
        case Format.REMOVED, Format.EXPIRED ->
            sink.remove(keyFrom, keyFrom + keyBytes, kind == Format.EXPIRED);
        default -> throw new Malformed("a write of kind %d".formatted(kind));
      }
    }
  }

  /** Gives the entries of a block, or throws before it has given any. */
  void entries(long atRevision, int count, RecoverySink sink) throws Malformed {
    int from = at;
    for (int i = 0; i < count; i++) {
      entry(atRevision, null);
    }
    if (at != end) {
      throw new Malformed("%,d bytes behind the last entry".formatted(end - at));
    }
    at = from;
    for (int i = 0; i < count; i++) {
      entry(atRevision, sink);
    }
  }

  private void entry(long atRevision, @Nullable RecoverySink sink) throws Malformed {
    int kind = kind();
    if (kind != Format.PUT && kind != Format.PUT_PASSING) {
      throw new Malformed("an entry of kind %d".formatted(kind));
    }
    int keyBytes = length("key");
    int keyFrom = skip(keyBytes);
    long expiry = kind == Format.PUT ? Version.NEVER : number();
    long revision = atRevision - number();
    long created = revision - number();
    if (created < 1 || created > revision || revision > atRevision) {
      throw new Malformed("a revision out of order");
    }
    int valueBytes = length("value");
    int valueFrom = skip(valueBytes);
    if (sink != null) {
      sink.entry(
          copy(keyFrom, keyFrom + keyBytes),
          copy(valueFrom, valueFrom + valueBytes),
          revision,
          created,
          expiry);
    }
  }

  private int kind() throws Malformed {
    if (at >= end) {
      throw new Malformed("its end, where a write should begin");
    }
    return bytes[at++];
  }

  private int length(String what) throws Malformed {
    long value = number();
    if (value < 0 || value > end - at) {
      throw new Malformed(
          "a length of %,d (%s) with %,d bytes left".formatted(value, what, end - at));
    }
    return (int) value;
  }

  private int skip(int count) {
    int from = at;
    at += count;
    return from;
  }

  private long number() throws Malformed {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at >= end) {
        throw new Malformed("its end, within a number");
      }
      byte each = bytes[at++];
      value |= (each & 0x7FL) << shift;
      if (each >= 0) {
        return value;
      }
    }
    throw new Malformed("a number of more than ten bytes");
  }
}
