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
   *      frames   [array 0, names 1, object 9]    one number a container that is open: what it is,
   *                                               where it begins in what is written, and for an
   *                                               object where its first name ends there
   *
   * An object is OBJECT until a second member comes: with one there is nothing to be compared, and
   * in some texts most objects have one. Only then its names are noted, the first one belatedly.
   *
   * Most texts come minified. So readMinified() goes first: it reads what may stay as it is, which
   * is looked at and not touched, and stops before what may not. From there on, the loop in run()
   * alternates between value(), which reads a scalar or opens a container, and next(), which reads
   * what stands between two values and closes what ends there. Names are compared when their object
   * closes; members that lost are cut out at the end, all at once.
   */
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private static final int NULL_WORD = (int) ByteHash.INTS.get(NULL, 0);
  private static final int TRUE_WORD = (int) ByteHash.INTS.get(TRUE, 0);
  private static final int ALSE_WORD = (int) ByteHash.INTS.get(FALSE, 1);
  private static final int FRAMES = 8;

  /** What it is, in the lowest two bits of a frame. */
  private static final int ARRAY = 0;

  private static final int OBJECT = 1;
  private static final int NAMES = 2;
  private static final int KIND_MASK = 3;

  /** Where it begins: 31 bits above those. */
  private static final int START_SHIFT = 2;

  /** Where the first name ends: above those. */
  private static final int NAME_END_SHIFT = 33;

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
    Place place = readMinified();
    skipWhiteSpace();
    if (place == Place.BEFORE_NAME) {
      name(text[write - 1] == '{');
    }
    boolean more = place != Place.BEHIND_VALUE || next();
    while (more) {
      value();
      more = next();
    }
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

  // ── what is minified already ───────────────────────────────────────────────────────────────

  /** Where {@link #readMinified} has stopped. */
  private enum Place {
    BEFORE_NAME,
    BEFORE_VALUE,
    BEHIND_VALUE
  }

  /**
   * Reads on to the first token that does not stay as it is, or that is not JSON; or to the end.
   * That token is looked at again by those who write.
   */
  private Place readMinified() {
    int at = read;
    boolean named = false;
    boolean first = false;
    while (true) {
      if (named) {
        int colon = endOfMinifiedString(at);
        if (colon == NOT_MINIFIED || colon == end || text[colon] != ':') {
          return stop(at, Place.BEFORE_NAME);
        }
        note(at, colon, first);
        at = colon + 1;
      }
      int behind;
      switch (at == end ? 0 : text[at]) {
        case '"' -> behind = endOfMinifiedString(at);
        case '{' -> {
          if (at + 1 == end || depth == limits.depthMax()) {
            return stop(at, Place.BEFORE_VALUE);
          }
          if (text[at + 1] == '"') {
            push(at++, OBJECT);
            named = true;
            first = true;
            continue;
          }
          behind = text[at + 1] == '}' ? at + 2 : NOT_MINIFIED;
        }
        case '[' -> {
          if (at + 1 == end || depth == limits.depthMax() || text[at + 1] <= ' ') {
            return stop(at, Place.BEFORE_VALUE);
          }
          if (text[at + 1] != ']') {
            push(at++, ARRAY);
            named = false;
            continue;
          }
          behind = at + 2;
        }
        case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> behind = endOfNumber(at);
        case 'n' -> behind = endOfLiteral(at, 4, NULL_WORD);
        case 't' -> behind = endOfLiteral(at, 4, TRUE_WORD);
        case 'f' -> behind = endOfLiteral(at, 5, ALSE_WORD);
        default -> behind = NOT_MINIFIED;
      }
      if (behind == NOT_MINIFIED) {
        return stop(at, Place.BEFORE_VALUE);
      }
      while (depth > 0 && behind < end && text[behind] == closing()) {
        behind++;
        closed(behind);
      }
      if (depth == 0 || behind == end || text[behind] != ',') {
        return stop(behind, Place.BEHIND_VALUE);
      }
      named = !inArray();
      first = false;
      at = behind + 1;
    }
  }

  private Place stop(int at, Place place) {
    read = at;
    write = at;
    return place;
  }

  private int closing() {
    return inArray() ? ']' : '}';
  }

  private boolean inArray() {
    return kind(frames[depth - 1]) == ARRAY;
  }

  private static int kind(long frame) {
    return (int) frame & KIND_MASK;
  }

  // ── what has to be written ─────────────────────────────────────────────────────────────────

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
      boolean inArray = inArray();
      if (at(',')) {
        keep();
        skipWhiteSpace();
        if (!inArray) {
          name(false);
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
    requireRoom();
    push(write, ARRAY);
    keep();
    skipWhiteSpace();
    if (at(']')) {
      close();
      return false;
    }
    return true;
  }

  /** False if the object was empty, and is closed again; otherwise its first name has been read. */
  private boolean openObject() {
    requireRoom();
    push(write, OBJECT);
    keep();
    skipWhiteSpace();
    if (at('}')) {
      close();
      return false;
    }
    name(true);
    return true;
  }

  private void requireRoom() {
    if (depth == limits.depthMax()) {
      throw new LimitException(
          "the value at byte %,d is at depth %,d; the limit is %,d (JsonLimits.depthMax)"
              .formatted(read, depth + 1, limits.depthMax()));
    }
  }

  private void push(int start, int kind) {
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth * 2);
    }
    frames[depth++] = ((long) start << START_SHIFT) | kind;
  }

  /** Takes a name of the innermost object, up to and with its closing quote. */
  private void note(int from, int to, boolean first) {
    long frame = frames[depth - 1];
    if (first) {
      frames[depth - 1] = frame | ((long) to << NAME_END_SHIFT);
      return;
    }
    if (kind(frame) == OBJECT) {
      frames[depth - 1] = frame + (NAMES - OBJECT);
      names.open();
      names.add(text, start(frame) + 1, (int) (frame >>> NAME_END_SHIFT));
    }
    names.add(text, from, to);
  }

  private static int start(long frame) {
    return (int) (frame >>> START_SHIFT) & Integer.MAX_VALUE;
  }

  private void close() {
    keep();
    closed(write);
  }

  /** The innermost container has closed, and ends at an index. */
  private void closed(int to) {
    long frame = frames[--depth];
    if (kind(frame) == NAMES) {
      names.close(text);
    }
    int start = start(frame);
    if (to - start >= JsonIndex.SCAN_BYTES_MAX && containers != null) {
      containers.close(start, to);
    }
  }

  /** Reads the name of a member and the colon, up to the value. */
  private void name(boolean first) {
    if (!at('"')) {
      throw failure(read, "a member name in quotes");
    }
    int from = write;
    string();
    note(from, write, first);
    skipWhiteSpace();
    if (!at(':')) {
      throw failure(read, "':' after a member name");
    }
    keep();
    if (at(' ')) {
      read++; // as printers have it
    }
    skipWhiteSpace();
  }
}
