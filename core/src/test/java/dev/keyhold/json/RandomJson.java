package dev.keyhold.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Random documents, as Java values that can be printed in many ways: maps, lists, strings, {@link
 * Digits}, booleans and {@link Null}.
 */
final class RandomJson {
  private static final String[] NAMES = {
    "a", "b", "name", "é", "\n", "\"", "", "a\\b", "😀", "x/y~z"
  };
  private static final String[] SPACES = {"", "", "", " ", "\n", "\t", "\r\n  ", "            "};
  private static final int[] CODE_POINTS = {
    'a', 'Z', '0', ' ', '/', '"', '\\', '\b', '\f', '\n', '\r', '\t', 0, 0x1F, 0x7F, 0xE9, 0x7FF,
    0x800, 0x2028, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF
  };

  /** JSON null, for lists and maps of the JDK do not all take null. */
  enum Null {
    NULL
  }

  /** A number by its text. */
  record Digits(String text) {}

  private final RandomGenerator random;

  RandomJson(RandomGenerator random) {
    this.random = random;
  }

  Object value(int depth) {
    int kind = random.nextInt(depth > 0 ? 10 : 5);
    return switch (kind) {
      case 0 -> Null.NULL;
      case 1 -> random.nextBoolean();
      case 2, 3 -> number();
      case 4 -> string();
      case 5, 6 -> array(depth);
      default -> object(depth);
    };
  }

  private List<Object> array(int depth) {
    List<Object> elements = new ArrayList<>();
    for (int left = random.nextInt(5); left > 0; left--) {
      elements.add(value(depth - 1));
    }
    return elements;
  }

  Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    int size = random.nextInt(10) == 0 ? 10 + random.nextInt(40) : random.nextInt(6);
    for (int left = size; left > 0; left--) {
      members.put(name(), value(depth - 1));
    }
    return members;
  }

  String name() {
    return random.nextBoolean() ? NAMES[random.nextInt(NAMES.length)] : string();
  }

  String string() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(20); left > 0; left--) {
      text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
    }
    return text.toString();
  }

  Digits number() {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
    text.append(random.nextInt(3) == 0 ? "0" : String.valueOf(1 + random.nextInt(2000)));
    if (random.nextBoolean()) {
      text.append('.').append(random.nextInt(10)).append("0".repeat(random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? "e" : "E")
          .append(new String[] {"", "+", "-"}[random.nextInt(3)])
          .append(random.nextInt(12));
    }
    return new Digits(text.toString());
  }

  /** The value as JSON text, with white space, escapes and losing duplicates where chance wills. */
  String print(Object value) {
    StringBuilder text = new StringBuilder();
    print(value, text);
    return text.toString();
  }

  private void print(Object value, StringBuilder text) {
    space(text);
    switch (value) {
      case Digits number -> text.append(number.text());
      case String string -> quote(string, text);
      case List<?> elements -> {
        text.append('[');
        String separator = "";
        for (Object element : elements) {
          text.append(separator);
          print(element, text);
          separator = ",";
        }
        space(text);
        text.append(']');
      }
      case Map<?, ?> members -> printMembers(members, text);
      case Boolean truth -> text.append(truth);
      default -> text.append("null");
    }
    space(text);
  }

  private void printMembers(Map<?, ?> members, StringBuilder text) {
    text.append('{');
    space(text);
    String separator = "";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (random.nextInt(8) == 0) {
        // A member that comes too early: the real one follows and wins.
        text.append(separator);
        space(text);
        quote((String) member.getKey(), text);
        text.append(':');
        print(value(1), text);
        separator = ",";
      }
      text.append(separator);
      space(text);
      quote((String) member.getKey(), text);
      space(text);
      text.append(':');
      print(member.getValue(), text);
      separator = ",";
    }
    text.append('}');
  }

  private void space(StringBuilder text) {
    text.append(SPACES[random.nextInt(SPACES.length)]);
  }

  private void quote(String string, StringBuilder text) {
    text.append('"');
    for (int at = 0; at < string.length(); at++) {
      char c = string.charAt(at);
      boolean must = c < ' ' || c == '"' || c == '\\';
      boolean whole = !Character.isSurrogate(c) || Character.isHighSurrogate(c);
      if (must || (whole && random.nextInt(6) == 0)) {
        text.append("\\u%04x".formatted((int) c));
        if (Character.isHighSurrogate(c)) {
          text.append("\\u%04X".formatted((int) string.charAt(++at)));
        }
      } else if (c == '/' && random.nextBoolean()) {
        text.append("\\/");
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  /** The same value with the members of every object in another order. */
  Object shuffled(Object value) {
    if (value instanceof List<?> elements) {
      List<Object> result = new ArrayList<>();
      elements.forEach(element -> result.add(shuffled(element)));
      return result;
    }
    if (value instanceof Map<?, ?> members) {
      List<Object> names = new ArrayList<>(members.keySet());
      Collections.shuffle(names, java.util.Random.from(random));
      Map<Object, Object> result = new LinkedHashMap<>();
      names.forEach(
          name -> result.put(name, shuffled(java.util.Objects.requireNonNull(members.get(name)))));
      return result;
    }
    return value;
  }
}
