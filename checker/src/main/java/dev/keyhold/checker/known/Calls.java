package dev.keyhold.checker.known;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** What methods do with the functions they are given, and which of them suspend. */
public final class Calls {
  private static final String CHECK = "dev.keyhold.check.";

  /** The functions they get run in another task, begun now. */
  private final Names elsewhere =
      new Names(
          "java.lang.Thread#startVirtualThread",
          "java.lang.Thread.Builder#start",
          "java.util.concurrent.Executor#execute",
          "java.util.concurrent.ExecutorService#submit invokeAll invokeAny",
          "java.util.concurrent.ForkJoinPool#submit invoke execute",
          "java.util.concurrent.ScheduledExecutorService#schedule*",
          "java.util.concurrent.CompletionStage#*Async",
          "java.util.concurrent.CompletableFuture#*Async",
          "java.util.concurrent.StructuredTaskScope#fork",
          "java.util.Timer#schedule*",
          "dev.keyhold.sync.Mutex#submit",
          "dev.keyhold.sync.Actor#ask tell tryAsk tryTell",
          "dev.keyhold.testkit.Tasks#spawn",
          "dev.keyhold.testkit.EventLoop#execute schedule");

  /** What the user says, which goes before what is known. */
  private final Names saidInline = new Names();

  private final Names saidElsewhere = new Names();

  /** They make a thread of the function they get, which is started by {@code start()}. */
  private final Names threads =
      new Names(
          "java.lang.Thread.Builder#unstarted", "java.util.concurrent.ThreadFactory#newThread");

  /** The functions they get run before they return, on the caller's thread. */
  private final Names inline =
      new Names(
          "java.lang.Iterable#forEach",
          "java.util.Collection#*",
          "java.util.Map#*",
          "java.util.Iterator#forEachRemaining",
          "java.util.Spliterator#*",
          "java.util.Optional#*",
          "java.util.OptionalInt#*",
          "java.util.OptionalLong#*",
          "java.util.OptionalDouble#*",
          "java.util.stream.Stream#*",
          "java.util.stream.IntStream#*",
          "java.util.stream.LongStream#*",
          "java.util.stream.DoubleStream#*",
          "java.util.Arrays#*",
          "java.util.Collections#*",
          "java.util.Objects#*",
          "java.util.BitSet#*",
          "java.util.concurrent.atomic.AtomicReference#*",
          "java.util.concurrent.atomic.AtomicInteger#*",
          "java.util.concurrent.atomic.AtomicLong#*",
          "java.lang.ScopedValue.Carrier#run call",
          "java.lang.ScopedValue#*",
          "java.security.AccessController#*",
          "dev.keyhold.sync.Task#run call",
          "dev.keyhold.sync.Guard#map");

  /**
   * Scoped forms: they hold the lock they are called on while the function runs, once, on its data.
   */
  private final Names scoped =
      new Names(
          "dev.keyhold.sync.Mutex#with withWhen repair",
          "dev.keyhold.sync.BlockingMutex#with repair",
          "dev.keyhold.sync.RwLock#withRead withWrite repair");

  /** The same, but the function runs in whichever task it likes. */
  private final Names owners =
      new Names("dev.keyhold.sync.Mutex#submit", "dev.keyhold.sync.Actor#ask tell tryAsk tryTell");

  /** A future's result goes to the function, which is then the one to have it. */
  private final Names receivers =
      new Names(
          "java.util.concurrent.CompletionStage#thenApply* thenAccept* thenCompose* handle*"
              + " thenCombine*");

  /** A future's result goes to the function, and on. */
  private final Names witnesses = new Names("java.util.concurrent.CompletionStage#whenComplete*");

  /** They give the future's result, after waiting for it. */
  private final Names results =
      new Names(
          "java.util.concurrent.Future#get resultNow",
          "java.util.concurrent.CompletableFuture#join get getNow resultNow",
          "dev.keyhold.testkit.Tasks#await");

  /** They wait, and their task is suspended meanwhile. */
  private final Names suspending =
      new Names(
          "java.lang.Thread#sleep join",
          "java.util.concurrent.TimeUnit#sleep timedJoin",
          "java.util.concurrent.Future#get",
          "java.util.concurrent.CompletableFuture#join get",
          "java.util.concurrent.ForkJoinTask#join get invoke",
          "java.util.concurrent.BlockingQueue#take put",
          "java.util.concurrent.BlockingDeque#takeFirst takeLast putFirst putLast",
          "java.util.concurrent.TransferQueue#transfer",
          "java.util.concurrent.CountDownLatch#await",
          "java.util.concurrent.CyclicBarrier#await",
          "java.util.concurrent.Phaser#awaitAdvance* arriveAndAwaitAdvance",
          "java.util.concurrent.Exchanger#exchange",
          "java.util.concurrent.Semaphore#acquire acquireUninterruptibly",
          "java.util.concurrent.ExecutorService#awaitTermination invokeAll invokeAny",
          "java.util.concurrent.StructuredTaskScope#join",
          "java.lang.Process#waitFor",
          "dev.keyhold.testkit.TaskHandle#join",
          "dev.keyhold.testkit.Tasks#sleep await",
          "dev.keyhold.sync.Mutex#lockAsync lockWhenAsync awaitUntilAsync",
          "dev.keyhold.sync.RwLock#readAsync upgradableReadAsync writeAsync",
          "dev.keyhold.sync.Locks#allAsync");

  /** They wait, and let go of their own lock meanwhile, but of no other. */
  private final Names suspendingWithoutTheirOwn =
      new Names(
          "java.lang.Object#wait",
          "java.util.concurrent.locks.Condition#await awaitNanos awaitUninterruptibly awaitUntil");

  /** Futures that are done when they are made: to return one is no suspension. */
  private final Names done =
      new Names(
          "java.util.concurrent.CompletableFuture#completedFuture failedFuture completedStage"
              + " failedStage");

  /** Parts and views of a collection: what is done to them is done to it. */
  private final Names views =
      new Names(
          "java.util.Map#entrySet keySet values",
          "java.util.SequencedMap#sequencedEntrySet sequencedKeySet sequencedValues reversed",
          "java.util.SortedMap#headMap subMap tailMap",
          "java.util.NavigableMap#descendingMap descendingKeySet navigableKeySet",
          "java.lang.Iterable#iterator spliterator",
          "java.util.Collection#stream parallelStream",
          "java.util.List#subList listIterator reversed",
          "java.util.SortedSet#headSet subSet tailSet",
          "java.util.NavigableSet#descendingSet descendingIterator",
          "java.util.Deque#descendingIterator reversed");

  private static final Pattern JOINS =
      Pattern.compile(
          "(join|await|waitFor|sync|acquire|take|exchange|close|shutdown|invokeAll|invokeAny|arriveAndAwait"
              + "|verify|untilAsserted|until|drain|quiesce|runFor|explore).*");

  private static final Set<String> LENDING_PREFIXES =
      Set.of("assert", "require", "check", "verify", "print", "format", "log", "debug", "trace");

  private final TypeFacts types;
  private final Map<ExecutableElement, Boolean> joining = new HashMap<>();

  private final Map<ExecutableElement, Boolean> mattering = new HashMap<>();

  public Calls(TypeFacts types) {
    this.types = types;
  }

  /**
   * Whether a call of it may take or give a lock or a guard, or start a task; of what it does to
   * those that are there already, nothing is said.
   */
  public boolean matters(ExecutableElement method) {
    Boolean known = mattering.get(method);
    if (known == null) {
      known = givesOrTakes(method) || starts(method);
      mattering.put(method, known);
    }
    return known;
  }

  private boolean givesOrTakes(ExecutableElement method) {
    boolean made = method.getKind() == ElementKind.CONSTRUCTOR;
    TypeMirror owner = TypeFacts.ownerOf(method);
    TypeMirror result = made ? owner : method.getReturnType();
    return types.isGuard(result)
        || types.isFuture(result)
        || types.isGuard(owner)
        || types.isLock(owner)
        || givesData(method);
  }

  private boolean starts(ExecutableElement method) {
    if (isOfFutures(method) || startsThread(method) || makesThread(method)) {
      return true;
    }
    String name = method.getSimpleName().toString();
    if (name.equals("parallel") || name.equals("parallelStream")) {
      return true;
    }
    int parameters = method.getParameters().size();
    for (int i = 0; i < parameters; i++) {
      if (running(method, i) == Running.ELSEWHERE) {
        return true;
      }
    }
    return false;
  }

  /** One more method whose functions run in place: {@code owner#method}. */
  public void addInline(String method) {
    saidInline.add(method);
  }

  /** One more method whose functions run in another task: {@code owner#method}. */
  public void addElsewhere(String method) {
    saidElsewhere.add(method);
  }

  /** What becomes of the functions that a method is given. */
  public enum Running {
    /** Before it returns, once. */
    ONCE,
    /** Before it returns, any number of times. */
    OFTEN,
    /** In another task. */
    ELSEWHERE,
    /** Nobody knows. */
    UNKNOWN
  }

  public Running running(ExecutableElement method, int argument) {
    if (isMarked(method, argument, "RunsInline") || is(saidInline, method)) {
      return Running.OFTEN;
    }
    if (isMarked(method, argument, "RunsElsewhere") || is(saidElsewhere, method)) {
      return Running.ELSEWHERE;
    }
    if (is(scoped, method)) {
      return Running.ONCE;
    }
    if (is(elsewhere, method)) {
      return Running.ELSEWHERE;
    }
    return is(inline, method) ? Running.OFTEN : Running.UNKNOWN;
  }

  private static boolean isMarked(ExecutableElement method, int argument, String annotation) {
    if (TypeFacts.hasAnnotation(method, CHECK + annotation)) {
      return true;
    }
    VariableElement parameter = parameter(method, argument);
    return parameter != null && TypeFacts.hasAnnotation(parameter, CHECK + annotation);
  }

  /** The parameter that an argument goes to. */
  public static @Nullable VariableElement parameter(ExecutableElement method, int argument) {
    List<? extends VariableElement> parameters = method.getParameters();
    if (argument < parameters.size()) {
      return parameters.get(argument);
    }
    return method.isVarArgs() ? parameters.getLast() : null;
  }

  public boolean makesThread(ExecutableElement method) {
    return is(threads, method) || isConstructorOf(method, "java.lang.Thread");
  }

  private boolean isConstructorOf(ExecutableElement method, String type) {
    return method.getKind() == ElementKind.CONSTRUCTOR
        && types.isA(TypeFacts.ownerOf(method), type);
  }

  /** Objects that stand for the function they are given, until somebody runs them. */
  public boolean wrapsFunction(ExecutableElement method) {
    return isConstructorOf(method, "java.util.concurrent.FutureTask");
  }

  public boolean startsThread(ExecutableElement method) {
    return method.getSimpleName().contentEquals("start")
        && method.getParameters().isEmpty()
        && types.isA(TypeFacts.ownerOf(method), "java.lang.Thread");
  }

  /** Whether the function's first parameter is what the lock owns. */
  public boolean givesData(ExecutableElement method) {
    return is(scoped, method) || is(owners, method);
  }

  public boolean isScoped(ExecutableElement method) {
    return is(scoped, method);
  }

  public boolean receivesResult(ExecutableElement method) {
    return is(receivers, method);
  }

  public boolean seesResult(ExecutableElement method) {
    return is(witnesses, method);
  }

  public boolean givesResult(ExecutableElement method) {
    return is(results, method);
  }

  /** Whether a function given to it belongs to a chain of futures. */
  public boolean isOfFutures(ExecutableElement method) {
    return types.isA(TypeFacts.ownerOf(method), "java.util.concurrent.CompletionStage");
  }

  public boolean suspends(ExecutableElement method) {
    return is(suspending, method);
  }

  public boolean suspendsWithoutItsOwn(ExecutableElement method) {
    return is(suspendingWithoutTheirOwn, method);
  }

  public boolean joinsThread(ExecutableElement method) {
    return method.getSimpleName().contentEquals("join")
        && types.isA(TypeFacts.ownerOf(method), "java.lang.Thread");
  }

  public boolean isDone(ExecutableElement method) {
    return is(done, method);
  }

  public boolean isView(ExecutableElement method) {
    return is(views, method);
  }

  /** Whether what tasks did before is, by all appearances, ordered before what comes after. */
  public boolean joins(ExecutableElement method) {
    return joining.computeIfAbsent(
        method,
        _ ->
            suspends(method)
                || suspendsWithoutItsOwn(method)
                || is(results, method)
                || JOINS.matcher(method.getSimpleName()).matches());
  }

  /** Whether a method that takes any object only looks at it. */
  public static boolean looksOnly(ExecutableElement method) {
    String name = method.getSimpleName().toString();
    return name.equals("equals")
        || name.equals("valueOf")
        || LENDING_PREFIXES.stream().anyMatch(name::startsWith);
  }

  /** Whether the guard given there is the method's to close. */
  public boolean closes(ExecutableElement method, int argument) {
    VariableElement parameter = parameter(method, argument);
    return parameter != null && TypeFacts.hasAnnotation(parameter, CHECK + "Closes");
  }

  private boolean is(Names names, ExecutableElement method) {
    return names.answer(method, () -> isAny(names, method));
  }

  private boolean isAny(Names names, ExecutableElement method) {
    String name = method.getSimpleName().toString();
    Element owner = method.getEnclosingElement();
    if (!(owner instanceof TypeElement type)) {
      return false;
    }
    for (String each : types.supertypes(type)) {
      if (names.has(each, name)) {
        return true;
      }
    }
    return false;
  }
}
