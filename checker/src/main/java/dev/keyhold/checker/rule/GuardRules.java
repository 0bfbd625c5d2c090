package dev.keyhold.checker.rule;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import dev.keyhold.checker.flow.Hold;
import dev.keyhold.checker.flow.Hold.Kind;
import dev.keyhold.checker.flow.State;
import dev.keyhold.checker.rule.Findings.Place;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may not be done with guards: R3 to R6. */
final class GuardRules {
  private static final String CLOSE_IT =
      "put it in a try-with-resources statement: try (var %s = %s) { ... }";

  private final Findings findings;

  GuardRules(Findings findings) {
    this.findings = findings;
  }

  /**
   * R3: a path ends, and the hold is still open.
   *
   * @param thrower the call that has to throw for that; null: it happens without
   */
  void leaked(Hold hold, Tree end, @Nullable Tree thrower) {
    boolean request = hold.kind() == Kind.REQUEST;
    String what = request ? "the request '" : "the guard '";
    Place second =
        thrower != null
            ? new Place(thrower, "if this throws, nobody closes it")
            : new Place(end, "control leaves here, and it may still be open", isWhole(end));
    findings.add(
        Rule.R3,
        Severity.ERROR,
        hold.place(),
        what
            + hold.name()
            + (thrower != null
                ? "' is not closed if a call throws"
                : "' is not closed on every path"),
        new Place(hold.place(), request ? "asked for here" : "acquired here"),
        second,
        request
            ? "once granted it holds the lock, whether anybody looks at the future or not"
            : "Java closes nothing by itself: everybody who wants the lock waits for ever",
        request
            ? "use its guard: thenAccept(guard -> { try (guard) { ... } }); or cancel it; or return"
                + " it"
            : CLOSE_IT.formatted(hold.name(), acquiring(hold)));
  }

  /** Whether a path ends with a whole block, and not with a statement in it. */
  private static boolean isWhole(Tree end) {
    return switch (end.getKind()) {
      case RETURN, THROW, BREAK, CONTINUE, YIELD, ASSIGNMENT, METHOD_INVOCATION -> false;
      default -> true;
    };
  }

  /** R3: it goes into a field of an object that nobody can close. */
  void stored(Hold hold, Tree place, String field) {
    findings.add(
        Rule.R3,
        Severity.ERROR,
        hold.place(),
        "the guard '" + hold.name() + "' goes into the field '" + field + "', which nothing closes",
        new Place(hold.place(), "acquired here"),
        new Place(place, "kept here"),
        "the class is not AutoCloseable, and none of its methods closes the field",
        "make the class AutoCloseable and close the field in close(); or keep the guard in a"
            + " variable");
  }

  /** R5: used without a name. */
  void nameless(Hold hold, @Nullable Tree use) {
    findings.add(
        Rule.R5,
        Severity.ERROR,
        hold.place(),
        use == null
            ? "the guard that this call gives is thrown away"
            : "the guard that this call gives has no name, so nothing can close it",
        new Place(hold.place(), "acquired here"),
        use == null ? null : new Place(use, "used once, and lost"),
        "in Java nothing is released by going out of sight: the lock is held for ever",
        CLOSE_IT.formatted("guard", acquiring(hold))
            + "; or use the scoped form, with(data -> ...)");
  }

  /** R6: asked for again by whoever has it. */
  void acquiring(State state, Tree place, Set<String> locks) {
    if (locks.isEmpty()) {
      return;
    }
    for (Hold hold : state.open()) {
      switch (hold.kind()) {
        case LOCK, MONITOR, REQUEST -> {
          continue;
        }
        default -> {}
      }
      for (String lock : hold.locks()) {
        if (locks.contains(lock)) {
          again(hold, place, lock.substring(lock.lastIndexOf('.') + 1, lock.lastIndexOf('#')));
          return;
        }
      }
    }
  }

  private void again(Hold hold, Tree place, String lock) {
    findings.add(
        Rule.R6,
        Severity.ERROR,
        place,
        "'" + lock + "' is asked for by code that holds it already",
        new Place(hold.place(), "acquired here"),
        new Place(place, "asked for again here"),
        "Keyhold's locks are not reentrant, for reading neither: at run time this is a"
            + " DeadlockException, or a wait for oneself",
        (hold.kind() == Kind.SCOPE
                ? "use the data that the function is given"
                : "use the guard '" + hold.name() + "' that is there, or close it first")
            + "; to write after reading, take upgradableRead() and upgrade()");
  }

  /** R4: what the guard guards goes where the guard does not. */
  void escaped(Collection<Hold> holds, Tree place, String how) {
    for (Hold hold : holds) {
      if (hold.kind() == Kind.LENT) {
        continue;
      }
      boolean scope = hold.kind() == Kind.SCOPE;
      findings.add(
          Rule.R4,
          Severity.ERROR,
          place,
          "guarded data leaves its guard: " + how,
          new Place(hold.place(), scope ? "the lock is held during this call" : "acquired here"),
          new Place(place, how),
          "once the guard is closed somebody else has the data, and nothing keeps the two apart",
          scope
              ? "return a copy, or what was computed from it, and not the data itself"
              : "take a copy, or compute what is needed, before the guard is closed");
      return;
    }
  }

  /** The call that acquires, if it is short enough to be read again. */
  private static String acquiring(Hold hold) {
    String text = hold.place().toString();
    return hold.place() instanceof ExpressionTree && text.length() <= 40 && text.indexOf('\n') < 0
        ? text
        : "...";
  }

  /** A name for a hold that has none yet. */
  static String nameFor(ExpressionTree call) {
    String text = call.toString();
    return text.length() <= 40 && text.indexOf('\n') < 0 ? text : "guard";
  }
}
