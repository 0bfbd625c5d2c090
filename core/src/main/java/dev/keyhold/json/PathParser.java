package dev.keyhold.json;

import dev.keyhold.error.LimitException;
import dev.keyhold.internal.text.Utf8;
import dev.keyhold.json.PathSelector.Query;
import dev.keyhold.json.PathSelector.Segment;
import dev.keyhold.json.PathTest.Operand;
import dev.keyhold.json.PathTest.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query by the grammar of RFC 9535, appendix A, by recursive descent, and sees to it that
 * functions get what they are declared for (section 2.4.3).
 */
final class PathParser extends PathText {
  /** The longest query, in chars. */
  static final int CHARS_MAX = 65_536;

  private static final Set<String> FUNCTIONS =
      Set.of("length", "count", "match", "search", "value");

  /** What the regular expressions of the query have together. */
  private int states;

  private int emitted;

  private PathParser(String text) {
    super(text);
  }

  /**
   * A query that was read.
   *
   * @param states how many its regular expressions have together
   */
  record Parsed(List<Segment> segments, int states) {}

  static Parsed parse(String text) {
    if (text.length() > CHARS_MAX) {
      throw new LimitException(
          "the JSONPath query is %,d chars; the limit is %,d".formatted(text.length(), CHARS_MAX));
    }
    int unpaired = Utf8.unpairedSurrogate(text);
    PathParser parser = new PathParser(text);
    if (unpaired >= 0) {
      parser.at = unpaired;
      throw parser.wrong("a character; an unpaired surrogate is none");
    }
    parser.expect('$', "'$', which stands for the whole value");
    List<Segment> segments = parser.segments();
    if (parser.at < text.length()) {
      throw parser.wrong("'.', '..', '[' or the end");
    }
    return new Parsed(segments, parser.states);
  }

  // Segments and selectors.

  private List<Segment> segments() {
    List<Segment> segments = new ArrayList<>();
    while (true) {
      int before = at;
      blanks();
      if (isAt("..")) {
        at += 2;
        segments.add(new Segment(true, peek() == '[' ? bracketed() : List.of(shorthand())));
      } else if (skip('.')) {
        segments.add(new Segment(false, List.of(shorthand())));
      } else if (peek() == '[') {
        segments.add(new Segment(false, bracketed()));
      } else {
        at = before;
        return List.copyOf(segments);
      }
    }
  }

  private PathSelector shorthand() {
    if (skip('*')) {
      return new PathSelector.Wildcard();
    }
    int from = at;
    if (at == text.length() || !isNameFirst(text.codePointAt(at))) {
      throw wrong("a name or '*'");
    }
    while (at < text.length() && isNameChar(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return name(text.substring(from, at));
  }

  private static boolean isNameFirst(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isNameChar(int c) {
    return isNameFirst(c) || isDigit(c);
  }

  private static PathSelector name(String name) {
    return new PathSelector.Name(name, PathValue.ofString(name));
  }

  private List<PathSelector> bracketed() {
    expect('[', "'['");
    List<PathSelector> selectors = new ArrayList<>();
    do {
      blanks();
      selectors.add(selector());
      blanks();
    } while (skip(','));
    expect(']', "',' or ']'");
    return List.copyOf(selectors);
  }

  private PathSelector selector() {
    char c = peek();
    if (c == '\'' || c == '"') {
      return name(string());
    }
    if (skip('*')) {
      return new PathSelector.Wildcard();
    }
    if (skip('?')) {
      blanks();
      enter();
      PathTest test = or();
      depth--;
      return new PathSelector.Filter(test);
    }
    if (c == ':' || c == '-' || isDigit(c)) {
      return indexOrSlice();
    }
    throw wrong("a name in quotes, '*', an index, a slice or '?'");
  }

  private PathSelector indexOrSlice() {
    long start = peek() == ':' ? PathSelector.Slice.ABSENT : integer();
    int before = at;
    blanks();
    if (!skip(':')) {
      at = before;
      return new PathSelector.Index(start);
    }
    long end = PathSelector.Slice.ABSENT;
    long step = 1;
    before = at;
    blanks();
    if (peek() == '-' || isDigit(peek())) {
      end = integer();
      before = at;
      blanks();
    }
    if (skip(':')) {
      before = at;
      blanks();
      if (peek() == '-' || isDigit(peek())) {
        step = integer();
        before = at;
      }
    }
    at = before;
    return new PathSelector.Slice(start, end, step);
  }

  // Filters.

  private PathTest or() {
    List<PathTest> tests = new ArrayList<>();
    do {
      tests.add(and());
    } while (skipOperator("||"));
    return tests.size() == 1 ? tests.getFirst() : new PathTest.Or(List.copyOf(tests));
  }

  private PathTest and() {
    List<PathTest> tests = new ArrayList<>();
    do {
      tests.add(basic());
    } while (skipOperator("&&"));
    return tests.size() == 1 ? tests.getFirst() : new PathTest.And(List.copyOf(tests));
  }

  /** Skips an operator and the blanks around it; or nothing. */
  private boolean skipOperator(String operator) {
    int before = at;
    blanks();
    if (!isAt(operator)) {
      at = before;
      return false;
    }
    at += operator.length();
    blanks();
    return true;
  }

  private PathTest basic() {
    if (peek() == '!') {
      at++;
      blanks();
      if (peek() == '(') {
        return new PathTest.Not(parenthesized());
      }
      int from = at;
      return new PathTest.Not(asTest(term(), from));
    }
    if (peek() == '(') {
      return parenthesized();
    }
    int from = at;
    Object left = term();
    int end = at;
    blanks();
    Operator operator = operator();
    if (operator == null) {
      at = end;
      return asTest(left, from);
    }
    Operand first = asOperand(left, from);
    blanks();
    int second = at;
    return new PathTest.Comparison(operator, first, asOperand(term(), second));
  }

  private PathTest parenthesized() {
    expect('(', "'('");
    enter();
    blanks();
    PathTest test = or();
    blanks();
    expect(')', "'&&', '||' or ')'");
    depth--;
    return test;
  }

  private @Nullable Operator operator() {
    if (isAt("==")) {
      at += 2;
      return Operator.EQUAL;
    }
    if (isAt("!=")) {
      at += 2;
      return Operator.NOT_EQUAL;
    }
    if (skip('<')) {
      return skip('=') ? Operator.LESS_OR_EQUAL : Operator.LESS;
    }
    if (skip('>')) {
      return skip('=') ? Operator.GREATER_OR_EQUAL : Operator.GREATER;
    }
    return null;
  }

  /** A query, a literal or a call: a {@link Query}, an {@link Operand} or a {@link PathTest}. */
  private Object term() {
    char c = peek();
    if (c == '@' || c == '$') {
      at++;
      enter();
      List<Segment> segments = segments();
      depth--;
      return new Query(c == '$', segments);
    }
    if (c == '\'' || c == '"') {
      return new Operand.Literal(PathValue.ofString(string()));
    }
    if (c == '-' || isDigit(c)) {
      return new Operand.Literal(PathValue.ofAscii(number()));
    }
    if (c >= 'a' && c <= 'z') {
      return word();
    }
    throw wrong("a query that begins with '@' or '$', a literal, a function or '('");
  }

  private Object word() {
    int from = at;
    while ((peek() >= 'a' && peek() <= 'z') || peek() == '_' || isDigit(peek())) {
      at++;
    }
    String word = text.substring(from, at);
    if (peek() == '(') {
      return call(word, from);
    }
    return switch (word) {
      case "true", "false", "null" -> new Operand.Literal(PathValue.ofAscii(word));
      default ->
          throw wrongAt(from, "'%s' is neither true, false, null nor a function".formatted(word));
    };
  }

  // Functions.

  private Object call(String function, int from) {
    if (!FUNCTIONS.contains(function)) {
      throw wrongAt(
          from,
          "there is no function '%s': there are length, count, match, search and value"
              .formatted(function));
    }
    expect('(', "'('");
    enter();
    List<Object> arguments = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    blanks();
    if (peek() != ')') {
      do {
        blanks();
        places.add(at);
        arguments.add(argument());
        blanks();
      } while (skip(','));
    }
    expect(')', "',' or ')'");
    depth--;
    int wanted = function.equals("match") || function.equals("search") ? 2 : 1;
    if (arguments.size() != wanted) {
      throw wrongAt(
          from,
          "%s takes %d argument%s, not %d"
              .formatted(function, wanted, wanted == 1 ? "" : "s", arguments.size()));
    }
    Object first = arguments.getFirst();
    int place = places.getFirst();
    return switch (function) {
      case "length" -> new Operand.Length(asOperand(first, place));
      case "count" -> new Operand.Count(asQuery(first, place, function));
      case "value" -> new Operand.Value(asQuery(first, place, function));
      default -> {
        Operand pattern = asOperand(arguments.get(1), places.get(1));
        yield new PathTest.Fits(
            function.equals("match"), asOperand(first, place), pattern, compiled(pattern));
      }
    };
  }

  private @Nullable IRegexp compiled(Operand pattern) {
    if (!(pattern instanceof Operand.Literal literal)
        || literal.value().kind() != JsonKind.STRING) {
      return null;
    }
    IRegexpParser parser = new IRegexpParser(literal.value().string());
    IRegexp expression = IRegexp.parse(parser);
    emitted += parser.emitted();
    states += expression == null ? 0 : expression.size();
    if (states > IRegexp.STATES_MAX || emitted > IRegexpParser.EMITTED_MAX) {
      throw IRegexpParser.tooLarge();
    }
    return expression;
  }

  /** An argument may be a whole condition by the grammar; no function takes one. */
  private Object argument() {
    int from = at;
    if (peek() == '!' || peek() == '(') {
      basic();
      throw wrongAt(from, "no function takes a condition");
    }
    Object term = term();
    int end = at;
    blanks();
    if (isAt("&&") || isAt("||") || operator() != null) {
      throw wrongAt(from, "no function takes a condition");
    }
    at = end;
    return term;
  }

  private Query asQuery(Object term, int place, String function) {
    if (term instanceof Query query) {
      return query;
    }
    throw wrongAt(place, "%s takes a query".formatted(function));
  }

  private Operand asOperand(Object term, int place) {
    return switch (term) {
      case Operand operand -> operand;
      case Query query when query.isSingular() -> new Operand.Singular(query);
      case Query _ ->
          throw wrongAt(
              place, "a query that may find several nodes is no value; value(...) makes it one");
      default -> throw wrongAt(place, "match and search give no value to compare");
    };
  }

  private PathTest asTest(Object term, int place) {
    return switch (term) {
      case PathTest test -> test;
      case Query query -> new PathTest.Exists(query);
      case Operand.Literal _ ->
          throw wrongAt(place, "a literal alone is no condition; compare it with something");
      default -> throw wrongAt(place, "a value alone is no condition; compare it with something");
    };
  }
}
