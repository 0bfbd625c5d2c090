package dev.keyhold.testkit;

import dev.keyhold.internal.wait.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs the tasks of one simulation, one at a time, and decides who is next. */
final class Scheduler {
  /*
   * THE BATON
   *
   * Each task has a virtual thread of its own; all but one of them are parked in
   * SimTask.awaitBaton. The one that runs has the baton. When it waits, yields or ends, it decides
   * on its own thread who is next, passes the baton, and parks:
   *
   *     task A   runs ── park(x) ─ decide ─┐ parked ──────────────────────────┐ runs
   *     task B         parked              └ runs ── unpark(A) ─ sleep ─ decide ┘ parked
   *     caller   parked (watches) ─────────────────────────────────────────────── … over
   *
   * When there is nobody to pass it to, or a limit is reached, the baton goes to the caller
   * (SimRun), who looks at what is left, winds up the threads, and reports.
   *
   * Why not a scheduler of virtual threads, under which plain Thread.sleep and java.util.concurrent
   * would be seen too: JDK 25 has none in public. The hidden one needs --add-opens and reflection
   * at java.lang.ThreadBuilders, and even there timed parks follow the clock on the wall. The baton
   * needs nothing but park and unpark; its price is that waiting must go through Tasks or Host, and
   * the caller watches for waits that do not.
   *
   * INVARIANTS
   *  1. Fields that are neither volatile nor concurrent are touched by the holder of the baton only;
   *     passing it is a volatile write that the next holder reads.
   *  2. A task is in the schedule if and only if it is NEW or READY, in the timers if and only if it
   *     waits with a wakeNanos other than NEVER.
   *  3. Virtual time moves in advance() only: when nobody is ready, and to the earliest timer.
   *  4. Nothing that decides depends on anything but the seed and the program: no hash order, no
   *     thread, no clock. What threads outside of the simulation do is taken in between two
   *     decisions; it works, but no seed repeats it.
   */

  enum Phase {
    /** Tasks run. */
    ON,
    /** The time of the run is over or its caller was interrupted: tasks end as they like. */
    STOPPING,
    /** Every wait throws {@link Unwind}. */
    OVER
  }

  /** How long a run that was stopped may take, in decisions. */
  private static final long STOPPING_STEPS_MAX = 100_000;

  /** How many waits a task may be refused by {@link Unwind} before it is left parked. */
  private static final int REFUSALS_MAX = 10_000;

  /**
   * Added to virtual time in {@link Host#nanoTime}, so that the clock overflows after half a
   * second: comparisons of two times by anything but their difference do not go unnoticed.
   */
  private static final long ORIGIN_NANOS = Long.MAX_VALUE - 500_000_000;

  private final Simulation simulation;
  private final Schedule schedule;
  private final Trace trace;
  private final SimulationHost host;

  /** When the run is stopped, in virtual time; {@link SimTask#NEVER} if not by time. */
  private final long stopNanos;

  private final TreeSet<SimTask> timers =
      new TreeSet<>(
          Comparator.<SimTask>comparingLong(task -> task.wakeNanos)
              .thenComparingLong(task -> task.timerNumber));

  /** Tasks that have not ended, in the order of spawning. */
  private final Set<SimTask> alive = new LinkedHashSet<>();

  private final Map<Thread, SimTask> byThread = new ConcurrentHashMap<>();

  /** Failures that nobody has joined, in order. */
  private final Map<Object, TaskFailure> failures = new LinkedHashMap<>();

  private final List<Loop> loops = new ArrayList<>();

  /** Threads of tasks that have ended. */
  private final Ending ending = new Ending();

  /** What threads outside of the simulation ask for. */
  private final Queue<Runnable> outside = new ConcurrentLinkedQueue<>();

  /** Counts decisions and points, so that the caller sees whether anything moves. */
  private final AtomicLong beats = new AtomicLong();

  private final Thread caller = Thread.currentThread();

  private volatile Phase phase = Phase.ON;
  private volatile boolean stopRequested;

  /** Who has the baton; null: the caller. */
  private volatile @Nullable SimTask running;

  private long nowNanos;
  private long steps;
  private long stoppingSinceStep;
  private long timersMade;
  private int spawned;

  /** Tasks alive that are no daemons. */
  private int living;

  /** Why the run cannot go on; null: it ended by itself. */
  private @Nullable String verdict;

  Scheduler(Simulation simulation, long stopNanos) {
    this.simulation = simulation;
    this.stopNanos = stopNanos;
    this.schedule = simulation.newSchedule();
    this.trace = new Trace(simulation.traceConsumer());
    this.host = new SimulationHost(this);
  }

  // What a task asks for. Called on its own thread, which has the baton.

  /** The running task, which must be the caller's. */
  SimTask self() {
    SimTask task = running;
    if (task != null && task.thread == Thread.currentThread()) {
      return task;
    }
    if (phase == Phase.OVER) {
      throw new Unwind();
    }
    throw new IllegalStateException(
        "only tasks of the simulation may use it, and "
            + Thread.currentThread()
            + " is none: start threads with Tasks.spawn");
  }

  SimTask spawn(String name, boolean daemon, TaskBody body) {
    if (phase == Phase.OVER) {
      throw new Unwind();
    }
    SimTask task = new SimTask(this, ++spawned, name, daemon, body);
    alive.add(task);
    byThread.put(task.thread, task);
    living += daemon ? 0 : 1;
    schedule.add(task);
    return task;
  }

  /**
   * Waits for an unpark, an interrupt, {@code nanos} ({@link SimTask#NEVER}: no limit), or less.
   */
  void park(Object blocker, long nanos) {
    SimTask self = self();
    refuseIfOver(self);
    beat();
    if (self.permit) {
      self.permit = false;
    } else if (nanos > 0 && !self.thread.isInterrupted()) {
      if (schedule.wakesSpuriously()) {
        passOn(self, "wakes for no reason from", blocker);
        return;
      }
      self.state = SimTask.State.PARKED;
      self.blocker = blocker;
      if (nanos != SimTask.NEVER) {
        setTimer(self, nanos);
      }
      switchFrom(self, "waits for", blocker);
    }
  }

  void sleep(long nanos) throws InterruptedException {
    SimTask self = self();
    refuseIfOver(self);
    if (Thread.interrupted() || phase == Phase.STOPPING) {
      throw new InterruptedException("interrupted before sleep");
    }
    if (nanos <= 0) {
      passOn(self, "yields", null);
      return;
    }
    self.state = SimTask.State.SLEEPING;
    setTimer(self, nanos);
    switchFrom(self, "sleeps", Duration.ofNanos(nanos));
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted in sleep");
    }
  }

  void yieldNow() {
    SimTask self = self();
    refuseIfOver(self);
    passOn(self, "yields", null);
  }

  /** Lets the schedule put others before the running task. Never fails, whoever calls. */
  void point() {
    SimTask self = running;
    if (self == null || self.thread != Thread.currentThread()) {
      return;
    }
    beat();
    if (phase == Phase.OVER) {
      if (++self.refusals > REFUSALS_MAX) {
        throw new Unwind();
      }
    } else if (schedule.preempts() && schedule.size() > 0) {
      passOn(self, "stops at a point", null);
    }
  }

  void join(SimTask task) throws InterruptedException {
    SimTask self = self();
    boolean asked = false;
    while (task.state != SimTask.State.DONE) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted in join of " + task.name());
      }
      if (!asked) {
        task.addJoiner(self);
        asked = true;
      }
      park(task, SimTask.NEVER);
    }
    Throwable failure = task.failure;
    if (failure != null) {
      failures.remove(task);
      throw new TaskFailure(task.name(), failure);
    }
  }

  void interrupt(SimTask task) {
    if (task.state == SimTask.State.DONE) {
      return;
    }
    task.interruptedOnce = true;
    if (task == running) {
      task.thread.interrupt();
    } else {
      task.interrupted = true;
      if (task.waits()) {
        makeReady(task);
      }
    }
  }

  /** For any thread. */
  void unpark(Thread thread) {
    SimTask task = byThread.get(thread);
    if (task == null) {
      LockSupport.unpark(thread);
    } else {
      asTask(() -> wake(task));
    }
  }

  /** Runs {@code action} as a task of its own. For any thread. */
  void execute(Runnable action) {
    asTask(() -> spawn("completion", false, action::run));
  }

  long nowNanos() {
    return nowNanos;
  }

  long nanoTime() {
    return ORIGIN_NANOS + nowNanos;
  }

  Phase phase() {
    return phase;
  }

  Simulation simulation() {
    return simulation;
  }

  SimulationHost host() {
    return host;
  }

  void addLoop(Loop loop) {
    loops.add(loop);
  }

  /** Takes down a failure that has no task to join. */
  void failed(String name, Throwable failure) {
    if (phase != Phase.OVER) {
      failures.put(failure, new TaskFailure(name, failure));
    }
  }

  // The life of a task, and passing the baton.

  /** The whole life of {@code task}, on its thread. */
  void live(SimTask task, TaskBody body) {
    Host.enter(host);
    Throwable failure = null;
    try {
      task.deliverInterrupts();
      Named.run(task.name(), body);
    } catch (Throwable t) {
      failure = t;
    }
    end(task, failure);
  }

  private void end(SimTask task, @Nullable Throwable failure) {
    if (task != running) {
      return; // it kept the baton for too long, and the run ended without it
    }
    task.state = SimTask.State.DONE;
    ending.add(task.thread);
    alive.remove(task);
    byThread.remove(task.thread);
    living -= task.daemon ? 0 : 1;
    boolean asAsked =
        (task.interruptedOnce || phase == Phase.STOPPING) && Named.isInterruption(failure);
    if (failure != null && !asAsked && phase != Phase.OVER) {
      task.failure = failure;
      failures.put(task, new TaskFailure(task.name(), failure));
      if (task.number == 1) {
        phase = Phase.OVER;
      }
    }
    task.joiners().forEach(this::wake);
    pass(decide(task, failure == null ? "ends" : "fails", null));
  }

  /** Makes {@code self} ready and lets the schedule choose. */
  private void passOn(SimTask self, String why, @Nullable Object blocker) {
    self.state = SimTask.State.READY;
    schedule.add(self);
    switchFrom(self, why, blocker);
  }

  /** Lets others run until it is the turn of {@code self} again, whose state says what it needs. */
  private void switchFrom(SimTask self, String why, @Nullable Object blocker) {
    SimTask next = decide(self, why, blocker);
    if (next != self) {
      pass(next);
      self.awaitBaton();
    }
    self.deliverInterrupts();
    refuseIfOver(self);
  }

  /** Gives the baton to {@code next}, or to the caller if there is none. */
  private void pass(@Nullable SimTask next) {
    boolean start = next != null && !next.started;
    if (next != null) {
      next.started = true;
    }
    running = next;
    if (next == null) {
      LockSupport.unpark(caller);
    } else {
      next.takeBaton(start);
    }
  }

  private void refuseIfOver(SimTask self) {
    if (phase == Phase.OVER) {
      if (++self.refusals > REFUSALS_MAX) {
        // Catches everything, and waits again and again: it will not run any more.
        pass(null);
        self.awaitBaton();
      }
      throw new Unwind();
    }
  }

  // The decision.

  /** Chooses who runs after {@code from}; null when nobody does any more. */
  private @Nullable SimTask decide(@Nullable SimTask from, String why, @Nullable Object blocker) {
    if (phase == Phase.OVER || !mayGoOn()) {
      phase = Phase.OVER;
      return null;
    }
    steps++;
    beat();
    int ready = schedule.size();
    SimTask next = schedule.next();
    next.state = SimTask.State.RUNNING;
    try {
      trace.decided(steps, nowNanos, from, why, blocker, next, ready);
    } catch (RuntimeException | Error e) {
      failed("trace", e);
      phase = Phase.OVER;
      return null;
    }
    return next;
  }

  /** Sees to it that somebody is ready; false when the run is over. */
  private boolean mayGoOn() {
    takeInOutside();
    if (stopRequested && phase == Phase.ON) {
      stop();
    }
    if (steps >= simulation.stepsMax()) {
      verdict = "took " + steps + " steps, the limit; raise it by stepsMax, or look for a loop";
      return false;
    }
    if (phase == Phase.STOPPING && steps - stoppingSinceStep > STOPPING_STEPS_MAX) {
      return false;
    }
    while (schedule.size() == 0) {
      if (!noticeInterrupts() && !advance()) {
        return false;
      }
    }
    return true;
  }

  /** Moves the clock to the earliest timer and wakes all that are due; false if that cannot be. */
  private boolean advance() {
    if (phase == Phase.STOPPING || timers.isEmpty()) {
      if (phase == Phase.ON && living > 0) {
        verdict = "a wait never ends: no task can run and no timer is left";
      }
      return false;
    }
    long toNanos = timers.first().wakeNanos;
    if (toNanos >= stopNanos) {
      nowNanos = stopNanos;
      stop();
      return schedule.size() > 0;
    }
    if (toNanos > simulation.timeLimitNanos()) {
      nowNanos = simulation.timeLimitNanos();
      verdict = "reached its limit of virtual time; raise it by timeLimit, or look for a loop";
      return false;
    }
    nowNanos = toNanos;
    while (!timers.isEmpty() && timers.first().wakeNanos == toNanos) {
      makeReady(timers.first());
    }
    return true;
  }

  /** Ends waits of threads that were interrupted directly, not by their handle. */
  private boolean noticeInterrupts() {
    boolean noticed = false;
    for (SimTask task : alive) {
      if (task.waits() && task.interruptedDirectly()) {
        task.interruptedOnce = true;
        makeReady(task);
        noticed = true;
      }
    }
    return noticed;
  }

  private void stop() {
    phase = Phase.STOPPING;
    stoppingSinceStep = steps;
    loops.forEach(Loop::close);
    List.copyOf(alive).forEach(this::interrupt);
  }

  private void setTimer(SimTask task, long nanos) {
    long wakeNanos = nowNanos + nanos;
    task.wakeNanos = wakeNanos < 0 ? SimTask.NEVER - 1 : wakeNanos;
    task.timerNumber = ++timersMade;
    timers.add(task);
  }

  private void wake(SimTask task) {
    if (task.state == SimTask.State.PARKED) {
      makeReady(task);
    } else if (task.state != SimTask.State.DONE) {
      task.permit = true;
    }
  }

  private void makeReady(SimTask task) {
    if (task.wakeNanos != SimTask.NEVER) {
      timers.remove(task);
      task.wakeNanos = SimTask.NEVER;
    }
    task.blocker = null;
    task.state = SimTask.State.READY;
    schedule.add(task);
  }

  /** Runs {@code action} now if the current thread has the baton, else before the next decision. */
  private void asTask(Runnable action) {
    SimTask task = running;
    if (phase == Phase.OVER) {
      return;
    }
    if (task != null && task.thread == Thread.currentThread()) {
      action.run();
    } else {
      outside.add(action);
    }
  }

  private void takeInOutside() {
    for (Runnable action = outside.poll(); action != null; action = outside.poll()) {
      action.run();
    }
  }

  private void beat() {
    beats.setOpaque(beats.getPlain() + 1);
  }

  // For the caller.

  /** Passes the baton to the first task. */
  void start() {
    pass(decide(null, "", null));
  }

  @Nullable SimTask running() {
    return running;
  }

  long beats() {
    return beats.getOpaque();
  }

  /** Has the run stopped at the next decision, as if its time were over. */
  void requestStop() {
    stopRequested = true;
  }

  /** Ends the run as soon as the running task lets go of the baton. */
  void breakOff() {
    phase = Phase.OVER;
  }

  /** Lets {@code task} run to its end; the caller has the baton and gets it back. */
  void unwind(SimTask task) {
    pass(task);
  }

  /** The tasks that have not ended, in the order of spawning. */
  Collection<SimTask> alive() {
    return List.copyOf(alive);
  }

  /** All threads that may still be there. */
  List<Thread> threads() {
    List<Thread> threads = new ArrayList<>(ending.threads());
    for (SimTask task : alive) {
      if (task.started) {
        threads.add(task.thread);
      }
    }
    return threads;
  }

  /** The failures that nobody took, in order. */
  Collection<TaskFailure> failures() {
    return List.copyOf(failures.values());
  }

  @Nullable String verdict() {
    return verdict;
  }

  long steps() {
    return steps;
  }

  List<String> lastDecisions() {
    return trace.lines(steps);
  }

  @Override
  public String toString() {
    return "the simulation's baton";
  }
}
