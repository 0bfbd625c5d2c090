package dev.keyhold.checker.flow;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.tree.YieldTree;
import dev.keyhold.checker.flow.Jump.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Every statement of the language, walked as it runs. Expressions are left to the subclass. */
public abstract class Statements extends Paths {

  private final Map<String, Tree> labels = new HashMap<>();
  private final Map<Tree, Value> yielded = new HashMap<>();

  /** Walks an expression. */
  protected abstract Value value(ExpressionTree expression);

  /** Walks a condition; the state is not to be used after it. */
  protected abstract Branches condition(ExpressionTree condition);

  /** A variable gets its first value; until now the state knows nothing of it. */
  protected abstract void declare(VariableTree variable, Value value);

  /** The value of a declaration's initializer. */
  protected abstract Value initializer(VariableTree variable);

  /** Of a return statement, or of a lambda that is one expression. */
  protected abstract void returned(Tree tree, ExpressionTree expression, Value value);

  /** Of an expression used as a statement. */
  protected abstract void discarded(ExpressionTree tree, Value value);

  protected abstract void closeResource(Tree resource, Value value);

  /** Walks the expression whose monitor is taken. */
  protected abstract void monitorOf(ExpressionTree expression);

  /** What a synchronized statement holds. */
  protected abstract Hold monitor(SynchronizedTree tree);

  /** An element of what an enhanced for statement goes through is now in its variable. */
  protected abstract void element(EnhancedForLoopTree tree);

  protected abstract boolean isCaught(@Nullable TypeMirror thrown, Tree caught);

  protected abstract @Nullable TypeMirror typeOf(Tree tree);

  /** Whether a clause for this type takes all that a call throws, as far as one plans for. */
  protected abstract boolean catchesAll(Tree caught);

  /** A class within the method: walked by itself. */
  protected abstract void localClass(ClassTree tree);

  /**
   * Walks a method, an initializer or a lambda by itself. What it is entered with is in the state.
   *
   * @param owner what its parameters belong to
   * @param parameters sets the parameters' values
   */
  protected final void walk(
      Tree owner, List<? extends VariableTree> variables, Tree body, Runnable parameters) {
    collect(() ->
        scope(
            owner,
            variables,
            () -> {
              parameters.run();
              run(body);
            }));
  }

  /**
   * Walks a lambda that runs here and now.
   *
   * @param often whether it may run more than once, or not at all
   */
  protected final void inline(LambdaExpressionTree lambda, boolean often, Runnable parameters) {
    Runnable once =
        () ->
            returning(() ->
                scope(
                    lambda,
                    lambda.getParameters(),
                    () -> {
                      parameters.run();
                      run(lambda.getBody());
                    }));
    if (!often) {
      once.run();
      return;
    }
    loop(
        lambda,
        () -> {
          State exit = state.copy();
          once.run();
          return exit.or(state);
        });
  }

  private void run(Tree body) {
    if (body instanceof ExpressionTree expression) {
      returned(body, expression, value(expression));
      endStatement();
    } else {
      statement((StatementTree) body);
    }
  }

  private void statements(List<? extends StatementTree> list) {
    for (StatementTree each : list) {
      statement(each);
    }
  }

  private void block(Tree end, List<? extends StatementTree> statements) {
    scope(end, variables(statements), () -> statements(statements));
  }

  private static List<VariableTree> variables(List<? extends StatementTree> statements) {
    List<VariableTree> variables = new ArrayList<>();
    for (StatementTree each : statements) {
      if (each instanceof VariableTree variable) {
        variables.add(variable);
      }
    }
    return variables;
  }

  protected final void statement(StatementTree tree) {
    endStatement();
    walk(tree);
    endStatement();
  }

  private void walk(StatementTree tree) {
    switch (tree) {
      case BlockTree t -> block(t, t.getStatements());
      case ExpressionStatementTree t -> discarded(t.getExpression(), value(t.getExpression()));
      case VariableTree t -> declare(t, initializer(t));
      case IfTree t -> ifElse(t);
      case WhileLoopTree t -> whileLoop(t);
      case DoWhileLoopTree t -> doLoop(t);
      case ForLoopTree t -> forLoop(t);
      case EnhancedForLoopTree t -> forEach(t);
      case LabeledStatementTree t -> {
        labels.put(t.getLabel().toString(), t.getStatement());
        land(collect(() -> statement(t.getStatement())), Kind.BREAK, t.getStatement());
      }
      case SwitchTree t -> switchStatement(t);
      case SynchronizedTree t -> synchronizedBlock(t);
      case TryTree t -> tryStatement(t);
      case ThrowTree t -> {
        value(t.getExpression());
        jump(new Jump(Kind.THROW, t, null, state, typeOf(t.getExpression()), Map.of()));
      }
      case ReturnTree t -> {
        if (t.getExpression() != null) {
          returned(t, t.getExpression(), value(t.getExpression()));
        }
        endStatement();
        jump(Kind.RETURN, t, null);
      }
      case YieldTree t -> {
        Tree target = yieldTarget();
        yielded.merge(target, value(t.getValue()), Value::or);
        jump(Kind.YIELD, t, target);
      }
      case BreakTree t ->
          jump(
              Kind.BREAK,
              t,
              t.getLabel() == null ? breakTarget() : labels.get(t.getLabel().toString()));
      case ContinueTree t ->
          jump(
              Kind.CONTINUE,
              t,
              t.getLabel() == null ? continueTarget() : labels.get(t.getLabel().toString()));
      case AssertTree t -> {
        State off = state.copy();
        state = condition(t.getCondition()).whenTrue().or(off);
      }
      case ClassTree t -> localClass(t);
      default -> {}
    }
  }

  private void ifElse(IfTree tree) {
    Branches branches = condition(tree.getCondition());
    state = branches.whenTrue();
    statement(tree.getThenStatement());
    State then = state;
    state = branches.whenFalse();
    if (tree.getElseStatement() != null) {
      statement(tree.getElseStatement());
    }
    state = state.or(then);
  }

  // Loops.

  private void whileLoop(WhileLoopTree tree) {
    loop(
        tree,
        () -> {
          Branches branches = condition(tree.getCondition());
          state = branches.whenTrue();
          loopBody(tree, () -> statement(tree.getStatement()));
          return branches.whenFalse();
        });
  }

  private void doLoop(DoWhileLoopTree tree) {
    loop(
        tree,
        () -> {
          loopBody(tree, () -> statement(tree.getStatement()));
          Branches branches = condition(tree.getCondition());
          state = branches.whenTrue();
          return branches.whenFalse();
        });
  }

  private void forLoop(ForLoopTree tree) {
    scope(
        tree,
        variables(tree.getInitializer()),
        () -> {
          statements(tree.getInitializer());
          loop(
              tree,
              () -> {
                State exit = State.unreachable();
                if (tree.getCondition() != null) {
                  Branches branches = condition(tree.getCondition());
                  state = branches.whenTrue();
                  exit = branches.whenFalse();
                }
                loopBody(tree, () -> statement(tree.getStatement()));
                statements(tree.getUpdate());
                return exit;
              });
        });
  }

  private void forEach(EnhancedForLoopTree tree) {
    value(tree.getExpression());
    loop(
        tree,
        () -> {
          State exit = state.copy();
          scope(
              tree,
              List.of(tree.getVariable()),
              () -> {
                element(tree);
                loopBody(tree, () -> statement(tree.getStatement()));
              });
          return exit.or(state);
        });
  }

  // Switch.

  private void switchStatement(SwitchTree tree) {
    value(tree.getExpression());
    breakable(tree, () -> cases(tree.getCases(), null));
  }

  protected final Value switchExpression(SwitchExpressionTree tree) {
    value(tree.getExpression());
    yielded.put(tree, Value.NONE);
    yielding(tree, () -> cases(tree.getCases(), tree));
    Value value = yielded.remove(tree);
    return value == null ? Value.NONE : value;
  }

  /**
   * @param yields the switch expression, null for a statement
   */
  private void cases(List<? extends CaseTree> cases, @Nullable Tree yields) {
    State entry = state;
    State through = State.unreachable();
    State out = State.unreachable();
    for (CaseTree each : cases) {
      state = entry.copy().or(through);
      if (each.getGuard() != null) {
        state = condition(each.getGuard()).whenTrue().or(through);
      }
      through = State.unreachable();
      Tree body = each.getBody();
      if (body == null) {
        block(each, each.getStatements());
        through = state;
      } else if (yields != null && body instanceof ExpressionTree expression) {
        yielded.merge(yields, value(expression), Value::or);
        jump(Kind.YIELD, body, yields);
      } else {
        if (body instanceof ExpressionTree expression) {
          discarded(expression, value(expression));
        } else {
          statement((StatementTree) body);
        }
        out = out.or(state);
      }
    }
    state = out.or(through);
    if (yields == null && !isExhaustive(cases)) {
      state = state.or(entry);
    }
  }

  /** Whether the compiler makes sure that one case is taken. */
  private static boolean isExhaustive(List<? extends CaseTree> cases) {
    for (CaseTree each : cases) {
      for (CaseLabelTree label : each.getLabels()) {
        if (label instanceof DefaultCaseLabelTree) {
          return true;
        }
        if (!(label instanceof ConstantCaseLabelTree constant)) {
          return true; // a pattern
        }
        if (constant.getConstantExpression() instanceof LiteralTree literal
            && literal.getKind() == Tree.Kind.NULL_LITERAL) {
          return true;
        }
      }
    }
    return false;
  }

  // Try and synchronized.

  private void synchronizedBlock(SynchronizedTree tree) {
    monitorOf(tree.getExpression());
    Hold hold = monitor(tree);
    state.open(hold);
    List<Jump> jumps = collect(() -> block(tree, tree.getBlock().getStatements()));
    state.forget(hold);
    for (Jump jump : jumps) {
      pass(jump, () -> state.forget(hold));
    }
  }

  private void tryStatement(TryTree tree) {
    List<Jump> jumps = collect(() -> resources(tree, 0));
    if (!tree.getCatches().isEmpty()) {
      jumps = catches(tree, jumps);
    }
    BlockTree last = tree.getFinallyBlock();
    if (last != null) {
      statement(last);
      for (Jump jump : jumps) {
        pass(jump, () -> statement(last));
      }
    } else {
      jumps.forEach(this::pass);
    }
  }

  private void resources(TryTree tree, int from) {
    if (from == tree.getResources().size()) {
      statement(tree.getBlock());
      return;
    }
    Tree resource = tree.getResources().get(from);
    Value value;
    List<VariableTree> variables = List.of();
    if (resource instanceof VariableTree variable) {
      value = initializer(variable);
      declare(variable, value);
      variables = List.of(variable);
    } else {
      value = value((ExpressionTree) resource);
    }
    Runnable close = () -> closeResource(resource, value);
    scope(
        tree.getBlock(),
        variables,
        () -> {
          List<Jump> jumps = collect(() -> resources(tree, from + 1));
          close.run();
          for (Jump jump : jumps) {
            pass(jump, close);
          }
        });
  }

  /** Walks the catch clauses; returns what goes on from the statement. */
  private List<Jump> catches(TryTree tree, List<Jump> jumps) {
    State normal = state;
    List<Jump> others = new ArrayList<>();
    List<State> entries = new ArrayList<>();
    for (CatchTree _ : tree.getCatches()) {
      entries.add(State.unreachable());
    }
    for (Jump jump : jumps) {
      if (!jump.isThrow() || !isTaken(tree, jump, entries)) {
        jump.joinTo(others);
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      CatchTree each = tree.getCatches().get(i);
      state = entries.get(i).copy();
      List<Jump> thrown =
          collect(() ->
              scope(
                  each,
                  List.of(each.getParameter()),
                  () -> {
                    declare(each.getParameter(), Value.NONE);
                    statement(each.getBlock());
                  }));
      thrown.forEach(jump -> jump.joinTo(others));
      normal = normal.or(state);
    }
    state = normal;
    return others;
  }

  /** Gives a throw to the clauses it may go to; says whether none else gets it. */
  private boolean isTaken(TryTree tree, Jump jump, List<State> entries) {
    for (int i = 0; i < entries.size(); i++) {
      for (Tree type : alternatives(tree.getCatches().get(i).getParameter().getType())) {
        boolean surely =
            jump.kind() == Kind.THROW ? isCaught(jump.thrown(), type) : catchesAll(type);
        if (surely || jump.kind() == Kind.FAIL) {
          entries.set(i, entries.get(i).or(jump.state()));
        }
        if (surely) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<? extends Tree> alternatives(Tree type) {
    return type instanceof UnionTypeTree union ? union.getTypeAlternatives() : List.of(type);
  }
}
