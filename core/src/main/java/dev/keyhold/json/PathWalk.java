package dev.keyhold.json;

import dev.keyhold.error.LimitException;
import dev.keyhold.json.PathSelector.Query;
import dev.keyhold.json.PathSelector.Segment;
import dev.keyhold.json.PathTest.Operand;
import dev.keyhold.json.PathTest.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds in one minified text what a query asks for. */
final class PathWalk {
  /*
   * Segment after segment, depth first: whatever a segment finds is followed to the end of the query
   * before it looks further, which gives the results in the order of RFC 9535 without keeping any
   * list. Whoever takes the results may say that it has seen enough. The recursion is as deep as the
   * text; but a filter within a filter may begin at the root again, so that there is a limit of its
   * own.
   */

  /** How many levels may be open at once: what fits into a small stack, frames not yet compiled. */
  private static final int LEVELS_MAX = 1_200;

  private final byte[] text;
  private final @Nullable JsonIndex index;
  private final PathBudget budget;
  private int levels;

  PathWalk(Json value, PathBudget budget) {
    this.text = value.text();
    this.index = value.index();
    this.budget = budget;
  }

  /**
   * Follows the segments from one on.
   *
   * @param results gets each result; says whether to go on
   * @return whether to go on
   */
  boolean follow(List<Segment> segments, int next, PathNode node, Predicate<PathNode> results) {
    if (next == segments.size()) {
      return results.test(node);
    }
    budget.step(1);
    Segment segment = segments.get(next);
    Predicate<PathNode> onwards = child -> follow(segments, next + 1, child, results);
    enter();
    boolean goOn =
        segment.descendants()
            ? descend(segment.selectors(), node, onwards)
            : select(segment.selectors(), node, onwards);
    levels--;
    return goOn;
  }

  private void enter() {
    if (++levels > LEVELS_MAX) {
      throw new LimitException(
          "the JSONPath query has more than %,d levels of the value open at once, those of filters included"
              .formatted(LEVELS_MAX));
    }
  }

  private boolean descend(
      List<PathSelector> selectors, PathNode node, Predicate<PathNode> results) {
    enter();
    boolean goOn =
        select(selectors, node, results)
            && children(node, child -> descend(selectors, child, results));
    levels--;
    return goOn;
  }

  private boolean select(List<PathSelector> selectors, PathNode node, Predicate<PathNode> results) {
    for (PathSelector selector : selectors) {
      boolean goOn =
          switch (selector) {
            case PathSelector.Name name -> member(node, name, results);
            case PathSelector.Wildcard _ -> children(node, results);
            case PathSelector.Index place -> element(node, place.index(), results);
            case PathSelector.Slice slice -> slice(node, slice, results);
            case PathSelector.Filter filter ->
                children(node, child -> !holds(filter.test(), child) || results.test(child));
          };
      if (!goOn) {
        return false;
      }
    }
    return true;
  }

  private boolean children(PathNode node, Predicate<PathNode> results) {
    boolean object = text[node.at()] == '{';
    if (!object && text[node.at()] != '[') {
      return true;
    }
    int at = node.at() + 1;
    if (text[at] == '}' || text[at] == ']') {
      return true;
    }
    int number = 0;
    while (true) {
      int value = object ? JsonScan.skipString(text, at) + 1 : at;
      if (!results.test(new PathNode(value, node, object ? at : -1, number))) {
        return false;
      }
      at = skip(value);
      if (text[at] != ',') {
        return true;
      }
      at++;
      number++;
    }
  }

  private boolean member(PathNode node, PathSelector.Name name, Predicate<PathNode> results) {
    if (text[node.at()] != '{' || text[node.at() + 1] == '}') {
      return true;
    }
    int at = node.at() + 1;
    while (true) {
      int nameEnd = JsonScan.skipString(text, at);
      if (name.quoted().isIn(text, at, nameEnd)) {
        return results.test(new PathNode(nameEnd + 1, node, at, 0));
      }
      at = skip(nameEnd + 1);
      if (text[at] != ',') {
        return true;
      }
      at++;
    }
  }

  private boolean element(PathNode node, long given, Predicate<PathNode> results) {
    if (text[node.at()] != '[') {
      return true;
    }
    long wanted = given < 0 ? given + places(node.at()).length : given;
    int at = node.at() + 1;
    if (wanted < 0 || text[at] == ']') {
      return true;
    }
    for (long left = wanted; left > 0; left--) {
      at = skip(at);
      if (text[at] != ',') {
        return true;
      }
      at++;
    }
    return results.test(new PathNode(at, node, -1, (int) wanted));
  }

  /** Passes over a value, and pays for it: what the index passes over in one step is one. */
  private int skip(int at) {
    int end = JsonScan.skip(text, index, at);
    budget.step(1);
    boolean jumped = index != null && text[at] != '"';
    budget.bytes(jumped ? Math.min(end - at, JsonIndex.SCAN_BYTES_MAX) : end - at);
    return end;
  }

  /** RFC 9535, section 2.3.4.2. */
  private boolean slice(PathNode node, PathSelector.Slice slice, Predicate<PathNode> results) {
    long step = slice.step();
    if (text[node.at()] != '[' || step == 0) {
      return true;
    }
    int[] places = places(node.at());
    int length = places.length;
    boolean forward = step > 0;
    long start = bound(slice.start(), forward ? 0 : length - 1L, length);
    long end = bound(slice.end(), forward ? length : -length - 1L, length);
    long lower = forward ? Math.clamp(start, 0, length) : Math.clamp(end, -1, length - 1L);
    long upper = forward ? Math.clamp(end, 0, length) : Math.clamp(start, -1, length - 1L);
    for (long i = forward ? lower : upper; forward ? i < upper : i > lower; i += step) {
      if (!results.test(new PathNode(places[(int) i], node, -1, (int) i))) {
        return false;
      }
    }
    return true;
  }

  private static long bound(long given, long absent, int length) {
    long value = given == PathSelector.Slice.ABSENT ? absent : given;
    return value < 0 ? value + length : value;
  }

  /** Where each element of an array begins. */
  private int[] places(int array) {
    int[] places = new int[16];
    int count = 0;
    int at = array + 1;
    boolean more = text[at] != ']';
    while (more) {
      if (count == places.length) {
        places = Arrays.copyOf(places, 2 * count);
      }
      places[count++] = at;
      at = skip(at);
      more = text[at++] == ',';
    }
    return Arrays.copyOf(places, count);
  }

  // Filters.

  private boolean holds(PathTest test, PathNode node) {
    budget.step(1);
    return switch (test) {
      case PathTest.Or or -> first(or.tests(), node, true);
      case PathTest.And and -> !first(and.tests(), node, false);
      case PathTest.Not not -> !holds(not.test(), node);
      case PathTest.Exists exists -> !all(exists.query(), node, _ -> false);
      case PathTest.Comparison comparison ->
          compare(
              comparison.operator(),
              value(comparison.left(), node),
              value(comparison.right(), node));
      case PathTest.Fits fits -> fits(fits, node);
    };
  }

  /** Whether there is a test among some that gives a result. */
  private boolean first(List<PathTest> tests, PathNode node, boolean result) {
    for (PathTest each : tests) {
      if (holds(each, node) == result) {
        return true;
      }
    }
    return false;
  }

  private boolean all(Query query, PathNode node, Predicate<PathNode> results) {
    return follow(query.segments(), 0, query.fromRoot() ? PathNode.root() : node, results);
  }

  /** A value, or null: nothing. */
  private @Nullable PathValue value(Operand operand, PathNode node) {
    return switch (operand) {
      case Operand.Literal literal -> literal.value();
      case Operand.Singular singular -> only(singular.query(), node);
      case Operand.Value value -> only(value.query(), node);
      case Operand.Length length -> length(value(length.of(), node));
      case Operand.Count count -> {
        int[] found = new int[1];
        all(
            count.query(),
            node,
            _ -> {
              found[0]++;
              return true;
            });
        yield number(found[0]);
      }
    };
  }

  /** What a query finds, if that is one node. */
  private @Nullable PathValue only(Query query, PathNode node) {
    int[] found = {-1};
    boolean one =
        all(
            query,
            node,
            result -> {
              boolean first = found[0] < 0;
              found[0] = result.at();
              return first;
            });
    return one && found[0] >= 0 ? new PathValue(text, index, found[0]) : null;
  }

  private static PathValue number(int value) {
    return PathValue.ofAscii(Integer.toString(value));
  }

  private @Nullable PathValue length(@Nullable PathValue value) {
    if (value == null) {
      return null;
    }
    budget.bytes(value.byteLength());
    return switch (value.kind()) {
      case STRING -> {
        String string = value.string();
        yield number(string.codePointCount(0, string.length()));
      }
      case ARRAY, OBJECT -> number(value.count());
      case NULL, BOOLEAN, NUMBER -> null;
    };
  }

  private boolean fits(PathTest.Fits fits, PathNode node) {
    PathValue subject = value(fits.text(), node);
    if (subject == null || subject.kind() != JsonKind.STRING) {
      return false;
    }
    IRegexp expression = fits.compiled();
    if (!(fits.pattern() instanceof Operand.Literal)) {
      PathValue pattern = value(fits.pattern(), node);
      if (pattern == null || pattern.kind() != JsonKind.STRING) {
        return false;
      }
      String source = pattern.string();
      budget.step(source.length());
      IRegexpParser parser = new IRegexpParser(source);
      expression = IRegexp.parse(parser);
      budget.step(parser.emitted());
    }
    budget.bytes(subject.byteLength());
    return expression != null && expression.fits(subject.string(), fits.whole(), budget);
  }

  /** RFC 9535, section 2.3.5.2.2. */
  private boolean compare(Operator operator, @Nullable PathValue left, @Nullable PathValue right) {
    if (left != null && right != null && left.kind() == right.kind()) {
      budget.step(1);
      budget.bytes(left.comparedBytes() + right.comparedBytes());
    }
    return switch (operator) {
      case EQUAL -> equal(left, right);
      case NOT_EQUAL -> !equal(left, right);
      case LESS -> less(left, right);
      case GREATER -> less(right, left);
      case LESS_OR_EQUAL -> less(left, right) || equal(left, right);
      case GREATER_OR_EQUAL -> less(right, left) || equal(left, right);
    };
  }

  private boolean equal(@Nullable PathValue left, @Nullable PathValue right) {
    if (left == null || right == null) {
      return left == right;
    }
    return left.same(right);
  }

  private static boolean less(@Nullable PathValue left, @Nullable PathValue right) {
    return left != null && right != null && left.isLess(right);
  }
}
