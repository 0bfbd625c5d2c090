package dev.keyhold.checker.rule;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import dev.keyhold.checker.flow.Branches;
import dev.keyhold.checker.flow.Hold;
import dev.keyhold.checker.flow.Hold.Kind;
import dev.keyhold.checker.flow.State;
import dev.keyhold.checker.flow.Value;
import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.TypeFacts;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import org.jspecify.annotations.Nullable;

/** What is taken and let go: guards, requests for them, locks of {@code java.util.concurrent}. */
abstract class Holds extends Functions {

  Holds(Context context, boolean eventLoop) {
    super(context, eventLoop);
  }

  /** What must not stay open if a call throws here. */
  List<Hold> culprits(ExecutableElement method) {
    if (declaring > 0 || source.isTest() || types.isGuard(TypeFacts.ownerOf(method))) {
      return List.of();
    }
    return state.all().stream()
        .filter(hold -> hold.kind() == Kind.GUARD && state.mayBeOpen(hold))
        .toList();
  }

  static boolean isRequest(Value value) {
    return value.holds().stream().anyMatch(hold -> hold.kind() == Kind.REQUEST);
  }

  // A java.util.concurrent.locks.Lock.

  void plainLock(MethodInvocationTree tree, @Nullable ExpressionTree receiver, String name) {
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

  Value onGuard(
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

  Value onRequest(
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
  static boolean leaves(Value of, ExpressionTree function) {
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
  Value consume(ExecutableElement method, List<Value> arguments, @Nullable TypeMirror result) {
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
  Value acquired(
      Tree tree, ExecutableElement method, @Nullable TypeMirror type, Set<String> locks) {
    boolean made = method.getKind() == ElementKind.CONSTRUCTOR;
    if (!made && method.getReturnType() instanceof TypeVariable) {
      return Value.NONE; // something that others had before: of a collection, of a reference
    }
    boolean granted = types.isGuard(type);
    TypeMirror guard = granted ? type : types.requested(type);
    if (guard == null || (made && !granted) || isOfRecord(method)) {
      return Value.NONE;
    }
    if (granted && isBlocking(method, tree)) {
      acquiring(tree, locks);
    }
    Kind kind = granted ? Kind.GUARD : Kind.REQUEST;
    Hold hold = context.hold(tree, kind, locks, types.isThreadBound(guard), nameOf(tree));
    state.open(hold);
    return Value.guard(hold);
  }

  /** Whether it gives a component of a record, which has it still. */
  private static boolean isOfRecord(ExecutableElement method) {
    return method.getEnclosingElement() instanceof TypeElement type
        && type.getRecordComponents().stream().anyMatch(each -> method.equals(each.getAccessor()));
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

  void acquiring(Tree tree, Set<String> locks) {
    if (!isQuiet()) {
      guards.acquiring(state, tree, locks);
    }
  }

  /**
   * The locks that a call is about, by names that surely mean the same lock. A database is none: it
   * is held key by key, and which ones only the run tells.
   */
  Set<String> locks(
      MethodInvocationTree tree, ExecutableElement method, @Nullable ExpressionTree receiver) {
    Set<String> names = new HashSet<>();
    if (types.isA(TypeFacts.ownerOf(method), "dev.keyhold.Keyhold")) {
      return names;
    }
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
}
