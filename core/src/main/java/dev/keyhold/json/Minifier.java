package dev.keyhold.json;

import dev.keyhold.error.LimitException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks a JSON text against RFC 8259 and brings it to its minified form, in one pass and in place:
 * white space dropped, strings canonical, numbers as they are, of members with one name the last.
 */
final class Minifier extends TokenMinifier {
  /*
   * Containers are kept on a stack of our own, so that no text can exhaust the thread's:
   *
   *      frames   [ARRAY|0, 0|1, 3|9]     one long a container that is open: above, for an object
   *                                       the index of its first name among the names; below, where
   *                                       it begins in what is written
   *
   * The loop in run() alternates between value(), which reads a scalar or opens a container, and
   * next(), which reads what stands between two values and closes what ends there. Names are
   * compared when their object closes; members that lost are cut out at the end, all at once.
   */
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  /** The frame of an array. */
  private static final int ARRAY = -1;

  private static final int FRAMES = 8;

  private final MemberNames names = new MemberNames();
  private long[] frames = new long[FRAMES];
  private int depth;

  /** Collects the index; null if the text is too short for one. */
  private final @Nullable JsonIndexBuilder containers;

  /**
   * @param text is overwritten; belongs to this object from now on
   */
  Minifier(byte[] text, JsonLimits limits) {
    super(text, limits);
    containers = text.length < JsonIndex.TEXT_BYTES_MIN ? null : new JsonIndexBuilder();
  }

  /**
   * The minified text; the array given if nothing had to go.
   *
   * @throws Malformed if the text is not JSON
   * @throws LimitException if it is nested too deeply or has too long a number
   */
  byte[] run() {
    skipWhiteSpace();
    do {
      value();
    } while (next());
    int length = names.cutLosers(text, write);
    return length == text.length ? text : Arrays.copyOf(text, length);
  }

  /**
   * The index of the text.
   *
   * @param minified what {@link #run} returned
   * @return null if it is to have none
   */
  @Nullable JsonIndex index(byte[] minified) {
    if (containers == null || !JsonIndex.isFor(minified)) {
      return null;
    }
    boolean membersCut = minified.length != write;
    return membersCut ? JsonIndex.of(minified) : containers.done(minified.length);
  }

  /** Reads a scalar, or opens containers up to the first scalar or empty one in them. */
  private void value() {
    while (true) {
      if (read == end) {
        throw failure(end, "a value");
      }
      switch (text[read]) {
        case '"' -> string();
        case '{' -> {
          if (openObject()) {
            continue;
          }
        }
        case '[' -> {
          if (openArray()) {
            continue;
          }
        }
        case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
        case 'n' -> literal(NULL);
        case 't' -> literal(TRUE);
        case 'f' -> literal(FALSE);
        default -> throw failure(read, "a value");
      }
      return;
    }
  }

  /** Reads on to the next value; false if the text is over. */
  private boolean next() {
    while (true) {
      skipWhiteSpace();
      if (depth == 0) {
        if (read != end) {
          throw failure(read, "the end of the text");
        }
        return false;
      }
      boolean inArray = frames[depth - 1] < 0;
      if (at(',')) {
        keep();
        skipWhiteSpace();
        if (!inArray) {
          name();
        }
        return true;
      }
      if (!at(inArray ? ']' : '}')) {
        throw failure(read, inArray ? "',' or ']'" : "',' or '}'");
      }
      close();
    }
  }

  /** False if the array was empty, and is closed again. */
  private boolean openArray() {
    push(ARRAY);
    if (at(']')) {
      close();
      return false;
    }
    return true;
  }

  /** False if the object was empty, and is closed again; otherwise its first name has been read. */
  private boolean openObject() {
    push(names.mark());
    if (at('}')) {
      close();
      return false;
    }
    name();
    return true;
  }

  private void push(int frame) {
    if (depth == limits.depthMax()) {
      throw new LimitException(
          "the value at byte %,d is at depth %,d; the limit is %,d (JsonLimits.depthMax)"
              .formatted(read, depth + 1, limits.depthMax()));
    }
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth * 2);
    }
    frames[depth++] = ((long) frame << 32) | write;
    keep();
    skipWhiteSpace();
  }

  private void close() {
    long frame = frames[--depth];
    if (frame >= 0) {
      names.close(text, (int) (frame >>> 32));
    }
    keep();
    int start = (int) frame;
    if (write - start >= JsonIndex.SCAN_BYTES_MAX && containers != null) {
      containers.close(start, write);
    }
  }

  /** Reads the name of a member and the colon, up to the value. */
  private void name() {
    if (!at('"')) {
      throw failure(read, "a member name in quotes");
    }
    int from = write;
    string();
    names.add(text, from, write);
    skipWhiteSpace();
    if (!at(':')) {
      throw failure(read, "':' after a member name");
    }
    keep();
    skipWhiteSpace();
  }
}
