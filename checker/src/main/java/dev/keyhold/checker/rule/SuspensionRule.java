package dev.keyhold.checker.rule;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import dev.keyhold.checker.flow.Hold;
import dev.keyhold.checker.flow.Hold.Kind;
import dev.keyhold.checker.flow.State;
import dev.keyhold.checker.flow.Value;
import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.TypeFacts;
import dev.keyhold.checker.rule.Findings.Place;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** R2: a thread-bound guard held across a suspension. */
final class SuspensionRule {
  private static final String WHY_THREAD =
      "its thread may run other tasks meanwhile, and one of them may ask for the same lock: on an"
          + " event loop that is a deadlock, elsewhere everybody waits for a sleeper";

  private final Source source;
  private final TypeFacts types;
  private final Calls calls;
  private final Findings findings;
  private final Severity unlessCaptured;

  /**
   * @param eventLoop whether the code at hand runs on one
   */
  SuspensionRule(
      Source source, TypeFacts types, Calls calls, Findings findings, boolean eventLoop) {
    this.source = source;
    this.types = types;
    this.calls = calls;
    this.findings = findings;
    this.unlessCaptured = eventLoop ? Severity.ERROR : Severity.WARNING;
  }

  /**
   * A call, or a method reference that is called in place, with what is held at it.
   *
   * @param own the name of the object it is called on, if that is surely the same everywhere
   */
  void called(State state, Tree call, ExecutableElement method, @Nullable String own) {
    boolean lettingGo = calls.suspendsWithoutItsOwn(method);
    if (!lettingGo && !calls.suspends(method)) {
      return;
    }
    List<Hold> held =
        new ArrayList<>(state.open().stream().filter(SuspensionRule::isBound).toList());
    // A thread is joined by waiting for it with its own monitor, which lets that go.
    boolean named = (lettingGo || calls.joinsThread(method)) && letGo(held, own);
    if (lettingGo && !named) {
      letGoLast(held);
    }
    if (!held.isEmpty()) {
      Hold hold = held.getLast();
      report(hold, hold.threadBound() ? unlessCaptured : Severity.WARNING, call, nameOf(method));
    }
  }

  /**
   * Takes out the lock of a name, which is let go while the wait lasts; says whether there is one.
   */
  private static boolean letGo(List<Hold> held, @Nullable String own) {
    return own != null && held.removeIf(hold -> hold.locks().contains(own));
  }

  /** Where no name tells which one is let go, it is the last that was taken. */
  private static void letGoLast(List<Hold> held) {
    for (Hold hold : held.reversed()) {
      if (hold.kind() == Kind.LOCK || hold.kind() == Kind.MONITOR) {
        held.remove(hold);
        return;
      }
    }
  }

  private static boolean isBound(Hold hold) {
    return hold.threadBound() || hold.kind() == Kind.LOCK || hold.kind() == Kind.MONITOR;
  }

  private static String nameOf(ExecutableElement method) {
    return method.getSimpleName() + "(...) suspends";
  }

  /** A future goes out, while what it stands for still runs. */
  void returned(State state, Tree place, ExpressionTree expression, Value value) {
    if (!value.holds().isEmpty()
        || !(Source.strip(expression) instanceof MethodInvocationTree call)
        || !types.isFuture(source.type(call))) {
      return;
    }
    ExecutableElement method = source.method(call);
    if (method == null || calls.isDone(method) || !value.data().isEmpty()) {
      return;
    }
    for (Hold hold : state.open().reversed()) {
      if (hold.threadBound()) {
        report(
            hold, unlessCaptured, place, "a future is returned, and what it stands for still runs");
        return;
      }
    }
  }

  /** A function that runs later, or elsewhere, uses a guard that is bound to this thread. */
  void captured(Hold hold, Tree place, String name) {
    findings.add(
        Rule.R2,
        Severity.ERROR,
        place,
        "the thread-bound guard '" + name + "' is captured by code that runs later or elsewhere",
        new Place(hold.place(), "acquired here, by this thread"),
        new Place(place, "used here, by whichever thread comes"),
        "a BlockingMutex's guard belongs to the thread that acquired it: only that thread may use"
            + " and close it",
        "take what the later code needs out of the guard and close it first; or use a Mutex, whose"
            + " guard may change tasks and threads");
  }

  private void report(Hold hold, Severity severity, Tree place, String what) {
    boolean own = hold.threadBound();
    String held = own ? "the thread-bound guard '" + hold.name() + "'" : hold.name();
    findings.add(
        Rule.R2,
        severity,
        place,
        what + " while " + held + " is held",
        new Place(hold.place(), "acquired here"),
        new Place(place, "and still held here"),
        WHY_THREAD,
        own
            ? "close the guard before; or use a Mutex, whose guard may be held across this"
            : "release it before; or use a Mutex, whose guard may be held across this without"
                + " keeping a thread");
  }
}
