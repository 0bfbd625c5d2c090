package dev.keyhold.json;

import dev.keyhold.json.PathSelector.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a filter asks of a node (RFC 9535, sections 2.3.5 and 2.4). */
sealed interface PathTest {

  /** Whether one holds; a list, for a query may have thousands, and walking uses the stack. */
  record Or(List<PathTest> tests) implements PathTest {}

  /** Whether all hold. */
  record And(List<PathTest> tests) implements PathTest {}

  record Not(PathTest test) implements PathTest {}

  /** Whether a query finds something. */
  record Exists(Query query) implements PathTest {}

  record Comparison(Operator operator, Operand left, Operand right) implements PathTest {}

  /**
   * Whether a text fits a regular expression.
   *
   * @param whole all of the text, or some part of it
   * @param compiled of a literal pattern: the pattern, read once; null if it is none or no literal
   */
  record Fits(boolean whole, Operand text, Operand pattern, @Nullable IRegexp compiled)
      implements PathTest {}

  /** How two values are compared. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /** Something that is one value, or nothing. */
  sealed interface Operand {

    record Literal(PathValue value) implements Operand {}

    /** What a query that finds one node at the most finds. */
    record Singular(Query query) implements Operand {}

    /** The length of a string, an array or an object. */
    record Length(Operand of) implements Operand {}

    /** How many nodes a query finds. */
    record Count(Query query) implements Operand {}

    /** The one node that a query finds, if it is one. */
    record Value(Query query) implements Operand {}
  }
}
