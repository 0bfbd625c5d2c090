package dev.keyhold.checker.rule;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import dev.keyhold.checker.flow.Hold;
import dev.keyhold.checker.flow.Hold.Kind;
import dev.keyhold.checker.flow.Value;
import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.Calls.Running;
import dev.keyhold.checker.known.Changes;
import dev.keyhold.checker.known.TypeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Walks through one method, call by call, and tells the rules what it meets. */
final class MethodWalk extends Holds {

  MethodWalk(Context context, boolean eventLoop) {
    super(context, eventLoop);
  }

  // Calls.

  @Override
  protected Value call(MethodInvocationTree tree) {
    ExecutableElement method = method(tree);
    ExpressionTree receiver =
        tree.getMethodSelect() instanceof MemberSelectTree select ? select.getExpression() : null;
    if (method == null) {
      Value of = receiver == null ? Value.NONE : before(receiver);
      nameless(of, tree);
      tree.getArguments().forEach(each -> pass(value(each)));
      return Value.NONE;
    }
    Value of = Value.NONE;
    if (receiver != null) {
      of =
          source.variable(receiver) != null
              ? variable(receiver, Changes.isChange(method, types))
              : before(receiver);
    }
    Set<String> locks = locks(tree, method, receiver);
    if (calls.isScoped(method)) {
      return scoped(tree, method, locks);
    }
    List<Value> arguments = arguments(tree, method, of, receiver);
    return effect(tree, method, receiver, of, arguments, locks);
  }

  private Value scoped(MethodInvocationTree tree, ExecutableElement method, Set<String> locks) {
    acquiring(tree, locks);
    Hold hold = scope(tree, locks);
    for (ExpressionTree argument : tree.getArguments()) {
      if (Source.strip(argument) instanceof LambdaExpressionTree lambda) {
        state.open(hold);
        inlined.push(new Scope(hold));
        inline(lambda, false, () -> enter(lambda, Role.DATA, hold));
        inlined.pop();
        state.close(hold);
      } else {
        value(argument);
      }
    }
    mayThrow(tree, culprits(method));
    return Value.NONE;
  }

  private Hold scope(MethodInvocationTree tree, Set<String> locks) {
    boolean threadBound =
        tree.getMethodSelect() instanceof MemberSelectTree select
            && types.isA(source.type(select.getExpression()), "dev.keyhold.sync.BlockingMutex");
    return context.hold(tree, Kind.SCOPE, locks, threadBound, GuardRules.nameFor(tree));
  }

  private List<Value> arguments(
      MethodInvocationTree tree,
      ExecutableElement method,
      Value of,
      @Nullable ExpressionTree receiver) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < tree.getArguments().size(); i++) {
      values.add(argument(tree, method, i, of, receiver));
    }
    return values;
  }

  private Value argument(
      MethodInvocationTree tree,
      ExecutableElement method,
      int index,
      Value of,
      @Nullable ExpressionTree receiver) {
    ExpressionTree argument = Source.strip(tree.getArguments().get(index));
    Running running = calls.running(method, index);
    if (!(argument instanceof LambdaExpressionTree lambda)) {
      Value value = value(argument);
      if (running == Running.ELSEWHERE || calls.isOfFutures(method)) {
        given(tree, value, running == Running.ELSEWHERE);
      }
      if ((running == Running.ONCE || running == Running.OFTEN)
          && argument instanceof MemberReferenceTree reference) {
        calledInPlace(reference);
      }
      if (running == Running.OFTEN && isParallel(receiver)) {
        value.codes().forEach(code -> inParallel(tree, code));
      }
      return value;
    }
    if (running == Running.ONCE || running == Running.OFTEN) {
      if (isParallel(receiver)) {
        inParallel(tree, lambda);
      }
      inlined.push(new Scope(null));
      inline(lambda, true, () -> enter(lambda, Role.PLAIN, null));
      inlined.pop();
      return Value.NONE;
    }
    Role role = Role.PLAIN;
    Hold scope = null;
    if (calls.givesData(method)) {
      role = Role.DATA;
      scope = scope(tree, locks(tree, method, receiver));
    } else if (isRequest(of) && calls.receivesResult(method) && !leaves(of, lambda)) {
      role = Role.GUARD;
    }
    boolean later = running == Running.ELSEWHERE || calls.isOfFutures(method);
    if (later) {
      given(tree, Value.code(lambda), running == Running.ELSEWHERE);
    }
    return function(lambda, role, scope, running);
  }

  /** {@code threads.forEach(Thread::join)}. */
  private void calledInPlace(MemberReferenceTree reference) {
    ExecutableElement method = method(reference);
    if (method != null) {
      if (!isQuiet()) {
        suspension.called(state, reference, method, null);
      }
      if (calls.joins(method)) {
        state.joined();
      }
    }
  }

  private void inParallel(MethodInvocationTree call, Tree code) {
    sharing.started(state, call, captures(code), true, isQuiet());
  }

  private boolean isParallel(@Nullable ExpressionTree receiver) {
    ExpressionTree each = receiver == null ? null : Source.strip(receiver);
    while (each instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof MemberSelectTree select) {
      String name = select.getIdentifier().toString();
      if (name.equals("parallelStream") || name.equals("parallel")) {
        return types.isA(source.type(call), "java.util.stream.BaseStream");
      }
      each = Source.strip(select.getExpression());
    }
    return false;
  }

  /** What a call does, once its receiver and its arguments are there. */
  private Value effect(
      MethodInvocationTree tree,
      ExecutableElement method,
      @Nullable ExpressionTree receiver,
      Value of,
      List<Value> arguments,
      Set<String> locks) {
    String name = method.getSimpleName().toString();
    boolean atOnce = name.startsWith("put") && source.isUnboundedQueue(receiver, types);
    if (!isQuiet() && !atOnce) {
      suspension.called(state, tree, method, receiver == null ? "this" : source.nameOf(receiver));
    }
    if (calls.startsThread(method)) {
      given(tree, of, true);
    }
    TypeMirror owner = TypeFacts.ownerOf(method);
    boolean ofGuard = types.isGuard(owner);
    if (calls.joins(method) && !ofGuard) {
      if (!name.equals("close") || types.joinsOnClose(owner)) {
        state.joined();
      }
    }
    if (types.isLock(owner)) {
      plainLock(tree, receiver, name);
    }
    if (calls.makesThread(method)) {
      return codes(arguments);
    }
    TypeMirror type = source.type(tree);
    if (!of.holds().isEmpty() && (ofGuard || types.isFuture(owner))) {
      return ofGuard ? onGuard(tree, method, of, type) : onRequest(tree, method, of, type);
    }
    Value passed = consume(method, arguments, type);
    boolean logs = Calls.looksOnly(method);
    if (!logs) {
      mayThrow(tree, culprits(method));
    }
    if (!passed.holds().isEmpty()) {
      return passed;
    }
    if (!of.data().isEmpty() && calls.isView(method) && types.isChangeable(type)) {
      return Value.NONE.asDataOf(of.data());
    }
    return acquired(tree, method, type, locks);
  }

  private static Value codes(List<Value> arguments) {
    Value all = Value.NONE;
    for (Value each : arguments) {
      for (Tree code : each.codes()) {
        all = all.or(Value.code(code));
      }
    }
    return all;
  }

  // New objects.

  @Override
  protected Value creation(NewClassTree tree) {
    if (tree.getEnclosingExpression() != null) {
      value(tree.getEnclosingExpression());
    }
    List<Value> arguments = new ArrayList<>();
    for (ExpressionTree each : tree.getArguments()) {
      arguments.add(value(each));
    }
    ClassTree body = tree.getClassBody();
    if (body != null && !isQuiet()) {
      Walks.of(body, context);
    }
    ExecutableElement constructor = method(tree);
    if (constructor == null) {
      arguments.forEach(this::pass);
      return Value.NONE;
    }
    TypeMirror type = source.type(tree);
    if (body != null) {
      hand(tree);
      if (types.isA(type, "java.lang.Runnable")
          || types.isA(type, "java.util.concurrent.Callable")) {
        return Value.code(tree);
      }
    }
    if (calls.makesThread(constructor) || calls.wrapsFunction(constructor)) {
      return codes(arguments);
    }
    Value passed = consume(constructor, arguments, type);
    mayThrow(tree, culprits(constructor));
    return passed.holds().isEmpty() ? acquired(tree, constructor, type, Set.of()) : passed;
  }
}
