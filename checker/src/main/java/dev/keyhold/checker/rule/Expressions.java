package dev.keyhold.checker.rule;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import dev.keyhold.checker.flow.Branches;
import dev.keyhold.checker.flow.Hold;
import dev.keyhold.checker.flow.Hold.Kind;
import dev.keyhold.checker.flow.State;
import dev.keyhold.checker.flow.Statements;
import dev.keyhold.checker.flow.Value;
import dev.keyhold.checker.known.TypeFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Walks expressions in the order in which they run; calls are left to the subclass. */
abstract class Expressions extends Statements {
  protected final Context context;
  protected final Source source;
  protected final SharingRule sharing;
  protected final GuardRules guards;

  /**
   * More than none: in the initializer of a local variable, where a call is not expected to throw.
   */
  protected int declaring;

  Expressions(Context context) {
    this.context = context;
    this.source = context.source();
    this.sharing = new SharingRule(source, context.types(), context.findings());
    this.guards = new GuardRules(context.findings());
  }

  protected abstract Value call(MethodInvocationTree tree);

  protected abstract Value creation(NewClassTree tree);

  /** A function that is made here and runs nobody knows when. */
  protected abstract Value function(ExpressionTree tree);

  @Override
  protected final Value value(ExpressionTree expression) {
    return switch (Source.strip(expression)) {
      case IdentifierTree tree -> variable(tree, false);
      case MemberSelectTree tree -> field(tree);
      case MethodInvocationTree tree -> call(tree);
      case NewClassTree tree -> creation(tree);
      case LambdaExpressionTree tree -> function(tree);
      case MemberReferenceTree tree -> {
        Value of = before(tree.getQualifierExpression());
        if (of.fresh()) {
          pass(of); // whoever gets the function has it
        }
        yield function(tree);
      }
      case AssignmentTree tree -> assign(tree);
      case CompoundAssignmentTree tree -> {
        value(tree.getVariable());
        lost(tree.getExpression());
        yield Value.NONE;
      }
      case UnaryTree tree -> logical(tree);
      case BinaryTree tree -> logical(tree);
      case ConditionalExpressionTree tree -> {
        Branches branches = condition(tree.getCondition());
        state = branches.whenTrue();
        Value one = value(tree.getTrueExpression());
        State then = state;
        state = branches.whenFalse();
        Value other = value(tree.getFalseExpression());
        state = state.or(then);
        yield one.or(other);
      }
      case InstanceOfTree tree -> {
        value(tree.getExpression());
        yield Value.NONE;
      }
      case ArrayAccessTree tree -> {
        value(tree.getExpression());
        value(tree.getIndex());
        yield Value.NONE;
      }
      case NewArrayTree tree -> {
        each(tree.getDimensions());
        each(tree.getInitializers());
        yield Value.NONE;
      }
      case SwitchExpressionTree tree -> switchExpression(tree);
      default -> Value.NONE;
    };
  }

  /** Elements of an array: whoever has the array has them. */
  private void each(@Nullable List<? extends ExpressionTree> expressions) {
    if (expressions != null) {
      for (ExpressionTree each : expressions) {
        pass(value(each));
      }
    }
  }

  protected final void pass(Value value) {
    value.holds().forEach(state::pass);
  }

  /** What stands before a dot. */
  protected final Value before(ExpressionTree tree) {
    return Source.isQualifier(source.element(tree)) ? Value.NONE : value(tree);
  }

  /** A name of a variable, or {@code this.name}. */
  protected final Value variable(ExpressionTree tree, boolean writes) {
    Element variable = source.variable(tree);
    if (variable == null) {
      return Value.NONE;
    }
    sharing.used(state, tree, variable, writes, isQuiet());
    Value value = state.valueOf(variable);
    if (!value.data().isEmpty() && !isQuiet() && value.data().stream().allMatch(state::isClosed)) {
      guards.escaped(
          value.data(),
          tree,
          "'" + variable.getSimpleName() + "' is used after the guard was closed");
    }
    return value;
  }

  private Value field(MemberSelectTree tree) {
    if (source.variable(tree) != null) {
      return variable(tree, false);
    }
    Value of = before(tree.getExpression());
    nameless(of, tree);
    return Value.NONE;
  }

  /** A guard that nothing has but this expression is used, and is gone. */
  protected final void nameless(Value value, @Nullable Tree use) {
    if (!value.fresh()) {
      return;
    }
    for (Hold hold : value.holds()) {
      if (hold.kind() == Kind.GUARD && state.mayBeOpen(hold)) {
        if (!isQuiet()) {
          guards.nameless(hold, use);
        }
        state.pass(hold);
      }
    }
  }

  private void lost(ExpressionTree tree) {
    nameless(value(tree), tree);
  }

  // Variables.

  @Override
  protected final Value initializer(VariableTree variable) {
    if (variable.getInitializer() == null) {
      return Value.NONE;
    }
    ExpressionTree initializer = Source.strip(variable.getInitializer());
    String name = variable.getName().toString();
    context.names().putIfAbsent(initializer, name.isEmpty() ? "_" : name);
    declaring++;
    Value value = value(initializer);
    declaring--;
    return value;
  }

  @Override
  protected final void declare(VariableTree variable, Value value) {
    Element element = source.element(variable);
    if (element != null) {
      state.declare(element);
      state.assign(element, value);
    }
  }

  @Override
  protected final void element(EnhancedForLoopTree tree) {
    declare(tree.getVariable(), Value.NONE);
  }

  private Value assign(AssignmentTree tree) {
    ExpressionTree target = Source.strip(tree.getVariable());
    Element variable = target instanceof IdentifierTree name ? source.element(name) : null;
    if (variable != null && Source.isLocal(variable)) {
      ExpressionTree expression = Source.strip(tree.getExpression());
      context.names().putIfAbsent(expression, variable.getSimpleName().toString());
      Value value = value(expression);
      Value old = state.valueOf(variable);
      state.assign(variable, value);
      for (Hold hold : old.holds()) {
        leakUnlessReferred(hold, tree, null);
      }
      return value.asFresh(false);
    }
    if (target instanceof ArrayAccessTree access) {
      value(access.getExpression());
      value(access.getIndex());
    } else if (target instanceof MemberSelectTree select) {
      before(select.getExpression());
    }
    Value value = value(tree.getExpression());
    keep(tree, target, value);
    return value.asFresh(false);
  }

  /** A value goes into a field or an array. */
  private void keep(AssignmentTree tree, ExpressionTree target, Value value) {
    if (target instanceof ArrayAccessTree) {
      if (!value.data().isEmpty() && !isQuiet()) {
        guards.escaped(value.data(), tree, "it is kept in an array");
      }
      pass(value);
      return;
    }
    Element field = source.element(target);
    if (field == null || field.getKind() != ElementKind.FIELD) {
      pass(value);
      return;
    }
    if (!value.data().isEmpty() && !isQuiet()) {
      guards.escaped(value.data(), tree, "it is kept in the field '" + field.getSimpleName() + "'");
    }
    for (Hold hold : value.holds()) {
      if (hold.kind() == Kind.GUARD
          && !isQuiet()
          && state.mayBeOpen(hold)
          && !context.types().isCloseable(TypeFacts.ownerOf(field))
          && !isClosedSomewhere(field)) {
        guards.stored(hold, tree, field.getSimpleName().toString());
      }
      state.pass(hold);
    }
  }

  /** Whether some code of the field's class closes it, or gives it away. */
  private boolean isClosedSomewhere(Element field) {
    Tree declaring = source.trees().getTree(field.getEnclosingElement());
    return declaring != null && FieldUses.isClosed(declaring, field, source);
  }

  @Override
  protected final void leave(
      List<? extends VariableTree> variables, Tree end, @Nullable Map<Hold, Tree> culprits) {
    for (VariableTree each : variables) {
      Element variable = source.element(each);
      if (variable != null) {
        Value value = state.valueOf(variable);
        state.declare(variable);
        for (Hold hold : value.holds()) {
          leakUnlessReferred(hold, end, culprits);
        }
      }
    }
  }

  private void leakUnlessReferred(Hold hold, Tree end, @Nullable Map<Hold, Tree> culprits) {
    if (!hold.owned() || !state.mayBeOpen(hold) || state.isReferred(hold)) {
      return;
    }
    Tree thrower = culprits == null ? null : culprits.get(hold);
    boolean expected = source.isTest() && hold.kind() == Kind.REQUEST; // to fail
    if (!isQuiet() && !expected && (culprits == null || thrower != null)) {
      guards.leaked(hold, end, thrower);
    }
    state.forget(hold);
  }

  @Override
  protected final void discarded(ExpressionTree tree, Value value) {
    nameless(value, null);
    if (value.fresh()) {
      for (Hold hold : value.holds()) {
        leakUnlessReferred(hold, tree, null);
      }
    }
  }

  @Override
  protected final void closeResource(Tree resource, Value value) {
    value.holds().forEach(state::close);
    if (context.types().joinsOnClose(source.type(resource))) {
      state.joined();
    }
  }

  @Override
  protected final void monitorOf(ExpressionTree expression) {
    if (source.variable(Source.strip(expression)) == null) {
      value(expression);
    }
  }

  @Override
  protected final Hold monitor(SynchronizedTree tree) {
    String name = source.nameOf(tree.getExpression());
    return context.hold(
        tree,
        Kind.MONITOR,
        name == null ? Set.of() : Set.of(name),
        false,
        "the monitor of " + Source.strip(tree.getExpression()));
  }

  // Conditions.

  private Value logical(ExpressionTree tree) {
    Branches branches = condition(tree);
    state = branches.whenTrue().or(branches.whenFalse());
    return Value.NONE;
  }

  @Override
  protected final Branches condition(ExpressionTree condition) {
    ExpressionTree tree = Source.strip(condition);
    switch (tree.getKind()) {
      case LOGICAL_COMPLEMENT -> {
        return condition(((UnaryTree) tree).getExpression()).negated();
      }
      case CONDITIONAL_AND -> {
        BinaryTree binary = (BinaryTree) tree;
        Branches left = condition(binary.getLeftOperand());
        state = left.whenTrue();
        Branches right = condition(binary.getRightOperand());
        return new Branches(right.whenTrue(), left.whenFalse().or(right.whenFalse()));
      }
      case CONDITIONAL_OR -> {
        BinaryTree binary = (BinaryTree) tree;
        Branches left = condition(binary.getLeftOperand());
        state = left.whenFalse();
        Branches right = condition(binary.getRightOperand());
        return new Branches(left.whenTrue().or(right.whenTrue()), right.whenFalse());
      }
      case EQUAL_TO, NOT_EQUAL_TO -> {
        return comparison((BinaryTree) tree);
      }
      case BOOLEAN_LITERAL -> {
        State here = state;
        return Boolean.TRUE.equals(((LiteralTree) tree).getValue())
            ? new Branches(here, State.unreachable())
            : new Branches(State.unreachable(), here);
      }
      default -> {}
    }
    switch (tree) {
      case BinaryTree binary -> {
        lost(binary.getLeftOperand());
        lost(binary.getRightOperand());
      }
      case UnaryTree unary -> value(unary.getExpression());
      case MethodInvocationTree call -> {
        return attempt(call, value(call));
      }
      default -> value(tree);
    }
    return new Branches(state, state.copy());
  }

  /** A call whose answer may tell what is held. */
  protected abstract Branches attempt(MethodInvocationTree call, Value value);

  private Branches comparison(BinaryTree tree) {
    ExpressionTree left = tree.getLeftOperand();
    ExpressionTree right = tree.getRightOperand();
    ExpressionTree subject = isNull(right) ? left : isNull(left) ? right : null;
    if (subject == null) {
      lost(left);
      lost(right);
      return new Branches(state, state.copy());
    }
    Value value = value(subject);
    nameless(value, tree);
    State isNull = state.copy();
    for (Hold hold : value.holds()) {
      if (hold.kind() == Kind.GUARD) {
        isNull.forget(hold);
      }
    }
    return tree.getKind() == Tree.Kind.EQUAL_TO
        ? new Branches(isNull, state)
        : new Branches(state, isNull);
  }

  private static boolean isNull(ExpressionTree tree) {
    return Source.strip(tree).getKind() == Tree.Kind.NULL_LITERAL;
  }

  // Types.

  @Override
  protected final @Nullable TypeMirror typeOf(Tree tree) {
    return source.type(tree);
  }

  @Override
  protected final boolean isCaught(@Nullable TypeMirror thrown, Tree caught) {
    TypeMirror type = source.type(caught);
    return thrown == null || type == null || context.types().isAssignable(thrown, type);
  }

  @Override
  protected final boolean catchesAll(Tree caught) {
    String name = String.valueOf(source.type(caught));
    return switch (name) {
      case "java.lang.Throwable", "java.lang.Exception", "java.lang.RuntimeException" -> true;
      default -> false;
    };
  }

  @Override
  protected final void localClass(ClassTree tree) {
    Walks.of(tree, context);
  }

  protected final @Nullable ExecutableElement method(Tree tree) {
    return source.method(tree);
  }
}
