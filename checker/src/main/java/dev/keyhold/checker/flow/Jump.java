package dev.keyhold.checker.flow;

import com.sun.source.tree.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Control on its way out of statements, and the state it carries.
 *
 * @param kind what sent it
 * @param origin the statement that sent it; of {@link Kind#FAIL} the first call
 * @param target the statement or expression that it leaves or goes on with; null for the way out
 * @param state as it is on the way
 * @param thrown of {@link Kind#THROW}: what is thrown
 * @param culprits of {@link Kind#FAIL}: for each hold the first call that it was open at
 */
record Jump(
    Kind kind,
    Tree origin,
    @Nullable Tree target,
    State state,
    @Nullable TypeMirror thrown,
    Map<Hold, Tree> culprits) {

  enum Kind {
    BREAK,
    CONTINUE,
    YIELD,
    RETURN,
    THROW,
    /** One of several calls may throw. */
    FAIL
  }

  static Jump to(Kind kind, Tree origin, @Nullable Tree target, State state) {
    return new Jump(kind, origin, target, state, null, Map.of());
  }

  Jump with(State other) {
    return new Jump(kind, origin, target, other, thrown, culprits);
  }

  boolean isThrow() {
    return kind == Kind.THROW || kind == Kind.FAIL;
  }

  /** The culprits whose holds are open still: joined with others, the state would not tell. */
  private Map<Hold, Tree> blamed() {
    Map<Hold, Tree> blamed = new HashMap<>(culprits);
    blamed.keySet().removeIf(hold -> !state.mayBeOpen(hold));
    return blamed;
  }

  /** Adds this to those on their way; calls that may throw go together, or there would be many. */
  void joinTo(List<Jump> others) {
    for (int i = 0; i < others.size(); i++) {
      Jump other = others.get(i);
      if (kind == other.kind
          && target == other.target
          && (kind == Kind.FAIL || origin == other.origin)) {
        Map<Hold, Tree> all = new HashMap<>(blamed());
        all.putAll(other.blamed());
        others.set(
            i, new Jump(kind, other.origin, target, other.state.or(state), other.thrown, all));
        return;
      }
    }
    others.add(this);
  }
}
