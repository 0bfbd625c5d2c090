package dev.keyhold.json;

import dev.keyhold.json.ReferencePath.Operand;
import dev.keyhold.json.ReferencePath.Query;
import dev.keyhold.json.ReferencePath.Segment;
import dev.keyhold.json.ReferencePath.Selector;
import dev.keyhold.json.ReferencePath.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Random queries, and their text in the many ways in which it can be written. */
final class RandomPath {
  private static final List<String> OPERATORS = List.of("==", "!=", "<", "<=", ">", ">=");

  private final RandomGenerator random;
  private final RandomJson documents;

  RandomPath(RandomGenerator random, RandomJson documents) {
    this.random = random;
    this.documents = documents;
  }

  Query query() {
    return query(true, 2, 3);
  }

  private Query query(boolean fromRoot, int depth, int segmentsMax) {
    return new Query(
        fromRoot,
        list(
            random.nextInt(segmentsMax + 1),
            () ->
                new Segment(
                    random.nextInt(4) == 0,
                    list(random.nextInt(4) == 0 ? 2 : 1, () -> selector(depth)))));
  }

  private static <T> List<T> list(int size, Supplier<T> each) {
    List<T> all = new ArrayList<>();
    for (int left = size; left > 0; left--) {
      all.add(each.get());
    }
    return all;
  }

  private Selector selector(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0, 1 -> new Selector.Name(documents.name());
      case 2, 3 -> new Selector.Wildcard();
      case 4, 5 -> new Selector.Index(random.nextInt(-4, 5));
      case 6 -> new Selector.Slice(bound(), bound(), bound());
      default -> new Selector.Filter(test(depth - 1));
    };
  }

  private @Nullable Long bound() {
    return random.nextInt(3) == 0 ? null : Long.valueOf(random.nextInt(-6, 7));
  }

  private Test test(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0, 1 -> new Test.Exists(query(random.nextInt(4) == 0, depth, 2));
      case 2, 3, 4 ->
          new Test.Comparison(
              OPERATORS.get(random.nextInt(OPERATORS.size())), operand(depth), operand(depth));
      case 5 -> new Test.Fits(random.nextBoolean(), operand(depth), pattern(2));
      case 6 -> new Test.Not(test(depth - 1));
      case 7 -> new Test.And(list(2 + random.nextInt(2), () -> test(depth - 1)));
      default -> new Test.Or(list(2 + random.nextInt(2), () -> test(depth - 1)));
    };
  }

  private Operand operand(int depth) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Operand.Literal(literal());
      case 2 -> new Operand.Count(query(random.nextInt(4) == 0, depth, 2));
      case 3 -> new Operand.Only(true, query(random.nextInt(4) == 0, depth, 2));
      case 4 -> new Operand.Length(new Operand.Only(false, singular()));
      default -> new Operand.Only(false, singular());
    };
  }

  private Query singular() {
    return new Query(
        random.nextInt(4) == 0,
        list(
            random.nextInt(3),
            () ->
                new Segment(
                    false,
                    List.of(
                        random.nextBoolean()
                            ? new Selector.Name(documents.name())
                            : new Selector.Index(random.nextInt(-3, 4))))));
  }

  private JsonNode literal() {
    return TreeModel.tree(documents.print(documents.value(0)));
  }

  /** An expression that means the same in RFC 9485 and in the JDK. */
  String pattern(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0 -> "a";
      case 1 -> "[aZ0]";
      case 2 -> "[^a-f]";
      case 3 -> ".";
      case 4 -> "\\\\".substring(random.nextInt(2) == 0 ? 0 : 2) + "é";
      case 5 -> pattern(depth - 1) + pattern(depth - 1);
      case 6 -> "(" + pattern(depth - 1) + "|" + pattern(depth - 1) + ")";
      case 7 -> "(" + pattern(depth - 1) + ")" + List.of("*", "+", "?").get(random.nextInt(3));
      default ->
          "(" + pattern(depth - 1) + "){" + random.nextInt(2) + "," + (1 + random.nextInt(3)) + "}";
    };
  }

  // Printing.

  String print(Query query) {
    StringBuilder text = new StringBuilder(query.fromRoot() ? "$" : "@");
    for (Segment segment : query.segments()) {
      Selector first = segment.selectors().getFirst();
      boolean shorthand = segment.selectors().size() == 1 && random.nextBoolean();
      boolean star = first instanceof Selector.Wildcard;
      if (shorthand && (star || (first instanceof Selector.Name name && isPlain(name.name())))) {
        text.append(segment.descendants() ? ".." : ".");
        text.append(star ? "*" : ((Selector.Name) first).name());
      } else {
        text.append(segment.descendants() ? ".." : "");
        text.append(
            segment.selectors().stream()
                .map(this::print)
                .collect(
                    Collectors.joining(blank() + "," + blank(), "[" + blank(), blank() + "]")));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(String name) {
    return name.matches("[A-Za-z_\\x{80}-\\x{10FFFF}][A-Za-z_0-9\\x{80}-\\x{10FFFF}]*");
  }

  private String blank() {
    return random.nextInt(5) == 0 ? List.of(" ", "\n", "\t", "\r ").get(random.nextInt(4)) : "";
  }

  private String print(Selector selector) {
    return switch (selector) {
      case Selector.Name name -> quote(name.name());
      case Selector.Wildcard _ -> "*";
      case Selector.Index index -> Long.toString(index.index());
      case Selector.Slice slice -> {
        String end = slice.step() == null ? "" : blank() + ":" + blank() + slice.step();
        yield print(slice.start()) + blank() + ":" + blank() + print(slice.end()) + end;
      }
      case Selector.Filter filter -> "?" + blank() + print(filter.test(), false);
    };
  }

  private static String print(@Nullable Long bound) {
    return bound == null ? "" : Long.toString(bound);
  }

  private String quote(String text) {
    char quote = random.nextBoolean() ? '"' : '\'';
    StringBuilder quoted = new StringBuilder().append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || (!Character.isSurrogate(c) && random.nextInt(10) == 0)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else if (c == quote || c == '\\') {
        quoted.append('\\').append(c);
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(quote).toString();
  }

  /** With parentheses where they are needed, and sometimes where not. */
  private String print(Test test, boolean tight) {
    boolean loose = test instanceof Test.Or || test instanceof Test.And;
    if ((tight && loose) || random.nextInt(6) == 0) {
      return "(" + blank() + print(test, false) + blank() + ")";
    }
    return switch (test) {
      case Test.Or or -> join(or.tests(), "||");
      case Test.And and -> join(and.tests(), "&&");
      case Test.Not not ->
          not.test() instanceof Test.Exists || not.test() instanceof Test.Fits
              ? "!" + blank() + print(not.test(), true)
              : "!" + blank() + "(" + print(not.test(), false) + ")";
      case Test.Exists exists -> print(exists.query());
      case Test.Comparison comparison ->
          print(comparison.left())
              + blank()
              + comparison.operator()
              + blank()
              + print(comparison.right());
      case Test.Fits fits ->
          (fits.whole() ? "match(" : "search(")
              + blank()
              + print(fits.text())
              + blank()
              + ","
              + blank()
              + quote(fits.pattern())
              + ")";
    };
  }

  private String join(List<Test> tests, String operator) {
    return tests.stream()
        .map(each -> print(each, true))
        .collect(Collectors.joining(blank() + operator + blank()));
  }

  private String print(Operand operand) {
    return switch (operand) {
      case Operand.Literal literal ->
          literal.value().isString()
              ? quote(literal.value().stringValue())
              : Json.parse(literal.value().toString()).toString();
      case Operand.Only only ->
          only.function() ? "value(" + blank() + print(only.query()) + ")" : print(only.query());
      case Operand.Length length -> "length(" + print(length.of()) + blank() + ")";
      case Operand.Count count -> "count(" + print(count.query()) + ")";
    };
  }
}
