package dev.keyhold.checker.rule;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.keyhold.checker.flow.Hold;
import dev.keyhold.checker.flow.Hold.Kind;
import dev.keyhold.checker.flow.Value;
import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.Calls.Running;
import dev.keyhold.checker.known.TypeFacts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * What a method and the functions in it begin with, take with them, and give back. A lambda that
 * runs in place is part of the walk; one that runs nobody knows when is walked by itself.
 */
abstract class Functions extends Expressions {
  final TypeFacts types;
  final Calls calls;
  private final boolean eventLoop;
  final SuspensionRule suspension;

  /** The functions around that run in place; of each the scoped hold it runs under, if any. */
  final Deque<Scope> inlined = new ArrayDeque<>();

  record Scope(@Nullable Hold hold) {}

  Functions(Context context, boolean eventLoop) {
    super(context);
    this.types = context.types();
    this.calls = context.calls();
    this.eventLoop = eventLoop;
    this.suspension = new SuspensionRule(source, types, calls, context.findings(), eventLoop);
  }

  // What is walked.

  void method(MethodTree tree) {
    Element element = source.element(tree);
    walk(
        tree,
        tree.getParameters(),
        tree.getBody(),
        () -> {
          if (tree.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)) {
            boolean ofClass = tree.getModifiers().getFlags().contains(Modifier.STATIC);
            state.open(
                context.hold(
                    tree,
                    Kind.MONITOR,
                    ofClass ? Set.of() : Set.of("this"),
                    false,
                    "the monitor of the method '" + tree.getName() + "'"));
          }
          for (int i = 0; i < tree.getParameters().size(); i++) {
            VariableTree parameter = tree.getParameters().get(i);
            boolean own = element instanceof ExecutableElement method && calls.closes(method, i);
            parameter(parameter, own ? Kind.GUARD : Kind.LENT);
          }
        });
  }

  void initializer(Tree owner, Tree body) {
    walk(owner, List.of(), body, () -> {});
  }

  private void parameter(VariableTree parameter, Kind kind) {
    TypeMirror type = source.type(parameter);
    if (type == null && parameter.getType() != null) {
      type = source.type(parameter.getType());
    }
    Value value = Value.NONE;
    if (types.isGuard(type)) {
      Hold hold =
          context.hold(parameter, kind, Set.of(), types.isThreadBound(type), nameOf(parameter));
      state.open(hold);
      value = Value.guard(hold);
    }
    declare(parameter, value);
  }

  private static String nameOf(VariableTree variable) {
    return variable.getName().isEmpty() ? "_" : variable.getName().toString();
  }

  /** What a function's parameters are, beside being parameters. */
  enum Role {
    PLAIN,
    /** The first is the data of a lock. */
    DATA,
    /** The first is a guard, and the function's to close. */
    GUARD
  }

  private void lambdaApart(
      LambdaExpressionTree lambda, Role role, @Nullable Hold scope, boolean onLoop) {
    if (!context.walked().add(lambda)) {
      return;
    }
    Functions apart = new MethodWalk(context, onLoop);
    if (scope != null) {
      apart.inlined.push(new Scope(scope));
    }
    apart.walk(
        lambda, lambda.getParameters(), lambda.getBody(), () -> apart.enter(lambda, role, scope));
  }

  void enter(LambdaExpressionTree lambda, Role role, @Nullable Hold scope) {
    if (scope != null) {
      state.open(scope);
    }
    boolean first = true;
    for (VariableTree each : lambda.getParameters()) {
      parameter(each, first && role == Role.GUARD ? Kind.GUARD : Kind.LENT);
      Element element = source.element(each);
      if (first && role == Role.DATA && scope != null && element != null) {
        if (types.isChangeable(element.asType())) {
          state.assign(element, Value.NONE.asDataOf(Set.of(scope)));
        }
      }
      first = false;
    }
  }

  // Functions.

  @Override
  protected Value function(ExpressionTree tree) {
    return function(tree, Role.PLAIN, null, Running.UNKNOWN);
  }

  Value function(ExpressionTree tree, Role role, @Nullable Hold scope, Running running) {
    if (tree instanceof LambdaExpressionTree lambda && !isQuiet()) {
      lambdaApart(lambda, role, scope, eventLoop && running != Running.ELSEWHERE);
    }
    hand(tree);
    return Value.code(tree);
  }

  List<TaskCode.Capture> captures(Tree code) {
    return TaskCode.captures(code, source, types, calls);
  }

  /** A guard that a function closes is the function's to close, from the moment it is made. */
  void hand(Tree code) {
    for (TaskCode.Capture each : captures(code)) {
      for (Hold hold : state.valueOf(each.variable()).holds()) {
        if (each.closes() || each.passed()) {
          state.pass(hold);
        }
      }
    }
  }

  /** A function is given to somebody who runs it in another task, or later. */
  void given(Tree call, Value function, boolean elsewhere) {
    for (Tree code : function.codes()) {
      List<TaskCode.Capture> captures = captures(code);
      for (TaskCode.Capture each : captures) {
        captured(each);
      }
      if (elsewhere) {
        sharing.started(state, call, captures, false, isQuiet());
      }
    }
  }

  private void captured(TaskCode.Capture capture) {
    if (isQuiet()) {
      return;
    }
    Value value = state.valueOf(capture.variable());
    String name = capture.variable().getSimpleName().toString();
    for (Hold hold : value.holds()) {
      if (hold.threadBound() && (state.mayBeOpen(hold) || capture.closes())) {
        suspension.captured(hold, capture.place(), name);
      }
    }
    Set<Hold> open = new LinkedHashSet<>(value.data());
    open.removeIf(hold -> !state.mayBeOpen(hold));
    if (!open.isEmpty()) {
      guards.escaped(
          open, capture.place(), "'" + name + "' is captured by code that runs later or elsewhere");
    }
  }

  // What functions give back.

  @Override
  protected final void returned(Tree tree, ExpressionTree expression, Value value) {
    Scope function = inlined.peek();
    boolean escapes = function == null || function.hold() != null;
    if (escapes && !isQuiet()) {
      Set<Hold> left = new LinkedHashSet<>(value.data());
      left.removeIf(hold -> !state.mayBeOpen(hold) && !state.isClosed(hold));
      if (function != null) {
        left.removeIf(hold -> hold != function.hold() && !hold.owned());
      }
      if (!left.isEmpty()) {
        guards.escaped(left, tree, "it is returned");
      }
      suspension.returned(state, tree, expression, value);
    }
    pass(value);
  }
}
