package dev.keyhold.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/**
 * JSONPath as RFC 9535 words it, over Jackson's tree: segment by segment, with all nodes of one in
 * a list. Slow and plain; it knows nothing of the real one.
 */
final class ReferencePath {
  private ReferencePath() {}

  /** A value and the names and indices that lead to it. */
  record Node(JsonNode value, List<String> place) {
    private Node child(JsonNode child, String token) {
      List<String> longer = new ArrayList<>(place);
      longer.add(token);
      return new Node(child, longer);
    }

    List<Node> children() {
      List<Node> all = new ArrayList<>();
      if (value.isObject()) {
        value.propertyNames().forEach(name -> all.add(child(value.get(name), name)));
      }
      for (int i = 0; value.isArray() && i < value.size(); i++) {
        all.add(child(value.get(i), Integer.toString(i)));
      }
      return all;
    }

    private List<Node> andDescendants() {
      List<Node> all = new ArrayList<>(List.of(this));
      children().forEach(each -> all.addAll(each.andDescendants()));
      return all;
    }
  }

  sealed interface Selector {
    record Name(String name) implements Selector {}

    record Wildcard() implements Selector {}

    record Index(long index) implements Selector {}

    record Slice(@Nullable Long start, @Nullable Long end, @Nullable Long step)
        implements Selector {}

    record Filter(Test test) implements Selector {}
  }

  record Segment(boolean descendants, List<Selector> selectors) {}

  record Query(boolean fromRoot, List<Segment> segments) {
    List<Node> run(JsonNode root, Node current) {
      List<Node> nodes = List.of(fromRoot ? new Node(root, List.of()) : current);
      for (Segment segment : segments) {
        List<Node> next = new ArrayList<>();
        for (Node node : nodes) {
          for (Node each : segment.descendants() ? node.andDescendants() : List.of(node)) {
            segment.selectors().forEach(selector -> next.addAll(select(selector, root, each)));
          }
        }
        nodes = next;
      }
      return nodes;
    }
  }

  private static List<Node> select(Selector selector, JsonNode root, Node node) {
    List<Node> children = node.children();
    boolean array = node.value().isArray();
    return switch (selector) {
      case Selector.Name name ->
          node.value().isObject()
              ? children.stream()
                  .filter(each -> each.place().getLast().equals(name.name()))
                  .toList()
              : List.of();
      case Selector.Wildcard _ -> children;
      case Selector.Index index -> {
        long at = index.index() < 0 ? index.index() + children.size() : index.index();
        yield array && at >= 0 && at < children.size()
            ? List.of(children.get((int) at))
            : List.of();
      }
      case Selector.Slice slice -> array ? slice(slice, children) : List.of();
      case Selector.Filter filter ->
          children.stream().filter(each -> filter.test().holds(root, each)).toList();
    };
  }

  /** Section 2.3.4.2.2, line by line. */
  private static List<Node> slice(Selector.Slice slice, List<Node> children) {
    long length = children.size();
    long step = slice.step() == null ? 1 : slice.step();
    Long start = slice.start();
    Long end = slice.end();
    long from = start == null ? (step >= 0 ? 0 : length - 1) : start;
    long to = end == null ? (step >= 0 ? length : -length - 1) : end;
    from = from >= 0 ? from : length + from;
    to = to >= 0 ? to : length + to;
    List<Node> result = new ArrayList<>();
    if (step > 0) {
      long lower = Math.min(Math.max(from, 0), length);
      long upper = Math.min(Math.max(to, 0), length);
      for (long i = lower; i < upper; i += step) {
        result.add(children.get((int) i));
      }
    } else if (step < 0) {
      long upper = Math.min(Math.max(from, -1), length - 1);
      long lower = Math.min(Math.max(to, -1), length - 1);
      for (long i = upper; lower < i; i += step) {
        result.add(children.get((int) i));
      }
    }
    return result;
  }

  sealed interface Test {
    boolean holds(JsonNode root, Node node);

    record Or(List<Test> tests) implements Test {
      @Override
      public boolean holds(JsonNode root, Node node) {
        return tests.stream().anyMatch(each -> each.holds(root, node));
      }
    }

    record And(List<Test> tests) implements Test {
      @Override
      public boolean holds(JsonNode root, Node node) {
        return tests.stream().allMatch(each -> each.holds(root, node));
      }
    }

    record Not(Test test) implements Test {
      @Override
      public boolean holds(JsonNode root, Node node) {
        return !test.holds(root, node);
      }
    }

    record Exists(Query query) implements Test {
      @Override
      public boolean holds(JsonNode root, Node node) {
        return !query.run(root, node).isEmpty();
      }
    }

    record Comparison(String operator, Operand left, Operand right) implements Test {
      @Override
      public boolean holds(JsonNode root, Node node) {
        JsonNode a = left.value(root, node);
        JsonNode b = right.value(root, node);
        return switch (operator) {
          case "==" -> equal(a, b);
          case "!=" -> !equal(a, b);
          case "<" -> less(a, b);
          case ">" -> less(b, a);
          case "<=" -> less(a, b) || equal(a, b);
          default -> less(b, a) || equal(a, b);
        };
      }
    }

    /** {@code pattern} means the same in RFC 9485 and in the JDK. */
    record Fits(boolean whole, Operand text, String pattern) implements Test {
      @Override
      public boolean holds(JsonNode root, Node node) {
        JsonNode value = text.value(root, node);
        Pattern compiled = Pattern.compile(pattern.replace(".", "[^\n\r]"));
        return value != null
            && value.isString()
            && (whole
                ? compiled.matcher(value.stringValue()).matches()
                : compiled.matcher(value.stringValue()).find());
      }
    }
  }

  private static boolean equal(@Nullable JsonNode a, @Nullable JsonNode b) {
    return (a == null && b == null) || (a != null && b != null && TreeModel.same(a, b));
  }

  private static boolean less(@Nullable JsonNode a, @Nullable JsonNode b) {
    if (a != null && b != null && a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) < 0;
    }
    return a != null
        && b != null
        && a.isString()
        && b.isString()
        && Arrays.compare(
                a.stringValue().codePoints().toArray(), b.stringValue().codePoints().toArray())
            < 0;
  }

  sealed interface Operand {
    /** Null for nothing. */
    @Nullable JsonNode value(JsonNode root, Node node);

    record Literal(JsonNode value) implements Operand {
      @Override
      public JsonNode value(JsonNode root, Node node) {
        return value;
      }
    }

    /** A singular query, or {@code value()} of any. */
    record Only(boolean function, Query query) implements Operand {
      @Override
      public @Nullable JsonNode value(JsonNode root, Node node) {
        List<Node> found = query.run(root, node);
        return found.size() == 1 ? found.getFirst().value() : null;
      }
    }

    record Length(Operand of) implements Operand {
      @Override
      public @Nullable JsonNode value(JsonNode root, Node node) {
        JsonNode value = of.value(root, node);
        if (value != null && value.isString()) {
          byte[] wide = value.stringValue().getBytes(StandardCharsets.UTF_32BE);
          return IntNode.valueOf(wide.length / 4);
        }
        return value != null && value.isContainer() ? IntNode.valueOf(value.size()) : null;
      }
    }

    record Count(Query query) implements Operand {
      @Override
      public JsonNode value(JsonNode root, Node node) {
        return IntNode.valueOf(query.run(root, node).size());
      }
    }
  }
}
