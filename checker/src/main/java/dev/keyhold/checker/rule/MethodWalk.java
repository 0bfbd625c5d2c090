package dev.keyhold.checker.rule;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.keyhold.checker.flow.Branches;
import dev.keyhold.checker.flow.Hold;
import dev.keyhold.checker.flow.Hold.Kind;
import dev.keyhold.checker.flow.State;
import dev.keyhold.checker.flow.Value;
import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.Calls.Running;
import dev.keyhold.checker.known.Changes;
import dev.keyhold.checker.known.TypeFacts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import org.jspecify.annotations.Nullable;

/** Walks through one method, and tells the rules what it meets. */
final class MethodWalk extends Expressions {
  private final TypeFacts types;
  private final Calls calls;
  private final boolean eventLoop;
  private final SuspensionRule suspension;

  /** The functions around that run in place; of each the scoped hold it runs under, if any. */
  private final Deque<Scope> inlined = new ArrayDeque<>();

  private record Scope(@Nullable Hold hold) {}

  MethodWalk(Context context, boolean eventLoop) {
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
  private enum Role {
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
    MethodWalk apart = new MethodWalk(context, onLoop);
    if (scope != null) {
      apart.inlined.push(new Scope(scope));
    }
    apart.walk(
        lambda, lambda.getParameters(), lambda.getBody(), () -> apart.enter(lambda, role, scope));
  }

  private void enter(LambdaExpressionTree lambda, Role role, @Nullable Hold scope) {
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

  private Value function(ExpressionTree tree, Role role, @Nullable Hold scope, Running running) {
    if (tree instanceof LambdaExpressionTree lambda && !isQuiet()) {
      lambdaApart(lambda, role, scope, eventLoop && running != Running.ELSEWHERE);
    }
    hand(tree);
    return Value.code(tree);
  }

  private List<TaskCode.Capture> captures(Tree code) {
    return TaskCode.captures(code, source, types, calls);
  }

  /** A guard that a function closes is the function's to close, from the moment it is made. */
  private void hand(Tree code) {
    for (TaskCode.Capture each : captures(code)) {
      for (Hold hold : state.valueOf(each.variable()).holds()) {
        if (each.closes() || each.passed()) {
          state.pass(hold);
        }
      }
    }
  }

  /** A function is given to somebody who runs it in another task, or later. */
  private void given(Tree call, Value function, boolean elsewhere) {
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

  private static boolean isRequest(Value value) {
    return value.holds().stream().anyMatch(hold -> hold.kind() == Kind.REQUEST);
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

  /** What must not stay open if a call throws here. */
  private List<Hold> culprits(ExecutableElement method) {
    if (declaring > 0 || source.isTest() || types.isGuard(TypeFacts.ownerOf(method))) {
      return List.of();
    }
    return state.all().stream()
        .filter(hold -> hold.kind() == Kind.GUARD && state.mayBeOpen(hold))
        .toList();
  }

  // A java.util.concurrent.locks.Lock.

  private void plainLock(
      MethodInvocationTree tree, @Nullable ExpressionTree receiver, String name) {
    String lock = receiver == null ? "this" : source.nameOf(receiver);
    if (name.equals("unlock")) {
      for (Hold hold : state.all()) {
        if (hold.kind() == Kind.LOCK
            && (lock == null || hold.locks().isEmpty() || hold.locks().contains(lock))) {
          state.close(hold);
        }
      }
    } else if (name.equals("lock") || name.equals("lockInterruptibly")) {
      state.open(plainHold(tree, receiver, lock));
    }
  }

  private Hold plainHold(
      MethodInvocationTree tree, @Nullable ExpressionTree receiver, @Nullable String lock) {
    return context.hold(
        tree,
        Kind.LOCK,
        lock == null ? Set.of() : Set.of(lock),
        false,
        "the lock '" + (receiver == null ? "this" : receiver) + "'");
  }

  @Override
  protected Branches attempt(MethodInvocationTree tree, Value value) {
    ExecutableElement method = method(tree);
    State no = state.copy();
    if (method != null
        && method.getSimpleName().contentEquals("tryLock")
        && types.isLock(TypeFacts.ownerOf(method))
        && tree.getMethodSelect() instanceof MemberSelectTree select) {
      state.open(plainHold(tree, select.getExpression(), source.nameOf(select.getExpression())));
    }
    return new Branches(state, no);
  }

  // Guards and requests.

  private Value onGuard(
      MethodInvocationTree tree, ExecutableElement method, Value of, @Nullable TypeMirror type) {
    String name = method.getSimpleName().toString();
    if (name.equals("close")) {
      of.holds().forEach(state::close);
      return Value.NONE;
    }
    if (types.isGuard(type) || types.requested(type) != null) {
      return of; // the same hold in other hands
    }
    nameless(of, tree);
    if (types.isChangeable(type) && !types.isFuture(type)) {
      return Value.NONE.asDataOf(of.holds());
    }
    return Value.NONE;
  }

  private Value onRequest(
      MethodInvocationTree tree, ExecutableElement method, Value of, @Nullable TypeMirror type) {
    if (calls.givesResult(method)) {
      Set<Hold> granted = new LinkedHashSet<>();
      for (Hold hold : of.holds()) {
        granted.add(granted(tree, hold, type));
      }
      return of.withHolds(granted);
    }
    if (method.getSimpleName().contentEquals("cancel")) {
      of.holds().forEach(state::close);
      return Value.NONE;
    }
    if (calls.receivesResult(method)) {
      if (tree.getArguments().stream().noneMatch(each -> leaves(of, each))) {
        of.holds().forEach(state::pass);
      }
      return acquired(tree, method, type, Set.of());
    }
    if (calls.seesResult(method) && tree.getArguments().stream().anyMatch(this::closesItsFirst)) {
      of.holds().forEach(state::pass);
      return Value.NONE;
    }
    if (types.requested(type) != null) {
      return of;
    }
    if (types.isFuture(type)) {
      of.holds().forEach(state::pass);
    }
    return Value.NONE;
  }

  /** Whether a function does not want the guard, which somebody else has by the future. */
  private static boolean leaves(Value of, ExpressionTree function) {
    return !of.fresh()
        && Source.strip(function) instanceof LambdaExpressionTree lambda
        && !lambda.getParameters().isEmpty()
        && lambda.getParameters().getFirst().getName().isEmpty();
  }

  /** Whether a function closes what it is given first; of one that stands elsewhere, yes. */
  private boolean closesItsFirst(ExpressionTree function) {
    if (!(Source.strip(function) instanceof LambdaExpressionTree lambda)) {
      return true;
    }
    if (lambda.getParameters().isEmpty()) {
      return false;
    }
    Element first = source.element(lambda.getParameters().getFirst());
    return TaskCode.captures(lambda.getBody(), source, types, calls).stream()
        .anyMatch(each -> (each.closes() || each.passed()) && each.variable().equals(first));
  }

  /** The guard of a request that has been waited for: from now on that is what is held. */
  private Hold granted(MethodInvocationTree tree, Hold request, @Nullable TypeMirror type) {
    if (request.kind() != Kind.REQUEST) {
      return request;
    }
    Hold guard =
        context.hold(tree, Kind.GUARD, request.locks(), types.isThreadBound(type), request.name());
    state.pass(request);
    state.open(guard);
    return guard;
  }

  /** Gives arguments to a method; returns those that come back in its result. */
  private Value consume(
      ExecutableElement method, List<Value> arguments, @Nullable TypeMirror result) {
    Value same = Value.NONE;
    boolean gives =
        (types.isGuard(result) || types.requested(result) != null) && !isOfContainer(method);
    for (int i = 0; i < arguments.size(); i++) {
      Value value = arguments.get(i);
      if (value.holds().isEmpty()) {
        continue;
      }
      if (gives && types.requested(result) != null && !isRequest(value)) {
        pass(value); // a guard that is given away for a request
      } else if (gives) {
        same = same.or(value);
      } else if (takes(method, i, value)) {
        pass(value);
      }
    }
    return same;
  }

  /** Whether it gives what an object was given before: {@code Map.put}, {@code List.set}. */
  private static boolean isOfContainer(ExecutableElement method) {
    return method.getReturnType() instanceof TypeVariable variable
        && variable.asElement().getEnclosingElement() != method;
  }

  private boolean takes(ExecutableElement method, int index, Value value) {
    if (calls.closes(method, index) || value.fresh() || isRequest(value)) {
      return true;
    }
    if (method.getKind() == ElementKind.CONSTRUCTOR && types.keeps(TypeFacts.ownerOf(method))) {
      return true;
    }
    if (source.closesParameter(method, index, types, calls)) {
      return true;
    }
    Element parameter = Calls.parameter(method, index);
    return parameter != null && types.takesAnything(parameter.asType()) && !Calls.looksOnly(method);
  }

  /** The result of a call that nobody had before. */
  private Value acquired(
      Tree tree, ExecutableElement method, @Nullable TypeMirror type, Set<String> locks) {
    boolean made = method.getKind() == ElementKind.CONSTRUCTOR;
    if (!made && method.getReturnType() instanceof TypeVariable) {
      return Value.NONE; // something that others had before: of a collection, of a reference
    }
    Kind kind;
    TypeMirror guard = type;
    if (types.isGuard(type)) {
      kind = Kind.GUARD;
      if (isBlocking(method, tree)) {
        acquiring(tree, locks);
      }
    } else {
      kind = Kind.REQUEST;
      guard = types.requested(type);
      if (guard == null || made) {
        return Value.NONE;
      }
    }
    Hold hold = context.hold(tree, kind, locks, types.isThreadBound(guard), nameOf(tree));
    state.open(hold);
    return Value.guard(hold);
  }

  private String nameOf(Tree tree) {
    String name = context.names().get(tree);
    return name != null ? name : GuardRules.nameFor((ExpressionTree) tree);
  }

  /** Whether a call waits until it has what it gives. */
  private boolean isBlocking(ExecutableElement method, Tree tree) {
    if (!method.getSimpleName().toString().startsWith("try")) {
      return true;
    }
    boolean timed =
        method.getParameters().stream()
            .anyMatch(each -> types.isA(each.asType(), "java.time.Duration"));
    return timed
        && tree instanceof MethodInvocationTree call
        && call.getArguments().stream()
            .noneMatch(each -> each.toString().endsWith("Duration.ZERO"));
  }

  private void acquiring(Tree tree, Set<String> locks) {
    if (!isQuiet()) {
      guards.acquiring(state, tree, locks);
    }
  }

  /** The locks that a call is about, by names that surely mean the same lock. */
  private Set<String> locks(
      MethodInvocationTree tree, ExecutableElement method, @Nullable ExpressionTree receiver) {
    Set<String> names = new HashSet<>();
    if (types.isA(TypeFacts.ownerOf(method), "dev.keyhold.sync.Locks")) {
      for (ExpressionTree each : tree.getArguments()) {
        add(names, part(each));
      }
    } else if (receiver != null && !Source.isQualifier(source.element(receiver))) {
      add(names, receiver);
    }
    return names;
  }

  private void add(Set<String> names, ExpressionTree lock) {
    String name = source.nameOf(lock);
    if (name != null && name.indexOf('#') > 0) {
      names.add(name);
    }
  }

  /** Of {@code lock.forReading()} the lock. */
  private static ExpressionTree part(ExpressionTree tree) {
    return Source.strip(tree) instanceof MethodInvocationTree call
            && call.getArguments().isEmpty()
            && call.getMethodSelect() instanceof MemberSelectTree select
            && (select.getIdentifier().contentEquals("forReading")
                || select.getIdentifier().contentEquals("forWriting"))
        ? select.getExpression()
        : tree;
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

  // What functions give back.

  @Override
  protected void returned(Tree tree, ExpressionTree expression, Value value) {
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
