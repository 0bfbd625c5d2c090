package dev.keyhold.checker.flow;

import com.sun.source.tree.Tree;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What an expression may give, as far as the rules care.
 *
 * @param holds guards, or futures of them
 * @param data guards whose data, or a changeable part of it, this is
 * @param codes functions: lambdas, method references, objects of anonymous classes; and threads
 *     that would run them
 * @param fresh whether nobody else has it: it comes from a call, not from a variable
 */
public record Value(Set<Hold> holds, Set<Hold> data, Set<Tree> codes, boolean fresh) {

  /** Nothing that the rules care for. */
  public static final Value NONE = new Value(Set.of(), Set.of(), Set.of(), false);

  public static Value guard(Hold hold) {
    return new Value(Set.of(hold), Set.of(), Set.of(), true);
  }

  public static Value code(Tree code) {
    return new Value(Set.of(), Set.of(), Set.of(code), true);
  }

  public Value withHolds(Set<Hold> others) {
    return new Value(others, data, codes, fresh);
  }

  public Value asDataOf(Set<Hold> guards) {
    return new Value(Set.of(), guards, Set.of(), false);
  }

  public Value asFresh(boolean nobodyElseHasIt) {
    return fresh == nobodyElseHasIt ? this : new Value(holds, data, codes, nobodyElseHasIt);
  }

  public boolean isNone() {
    return holds.isEmpty() && data.isEmpty() && codes.isEmpty();
  }

  /** What either gives. */
  public Value or(Value other) {
    if (other.isNone()) {
      return this;
    }
    if (isNone()) {
      return other;
    }
    return new Value(
        union(holds, other.holds),
        union(data, other.data),
        union(codes, other.codes),
        fresh || other.fresh);
  }

  static <E> Set<E> union(Set<E> some, Set<E> others) {
    if (some.containsAll(others)) {
      return some;
    }
    Set<E> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return all;
  }
}
