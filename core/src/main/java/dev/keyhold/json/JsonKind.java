package dev.keyhold.json;

import java.util.Locale;

/** The six kinds of JSON value (RFC 8259, section 3). */
public enum JsonKind {
  /** The literal {@code null}. */
  NULL,
  /** {@code true} or {@code false}. */
  BOOLEAN,
  /** Any number; JSON knows one kind of them, and {@link Json} keeps all their digits. */
  NUMBER,
  /** A sequence of characters. */
  STRING,
  /** Values in order. */
  ARRAY,
  /** Values by name. */
  OBJECT;

  /** The kind with its article, for messages: {@code a number}. */
  String words() {
    String name = name().toLowerCase(Locale.ROOT);
    return switch (this) {
      case NULL -> name;
      case ARRAY, OBJECT -> "an " + name;
      case BOOLEAN, NUMBER, STRING -> "a " + name;
    };
  }

  /** The kind of the value whose minified text begins with a byte. */
  static JsonKind ofFirst(byte first) {
    return switch (first) {
      case 'n' -> NULL;
      case 't', 'f' -> BOOLEAN;
      case '"' -> STRING;
      case '[' -> ARRAY;
      case '{' -> OBJECT;
      default -> NUMBER;
    };
  }
}
