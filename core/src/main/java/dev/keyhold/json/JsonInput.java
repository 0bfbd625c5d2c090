package dev.keyhold.json;

import dev.keyhold.error.JsonParseException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A text that comes in pieces, up to its limit. */
final class JsonInput {
  /*
   *      chunks   [8 KiB][16 KiB][32 KiB] … [1 MiB][1 MiB··]     read into, then left alone
   *                   \       |      |          |    /
   *      text     [exactly as many bytes as there were]          copied once, minified, kept
   *
   * 1. The source is never asked for more than one byte beyond the limit, so that a text without
   *    an end is refused when that byte has come.
   * 2. The text is an array that the source has never seen. What it does later with the chunks it
   *    was given cannot change the value.
   * 3. The minifier overwrites the text it reads. If that turns out not to be JSON, the chunks still
   *    have what came, and line and column are counted there.
   */
  private static final int FIRST_CHUNK_BYTES = 8 << 10;
  private static final int CHUNK_BYTES_MAX = 1 << 20;

  private final JsonLimits limits;
  private final List<byte[]> full = new ArrayList<>();

  /** How many bytes may still be asked for, behind the last chunk. */
  private long unasked;

  private byte[] last;
  private int lastLength;
  private int length;

  private JsonInput(JsonLimits limits) {
    this.limits = limits;
    this.unasked = limits.textBytesMax() + 1L;
    this.last = chunk(FIRST_CHUNK_BYTES);
  }

  /** Where the bytes come from: {@code InputStream} has this form. */
  interface Source {
    /** How many bytes were put into the array from an index on; -1 at the end. */
    int read(byte[] into, int from, int room) throws IOException;
  }

  /**
   * Reads a source to its end.
   *
   * @throws JsonParseException as {@link Json#parse(String)}
   */
  static Json parse(Source source, JsonLimits limits) throws IOException {
    JsonInput input = new JsonInput(limits);
    input.readFrom(source);
    try {
      return Json.minify(input.text(), limits);
    } catch (Malformed malformed) {
      throw malformed.locatedIn(input.text());
    }
  }

  private void readFrom(Source source) throws IOException {
    while (true) {
      if (lastLength == last.length) {
        full.add(last);
        last = chunk(Math.min(2 * last.length, CHUNK_BYTES_MAX));
        lastLength = 0;
      }
      int count = source.read(last, lastLength, last.length - lastLength);
      if (count < 0) {
        return;
      }
      if (count == 0) {
        throw new IllegalStateException(
            "behind byte %,d of the JSON text there is nothing to read now, and it is not the end; use a channel in blocking mode"
                .formatted(length));
      }
      lastLength += count;
      length += count;
      limits.requireText(length);
    }
  }

  private byte[] chunk(int wanted) {
    int bytes = (int) Math.min(wanted, unasked);
    unasked -= bytes;
    return new byte[bytes];
  }

  /** What came, in an array of its own. */
  private byte[] text() {
    byte[] text = new byte[length];
    int to = 0;
    for (byte[] chunk : full) {
      System.arraycopy(chunk, 0, text, to, chunk.length);
      to += chunk.length;
    }
    System.arraycopy(last, 0, text, to, lastLength);
    return text;
  }
}
