package dev.keyhold.checker.flow;

import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.keyhold.checker.flow.Jump.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The paths through a method, and the {@link State} along them.
 *
 * <p>Works like the flow analyses of a compiler, on the tree itself. {@link #state} is what may be
 * so here. A jump puts the state aside; each statement on its way out takes what is meant for it,
 * and does to the others what the language does: a block ends its variables, a try-with-resources
 * closes, a finally block runs. A loop is walked until nothing new comes round, quietly, and then
 * once more to report: what is certain in an early round need not be later.
 *
 * <p>Every call may throw. Those that leave by the same statement carry one state together.
 */
abstract class Paths {
  /** Every round of a loop adds something; nobody writes code that needs so many. */
  private static final int ROUNDS_MAX = 20;

  protected State state = new State();

  private List<Jump> pending = new ArrayList<>();
  private int quiet;

  /** Of the statement at hand: for each hold that is open at a call the first such call. */
  private final Map<Hold, Tree> suspects = new HashMap<>();

  private final Deque<Tree> breakable = new ArrayDeque<>();
  private final Deque<Tree> loops = new ArrayDeque<>();
  private final Deque<Tree> switches = new ArrayDeque<>();

  /**
   * Variables go out of scope. Of what they hold, the state tells whether it is still open.
   *
   * @param end where that happens: the end of the block, or the statement that leaves it
   * @param culprits null, unless a call that threw is what ends the scope; then: for each hold that
   *     it would be a mistake to leave open the call
   */
  protected abstract void leave(
      List<? extends VariableTree> variables, Tree end, @Nullable Map<Hold, Tree> culprits);

  /** Whether this is a round whose certainties may be none. */
  protected final boolean isQuiet() {
    return quiet > 0 || state.isUnreachable();
  }

  protected final void jump(Kind kind, Tree origin, @Nullable Tree target) {
    jump(Jump.to(kind, origin, target, state));
  }

  protected final void jump(Jump jump) {
    if (!jump.state().isUnreachable()) {
      jump.joinTo(pending);
    }
    state = State.unreachable();
  }

  /**
   * A call that may throw.
   *
   * @param open what it would be a mistake not to close then, unless the same statement sees to it
   */
  protected final void mayThrow(Tree call, List<Hold> open) {
    if (!state.isUnreachable()) {
      new Jump(Kind.FAIL, call, null, state.copy(), null, Map.of()).joinTo(pending);
      open.forEach(hold -> suspects.putIfAbsent(hold, call));
    }
  }

  /** Between two statements: what is open still, calls of the one before should not have risked. */
  protected final void endStatement() {
    if (suspects.isEmpty()) {
      return;
    }
    Map<Hold, Tree> culprits = new HashMap<>(suspects);
    culprits.keySet().removeIf(hold -> !state.mayBeOpen(hold));
    suspects.clear();
    if (!culprits.isEmpty() && !state.isUnreachable()) {
      Tree first = culprits.values().iterator().next();
      new Jump(Kind.FAIL, first, null, state.copy(), null, culprits).joinTo(pending);
    }
  }

  /** Walks a part; the jumps out of it come back instead of going on. */
  protected final List<Jump> collect(Runnable part) {
    List<Jump> outer = pending;
    pending = new ArrayList<>();
    try {
      part.run();
      return pending;
    } finally {
      pending = outer;
    }
  }

  /** Lets a jump go on, changed by what it passes. */
  protected final void pass(Jump jump, Runnable change) {
    State normal = state;
    state = jump.state().copy();
    change.run();
    if (!state.isUnreachable()) {
      jump.with(state).joinTo(pending);
    }
    state = normal;
  }

  protected final void pass(Jump jump) {
    jump.joinTo(pending);
  }

  /** Takes the jumps that end here, and lets the others pass. */
  protected final void land(List<Jump> jumps, Kind kind, @Nullable Tree target) {
    for (Jump jump : jumps) {
      if (jump.kind() == kind && jump.target() == target) {
        state = state.or(jump.state());
      } else {
        pass(jump);
      }
    }
  }

  /** Walks a part whose variables end with it, and with every jump out of it. */
  protected final void scope(Tree end, List<? extends VariableTree> variables, Runnable part) {
    List<Jump> jumps = collect(part);
    leave(variables, end, null);
    for (Jump jump : jumps) {
      pass(
          jump,
          () -> leave(variables, jump.origin(), jump.kind() == Kind.FAIL ? jump.culprits() : null));
    }
  }

  /**
   * Walks a loop.
   *
   * @param round one time round: begins with the state at the loop's head, leaves in the state what
   *     goes round again, and returns what leaves the loop by its condition
   */
  protected final void loop(Tree tree, Supplier<State> round) {
    breakable.push(tree);
    loops.push(tree);
    State before = state.copy();
    State head = before;
    quiet++;
    for (int i = 0; i < ROUNDS_MAX; i++) {
      state = head.copy();
      collect(() -> {
        var _ = round.get();
      });
      State next = head.copy().or(state);
      if (next.equals(head)) {
        break;
      }
      head = next;
    }
    quiet--;
    state = head.copy();
    State[] exit = new State[1];
    List<Jump> jumps = collect(() -> exit[0] = round.get());
    State bodyEnd = state;
    loops.pop();
    breakable.pop();
    state = exit[0].copy();
    state.joinedBetween(before, bodyEnd);
    land(jumps, Kind.BREAK, tree);
  }

  /** Within a round of {@link #loop}: walks its body, to which {@code continue} goes back. */
  protected final void loopBody(Tree tree, Runnable body) {
    List<Jump> jumps = collect(body);
    land(jumps, Kind.CONTINUE, tree);
  }

  protected final void breakable(Tree tree, Runnable part) {
    breakable.push(tree);
    List<Jump> jumps = collect(part);
    breakable.pop();
    land(jumps, Kind.BREAK, tree);
  }

  /** A switch expression: {@code part} walks its cases and leaves the state unreachable. */
  protected final void yielding(Tree tree, Runnable part) {
    switches.push(tree);
    List<Jump> jumps = collect(part);
    switches.pop();
    land(jumps, Kind.YIELD, tree);
  }

  /** A function that runs in place: its returns end it. */
  protected final void returning(Runnable function) {
    land(collect(function), Kind.RETURN, null);
  }

  protected final @Nullable Tree breakTarget() {
    return breakable.peek();
  }

  protected final @Nullable Tree continueTarget() {
    return loops.peek();
  }

  protected final @Nullable Tree yieldTarget() {
    return switches.peek();
  }
}
