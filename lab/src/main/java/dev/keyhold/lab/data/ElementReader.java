package dev.keyhold.lab.data;

import dev.keyhold.error.JsonParseException;
import dev.keyhold.error.KeyholdException;
import dev.keyhold.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file's elements out of its outermost array, lines or object, one after the other.
 *
 * <p>Not for sharing between tasks.
 */
final class ElementReader {
  /*
   * The reader only looks for where a value ends: it counts brackets outside of strings. What is between is
   * given to Json.parse, which is the only judge of JSON in the house, keeps numbers digit by digit, and
   * tells its own line and column, which are moved here to the file's.
   *
   * '[' opens an array, whose elements come one by one. '{' opens either an object whose members are wanted,
   * or the first of many lines: the whole value is set aside, and what follows it tells. Only there a value
   * as large as the file is in memory twice.
   */

  /** What the file turned out to be. */
  enum Shape {
    ARRAY,
    LINES,
    OBJECT
  }

  /** Where elements go. */
  @FunctionalInterface
  interface Sink {
    void accept(Shape shape, Element element) throws DataException;
  }

  private final String file;
  private final Sink sink;
  private final Bytes bytes = new Bytes();
  private long number;

  /** The value that is being taken: reused, and its array looked at without a copy. */
  private static final class Bytes extends ByteArrayOutputStream {
    byte[] copy() {
      return Arrays.copyOf(buf, count);
    }
  }

  /**
   * @param file its name, for messages
   */
  ElementReader(String file, Sink sink) {
    this.file = file;
    this.sink = sink;
  }

  /** Reads everything. */
  void read(InputStream in, ByteCursor.Filled filled)
      throws IOException, InterruptedException, DataException {
    ByteCursor cursor = new ByteCursor(in, 1, 1, filled);
    cursor.skipByteOrderMark();
    switch (cursor.peekBeyondSpace()) {
      case ByteCursor.END ->
          throw new DataException(
              file + " is empty: give a JSON array, JSON lines or one JSON object");
      case '[' -> array(cursor);
      case '{' -> objectOrLines(cursor);
      default -> lines(cursor);
    }
  }

  private void array(ByteCursor cursor) throws IOException, InterruptedException, DataException {
    cursor.advance();
    if (cursor.peekBeyondSpace() == ']') {
      throw new DataException(file + " has no elements: give at least one");
    }
    while (true) {
      cursor.peekBeyondSpace();
      element(Shape.ARRAY, cursor, null);
      int next = cursor.peekBeyondSpace();
      if (next == ']') {
        break;
      }
      comma(cursor, next, "]");
    }
    cursor.advance();
    int next = cursor.peekBeyondSpace();
    if (next != ByteCursor.END) {
      throw at(
          cursor, "the array has ended, and then comes " + shown(next) + ": remove what follows");
    }
  }

  private void objectOrLines(ByteCursor cursor)
      throws IOException, InterruptedException, DataException {
    int line = cursor.line();
    int column = cursor.column();
    byte[] first = take(cursor);
    if (cursor.peekBeyondSpace() == ByteCursor.END) {
      members(new ByteCursor(new ByteArrayInputStream(first), line, column, _ -> {}));
    } else {
      emit(Shape.LINES, line, null, parse(first, line, column));
      lines(cursor);
    }
  }

  private void lines(ByteCursor cursor) throws IOException, InterruptedException, DataException {
    while (cursor.peekBeyondSpace() != ByteCursor.END) {
      element(Shape.LINES, cursor, null);
    }
  }

  private void members(ByteCursor cursor) throws IOException, InterruptedException, DataException {
    cursor.peek();
    cursor.advance(); // beyond the {
    if (cursor.peekBeyondSpace() == '}') {
      throw new DataException(file + " has no members: give at least one");
    }
    while (true) {
      int next = cursor.peekBeyondSpace();
      if (next != '"') {
        throw at(cursor, "expected a member's name in quotes, found " + shown(next));
      }
      int line = cursor.line();
      int column = cursor.column();
      String name = parse(take(cursor), line, column).asString();
      next = cursor.peekBeyondSpace();
      if (next != ':') {
        throw at(cursor, "expected : after the member's name, found " + shown(next));
      }
      cursor.advance();
      cursor.peekBeyondSpace();
      element(Shape.OBJECT, cursor, name);
      next = cursor.peekBeyondSpace();
      if (next == '}') {
        return;
      }
      comma(cursor, next, "}");
    }
  }

  private void comma(ByteCursor cursor, int next, String end) throws DataException {
    if (next == ByteCursor.END) {
      throw at(cursor, "the file ends where , or %s should come: it is truncated".formatted(end));
    }
    if (next != ',') {
      throw at(cursor, "expected , or %s, found %s".formatted(end, shown(next)));
    }
    cursor.advance();
  }

  private void element(Shape shape, ByteCursor cursor, @Nullable String member)
      throws IOException, InterruptedException, DataException {
    int line = cursor.line();
    int column = cursor.column();
    emit(shape, line, member, parse(take(cursor), line, column));
  }

  private void emit(Shape shape, int line, @Nullable String member, Json value)
      throws DataException {
    number++;
    sink.accept(shape, new Element(number, line, member, value));
  }

  /** The bytes of the value that begins here. */
  private byte[] take(ByteCursor cursor) throws IOException, InterruptedException, DataException {
    int line = cursor.line();
    int column = cursor.column();
    bytes.reset();
    int depth = 0;
    boolean string = false;
    while (true) {
      int next = cursor.peek();
      if (next == ByteCursor.END) {
        if (depth > 0 || string) {
          throw truncated(cursor, line, column);
        }
        break;
      }
      if (!string && depth == 0 && bytes.size() > 0 && endsScalar(next)) {
        break;
      }
      if (bytes.size() == 0 && endsScalar(next)) {
        throw at(cursor, "expected a value, found " + shown(next));
      }
      bytes.write(next);
      cursor.advance();
      if (string) {
        if (next == '\\' && cursor.peek() != ByteCursor.END) {
          bytes.write(cursor.peek());
          cursor.advance();
        }
        string = next != '"';
      } else if (next == '"') {
        string = true;
      } else if (next == '[' || next == '{') {
        depth++;
      } else if (next == ']' || next == '}') {
        depth--;
      }
      if (depth == 0 && !string && (next == '"' || next == ']' || next == '}')) {
        break;
      }
    }
    if (bytes.size() == 0) {
      throw at(cursor, "the file ends where a value should come: it is truncated");
    }
    return bytes.copy();
  }

  private static boolean endsScalar(int next) {
    return switch (next) {
      case ' ', '\n', '\r', '\t', ',', ':', ']', '}' -> true;
      default -> false;
    };
  }

  /** The file has ended inside of a value; if that went wrong earlier, that is what is told. */
  private DataException truncated(ByteCursor end, int line, int column) {
    String started = "the value that begins at line %d, column %d".formatted(line, column);
    try {
      var _ = Json.parse(bytes.copy());
    } catch (JsonParseException e) {
      if (e.byteOffset() < bytes.size()) {
        return moved(e, line, column);
      }
    } catch (KeyholdException e) {
      return new DataException("%s: %s: %s".formatted(file, started, e.getMessage()));
    }
    return at(end, "the file ends inside %s: it is truncated".formatted(started));
  }

  private Json parse(byte[] value, int line, int column) throws DataException {
    try {
      return Json.parse(value);
    } catch (JsonParseException e) {
      throw moved(e, line, column);
    } catch (KeyholdException e) {
      throw new DataException(
          "%s: line %d, column %d: %s".formatted(file, line, column, e.getMessage()));
    }
  }

  /** The error of a value that begins at the given line and column of the file. */
  private DataException moved(JsonParseException e, int line, int column) {
    int fileLine = line + e.line() - 1;
    int fileColumn = e.line() == 1 ? column + e.column() - 1 : e.column();
    String message = String.valueOf(e.getMessage());
    String reason =
        message
            .substring(message.indexOf("): ") + 3)
            .replace("end of the text", "end of the value");
    return new DataException(
        "%s: line %d, column %d: %s: correct the file"
            .formatted(file, fileLine, fileColumn, reason));
  }

  private DataException at(ByteCursor cursor, String reason) {
    return new DataException(
        "%s: line %d, column %d: %s".formatted(file, cursor.line(), cursor.column(), reason));
  }

  private static String shown(int next) {
    if (next == ByteCursor.END) {
      return "the end of the file: it is truncated";
    }
    return next > ' ' && next < 0x7f ? "'" + (char) next + "'" : "byte 0x%02x".formatted(next);
  }
}
