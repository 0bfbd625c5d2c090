package dev.keyhold.json;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random documents large enough for an index, with containers of all sizes and depths. */
final class LargeDocuments {
  private static final int DEPTH_MAX = 12;

  private final RandomGenerator random;
  private int names;

  LargeDocuments(RandomGenerator random) {
    this.random = random;
  }

  /** Minified, of at least so many bytes, and a few thousand more at the most. */
  String text(int bytesMin) {
    boolean object = random.nextBoolean();
    StringBuilder text = new StringBuilder(object ? "{" : "[");
    while (text.length() < bytesMin) {
      text.append(text.length() == 1 ? "" : ",");
      part(text, object, DEPTH_MAX);
    }
    return text.append(object ? '}' : ']').toString();
  }

  /** Minified: a scalar, or a container of up to some thousand bytes. */
  String value() {
    StringBuilder text = new StringBuilder();
    value(text, random.nextInt(DEPTH_MAX));
    return text.toString();
  }

  private void part(StringBuilder text, boolean ofObject, int depth) {
    if (ofObject) {
      text.append("\"n").append(names++).append("\":");
    }
    value(text, depth);
  }

  private void value(StringBuilder text, int depth) {
    switch (random.nextInt(depth > 0 ? 10 : 4)) {
      case 0 -> text.append(random.nextInt(100_000));
      case 1 -> text.append(random.nextBoolean() ? "true" : "null");
      case 2 -> string(text, random.nextInt(40));
      case 3 -> string(text, random.nextInt(8) == 0 ? random.nextInt(700) : 3);
      case 4, 5 -> container(text, false, random.nextInt(3), depth);
      case 6 -> container(text, random.nextBoolean(), 1, depth);
      default -> container(text, true, random.nextInt(5), depth);
    }
  }

  private void container(StringBuilder text, boolean object, int size, int depth) {
    text.append(object ? '{' : '[');
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ",");
      part(text, object, depth - 1);
    }
    text.append(object ? '}' : ']');
  }

  private void string(StringBuilder text, int length) {
    text.append('"');
    for (int i = 0; i < length; i++) {
      text.append(random.nextInt(20) == 0 ? "{[\\\"]}" : "x");
    }
    text.append('"');
  }

  /** Where some value stands in a document, not the whole; the document is not empty. */
  JsonPointer place(Json document) {
    JsonPointer place = JsonPointer.ROOT;
    Json there = document;
    do {
      List<JsonPointer> steps = new ArrayList<>();
      List<Json> parts = new ArrayList<>();
      if (there.isObject()) {
        for (JsonMember member : there.members()) {
          steps.add(place.append(member.name()));
          parts.add(member.value());
        }
      } else {
        for (Json element : there.elements()) {
          steps.add(place.append(parts.size()));
          parts.add(element);
        }
      }
      int chosen = random.nextInt(parts.size());
      place = steps.get(chosen);
      there = parts.get(chosen);
    } while ((there.isObject() || there.isArray()) && there.size() > 0 && random.nextInt(4) > 0);
    return place;
  }
}
