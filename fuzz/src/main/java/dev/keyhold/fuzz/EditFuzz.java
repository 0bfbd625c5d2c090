package dev.keyhold.fuzz;

import dev.keyhold.error.JsonException;
import dev.keyhold.error.LimitException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonPointer;

/**
 * A line with the first letter of an edit and a pointer, such as {@code s/a/0}; a line with a
 * value; then the value that is changed.
 */
public final class EditFuzz {
  private EditFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    Input input = new Input(data);
    String line = input.line();
    if (line.isEmpty()) {
      return;
    }
    try {
      String pointer = line.substring(1);
      Json part = Json.parse(input.line());
      Json value = Json.parse(input.rest());
      JsonPointer place = JsonPointer.parse(pointer);
      Input.require(place.toString().equals(pointer), "a pointer is its text");
      String before = value.toString();
      Json result = edited(line.charAt(0), value, pointer, part);
      Input.require(value.toString().equals(before), "values do not change");
      Input.require(Json.parse(result.toString()).toString().equals(result.toString()), "minified");
    } catch (JsonException | LimitException refused) {
      // as it may be
    }
  }

  private static Json edited(char edit, Json value, String pointer, Json part) {
    return switch (edit) {
      case 's' -> {
        Json result = value.set(pointer, part);
        boolean behind = pointer.endsWith("/-") && value.find(pointer).isEmpty();
        Input.require(behind || result.at(pointer).equals(part), "set is found");
        yield result;
      }
      case 'a' -> value.add(pointer, part);
      case 'r' -> {
        Input.require(value.replace(pointer, part).at(pointer).equals(part), "replaced");
        yield value.replace(pointer, part);
      }
      case 'd' -> {
        Json there = value.at(pointer);
        Json result = value.remove(pointer);
        Input.require(result.byteLength() < value.byteLength(), "shorter");
        Input.require(there.byteLength() < value.byteLength(), "part");
        yield result;
      }
      case 'p' -> value.append(pointer, part);
      default -> value.increment(pointer, part);
    };
  }
}
