package dev.keyhold.lab.data;

import dev.keyhold.error.JsonException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the key of an element, from a text with placeholders such as {@code city:{/country}:{#}}.
 *
 * <ul>
 *   <li><code>{#}</code> is the element's running number, from 1
 *   <li><code>{/pointer}</code> is what the JSON pointer finds in the element: a text, a number, a
 *       boolean or null
 *   <li><code>{key}</code> is the member's name, where the file is one object
 *   <li><code>{{</code> and <code>}}</code> are the braces themselves
 * </ul>
 *
 * <p>Immutable.
 */
public final class KeyTemplate {
  /** For the elements of an array and of JSON lines. */
  public static final KeyTemplate NUMBERED = valid("entry:{#}");

  /** For the members of an object. */
  public static final KeyTemplate NAMED = valid("{key}");

  private static final String HINT = "write {#}, {key} or {/pointer}, and {{ for a brace";

  private final String text;
  private final List<Part> parts;

  private KeyTemplate(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  /** A piece of the template. */
  private sealed interface Part {
    /** The text itself. */
    record Literal(String text) implements Part {}

    /** <code>{#}</code>. */
    record RunningNumber() implements Part {}

    /** <code>{key}</code>. */
    record Member() implements Part {}

    /** <code>{/pointer}</code>. */
    record Pointer(String pointer) implements Part {}
  }

  /**
   * Reads a template.
   *
   * @throws DataException if a brace is not closed or a placeholder is unknown
   */
  public static KeyTemplate parse(String text) throws DataException {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
      if (c != '{' && c != '}') {
        literal.append(c);
      } else if (doubled) {
        literal.append(c);
        i++;
      } else if (c == '}') {
        throw refused(text, "the } at character %d closes nothing".formatted(i + 1));
      } else {
        int end = text.indexOf('}', i);
        if (end < 0) {
          throw refused(text, "the { at character %d is never closed".formatted(i + 1));
        }
        if (!literal.isEmpty()) {
          parts.add(new Part.Literal(literal.toString()));
          literal.setLength(0);
        }
        parts.add(placeholder(text, text.substring(i + 1, end)));
        i = end;
      }
    }
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
    }
    if (parts.isEmpty()) {
      throw refused(text, "it is empty");
    }
    return new KeyTemplate(text, parts);
  }

  private static Part placeholder(String text, String name) throws DataException {
    if (name.equals("#")) {
      return new Part.RunningNumber();
    }
    if (name.equals("key")) {
      return new Part.Member();
    }
    if (name.startsWith("/")) {
      try {
        var _ = Json.NULL.find(name); // refuses a malformed pointer
      } catch (JsonException e) {
        throw refused(text, "{" + name + "} is no JSON pointer");
      }
      return new Part.Pointer(name);
    }
    throw refused(text, "{" + name + "} is unknown");
  }

  private static DataException refused(String text, String reason) {
    return new DataException("key template '%s': %s: %s".formatted(text, reason, HINT));
  }

  private static KeyTemplate valid(String text) {
    try {
      return parse(text);
    } catch (DataException e) {
      throw new AssertionError(e);
    }
  }

  /** The key of {@code element}. */
  String key(Element element) throws DataException {
    StringBuilder key = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Literal literal -> key.append(literal.text());
        case Part.RunningNumber() -> key.append(element.number());
        case Part.Member() -> key.append(member(element));
        case Part.Pointer pointer -> key.append(pointed(element, pointer.pointer()));
      }
    }
    return key.toString();
  }

  private String member(Element element) throws DataException {
    String member = element.member();
    if (member == null) {
      throw new DataException(
          "key template '%s': %s has no name, {key} is for a file that is one object: write {#} or {/pointer}"
              .formatted(text, element.place()));
    }
    return member;
  }

  private String pointed(Element element, String pointer) throws DataException {
    Optional<Json> found = element.value().find(pointer);
    if (found.isEmpty()) {
      throw new DataException(
          "key template '%s': %s has no %s: name a member that every element has, or {#}"
              .formatted(text, element.place(), pointer));
    }
    Json value = found.get();
    JsonKind kind = value.kind();
    if (kind == JsonKind.ARRAY || kind == JsonKind.OBJECT) {
      throw new DataException(
          "key template '%s': %s in %s is an %s: a key is made of texts and numbers, point into it"
              .formatted(
                  text, pointer, element.place(), kind == JsonKind.ARRAY ? "array" : "object"));
    }
    return kind == JsonKind.STRING ? value.asString() : value.toString();
  }

  /** The template as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
