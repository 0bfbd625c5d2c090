package dev.keyhold.lab.data;

import dev.keyhold.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * One element of a file: of its array, of its lines, or a member of its object.
 *
 * @param number from 1, in the order of the file
 * @param line where it begins, from 1
 * @param member its name, if it is a member of an object
 * @param value its value
 */
record Element(long number, int line, @Nullable String member, Json value) {

  /** For messages. */
  String place() {
    return "element %,d (line %,d)".formatted(number, line);
  }
}
