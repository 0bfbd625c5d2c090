package dev.keyhold.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What edits and patches are to do, written plainly over Jackson's tree: every change is made on a
 * deep copy. Numbers are read with all their digits, and compared by value, as Jackson does not.
 */
final class TreeModel {
  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private TreeModel() {}

  /** A change that is to be refused. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether because of what is there; else because nothing is. */
    final boolean type;

    Refused(boolean type) {
      this.type = type;
    }
  }

  static JsonNode tree(String text) {
    return EXACT.readTree(text);
  }

  static JsonNode tree(Json json) {
    return tree(json.toString());
  }

  static ObjectNode object() {
    return EXACT.createObjectNode();
  }

  /** Whether both stand for the same JSON value. */
  static boolean same(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }
    if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
      return false;
    }
    if (one.isObject()) {
      return one.propertyNames().stream()
          .allMatch(name -> other.has(name) && same(one.get(name), other.get(name)));
    }
    for (int i = 0; i < one.size(); i++) {
      if (!same(one.get(i), other.get(i))) {
        return false;
      }
    }
    return one.isContainer() || one.asString().equals(other.asString());
  }

  // Places.

  /** What is at a place, or null. */
  static @Nullable JsonNode find(JsonNode root, List<String> tokens) {
    JsonNode at = root;
    for (String token : tokens) {
      JsonNode next = at.isObject() ? at.get(token) : at.isArray() ? at.get(index(token)) : null;
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  private static int index(String token) {
    return token.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(token) : Integer.MAX_VALUE;
  }

  private static JsonNode existing(JsonNode root, List<String> tokens) {
    JsonNode there = find(root, tokens);
    if (there == null) {
      throw new Refused(false);
    }
    return there;
  }

  static String pointer(List<String> tokens) {
    StringBuilder text = new StringBuilder();
    tokens.forEach(each -> text.append('/').append(each.replace("~", "~0").replace("/", "~1")));
    return text.toString();
  }

  /** A place of a value, or one that misses it by one token. */
  static List<String> place(RandomGenerator random, JsonNode root) {
    List<String> tokens = new ArrayList<>();
    JsonNode at = root;
    while (at != null && random.nextInt(4) != 0) {
      String token;
      if (at.isObject() && !at.isEmpty() && random.nextInt(5) != 0) {
        token = at.propertyNames().stream().skip(random.nextInt(at.size())).findFirst().orElse("");
      } else if (at.isArray() && random.nextInt(5) != 0) {
        token = Integer.toString(random.nextInt(at.size() + 1));
      } else {
        token =
            new String[] {"-", "01", "new", "", "~/", "é\"", "1", "4294967296"}[random.nextInt(8)];
      }
      tokens.add(token);
      at = find(at, List.of(token));
    }
    return tokens;
  }

  // Edits; each gives a new tree.

  static JsonNode set(JsonNode root, List<String> tokens, JsonNode value) {
    return put(root, tokens, value, false);
  }

  static JsonNode add(JsonNode root, List<String> tokens, JsonNode value) {
    return put(root, tokens, value, true);
  }

  private static JsonNode put(JsonNode root, List<String> tokens, JsonNode value, boolean between) {
    if (tokens.isEmpty()) {
      return value;
    }
    JsonNode copy = root.deepCopy();
    String last = tokens.getLast();
    switch (existing(copy, tokens.subList(0, tokens.size() - 1))) {
      case ObjectNode object -> object.set(last, value);
      case ArrayNode array -> {
        int at = index(last);
        if (last.equals("-") || (between && at == array.size())) {
          array.add(value);
        } else if (at >= array.size()) {
          throw new Refused(false);
        } else if (between) {
          array.insert(at, value);
        } else {
          array.set(at, value);
        }
      }
      default -> throw new Refused(false);
    }
    return copy;
  }

  static JsonNode replace(JsonNode root, List<String> tokens, JsonNode value) {
    existing(root, tokens);
    return set(root, tokens, value);
  }

  static JsonNode remove(JsonNode root, List<String> tokens) {
    if (tokens.isEmpty()) {
      throw new Refused(true);
    }
    JsonNode copy = root.deepCopy();
    existing(copy, tokens);
    String last = tokens.getLast();
    JsonNode parent = existing(copy, tokens.subList(0, tokens.size() - 1));
    if (parent instanceof ObjectNode object) {
      object.remove(last);
    } else {
      ((ArrayNode) parent).remove(index(last));
    }
    return copy;
  }

  static JsonNode append(JsonNode root, List<String> tokens, JsonNode value) {
    JsonNode copy = root.deepCopy();
    if (!(existing(copy, tokens) instanceof ArrayNode array)) {
      throw new Refused(true);
    }
    array.add(value);
    return copy;
  }

  static JsonNode increment(JsonNode root, List<String> tokens, BigDecimal by) {
    JsonNode there = existing(root, tokens);
    if (!there.isNumber()) {
      throw new Refused(true);
    }
    return set(root, tokens, EXACT.getNodeFactory().numberNode(there.decimalValue().add(by)));
  }

  // Patches.

  /** RFC 7396, section 2, word by word. */
  static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result = target.isObject() ? (ObjectNode) target.deepCopy() : object();
    patch
        .properties()
        .forEach(change -> {
          if (change.getValue().isNull()) {
            result.remove(change.getKey());
          } else {
            JsonNode old = result.get(change.getKey());
            result.set(
                change.getKey(),
                merge(old == null ? NullNode.getInstance() : old, change.getValue()));
          }
        });
    return result;
  }

  /** Whether a merge patch would have to make a member null. */
  static boolean needsNull(JsonNode from, JsonNode to) {
    return to.isObject()
        && to.properties().stream()
            .anyMatch(member -> {
              JsonNode old = from.get(member.getKey());
              JsonNode before = old == null ? NullNode.getInstance() : old;
              return (old == null || !same(old, member.getValue()))
                  && (member.getValue().isNull() || needsNull(before, member.getValue()));
            });
  }
}
