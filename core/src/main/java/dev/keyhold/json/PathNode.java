package dev.keyhold.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value within a text, and how it was reached.
 *
 * @param at where it begins
 * @param parent null for the whole
 * @param nameAt where the name of a member begins; -1 for an element
 * @param index of an element
 */
record PathNode(int at, @Nullable PathNode parent, int nameAt, int index) {

  static PathNode root() {
    return new PathNode(0, null, -1, 0);
  }

  /** The normalized path (RFC 9535, section 2.7), such as {@code $['orders'][3]}. */
  String path(byte[] text) {
    StringBuilder path = new StringBuilder("$");
    for (PathNode node : wayDown()) {
      if (node.nameAt < 0) {
        path.append('[').append(node.index).append(']');
      } else {
        path.append("['");
        quote(path, node.name(text));
        path.append("']");
      }
    }
    return path.toString();
  }

  JsonPointer pointer(byte[] text) {
    List<String> tokens = new ArrayList<>();
    for (PathNode node : wayDown()) {
      tokens.add(node.nameAt < 0 ? Integer.toString(node.index) : node.name(text));
    }
    return new JsonPointer(tokens);
  }

  private String name(byte[] text) {
    return JsonStrings.unquote(text, nameAt, JsonScan.skipString(text, nameAt));
  }

  private Deque<PathNode> wayDown() {
    Deque<PathNode> way = new ArrayDeque<>();
    for (PathNode node = this; node.parent != null; node = node.parent) {
      way.push(node);
    }
    return way;
  }

  private static void quote(StringBuilder out, String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case '\'', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00%02x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
  }
}
