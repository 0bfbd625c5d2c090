package dev.keyhold.testkit;

import dev.keyhold.internal.wait.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
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

  private final Simulation simulation;
  private final Schedule schedule;
  private final Trace trace;
  private final SimulationHost host = new SimulationHost(this);
  private final Timers timers = new Timers();
  private final Roster roster = new Roster();

  /** When the run is stopped, in virtual time; {@link SimTask#NEVER} if not by time. */
  private final long stopNanos;

  private final List<Loop> loops = new ArrayList<>();

  /** What threads outside of the simulation ask for. */
  private final Queue<Runnable> outside = new ConcurrentLinkedQueue<>();

  /** Counts decisions and points, so that the caller sees whether anything moves. */
  private final AtomicLong beats = new AtomicLong();

  private final Thread caller = Thread.currentThread();

  private volatile Phase phase = Phase.ON;
  private volatile boolean stopRequested;

  /** Who has the baton; null: the caller. */
  private volatile @Nullable SimTask running;

  private long steps;
  private long stoppingSinceStep;

  /** Why the run cannot go on; null: it ended by itself. */
  private @Nullable String verdict;

  Scheduler(Simulation simulation, long stopNanos) {
    this.simulation = simulation;
    this.stopNanos = stopNanos;
    this.schedule = simulation.newSchedule();
    this.trace = new Trace(simulation.traceConsumer());
  }

  // What a task asks for, on its own thread, which has the baton.

  /** The running task, which must be that of the current thread. */
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

  /** The same at the beginning of a wait, which is refused when the run is over. */
  SimTask enter() {
    SimTask self = self();
    refuseIfOver(self);
    beat();
    return self;
  }

  SimTask spawn(String name, boolean daemon, TaskBody body) {
    if (phase == Phase.OVER) {
      throw new Unwind();
    }
    SimTask task = new SimTask(this, roster.nextNumber(), name, daemon, body);
    roster.add(task);
    schedule.add(task);
    return task;
  }

  /**
   * Lets others run until {@code self} is woken, interrupted or out of time.
   *
   * @param state {@code PARKED} or {@code SLEEPING}
   * @param nanos {@link SimTask#NEVER}: no time limit
   */
  void block(SimTask self, SimTask.State state, long nanos, String why, Object blocker) {
    self.state = state;
    self.blocker = blocker;
    if (nanos != SimTask.NEVER) {
      timers.set(self, nanos);
    }
    switchFrom(self, why, blocker);
  }

  /** Makes {@code self} ready and lets the schedule choose. */
  void passOn(SimTask self, String why, @Nullable Object blocker) {
    self.state = SimTask.State.READY;
    schedule.add(self);
    switchFrom(self, why, blocker);
  }

  /** Lets the schedule put others before the running task; does nothing on any other thread. */
  void point() {
    SimTask self = running;
    if (self == null || self.thread != Thread.currentThread()) {
      return;
    }
    beat();
    if (phase == Phase.OVER) {
      // Guards are closed while tasks unwind: let it be, unless it goes on for ever.
      if (++self.refusals > REFUSALS_MAX) {
        throw new Unwind();
      }
    } else if (schedule.preempts() && schedule.size() > 0) {
      passOn(self, "stops at a point", null);
    }
  }

  /** Ends a park of {@code task}, this one or the next. */
  void wake(SimTask task) {
    if (task.state == SimTask.State.PARKED) {
      makeReady(task);
    } else if (task.state != SimTask.State.DONE) {
      task.permit = true;
    }
  }

  void interrupt(SimTask task) {
    if (task.state == SimTask.State.DONE) {
      return;
    }
    task.interruptedOnce = true;
    if (task.state == SimTask.State.RUNNING) {
      task.thread.interrupt();
    } else {
      task.interrupted = true;
      if (task.waits()) {
        makeReady(task);
      }
    }
  }

  void addLoop(Loop loop) {
    loops.add(loop);
  }

  Phase phase() {
    return phase;
  }

  Roster roster() {
    return roster;
  }

  Schedule schedule() {
    return schedule;
  }

  SimulationHost host() {
    return host;
  }

  /** The virtual time since the start. */
  long nowNanos() {
    return timers.nowNanos();
  }

  /** Runs {@code action} now if the current thread has the baton, else before the next decision. */
  void asTask(Runnable action) {
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

  // The life of a task, and passing the baton.

  /** The whole life of {@code task}, on its thread. */
  void live(SimTask task, TaskBody body) {
    Host.enter(host);
    Throwable failure = null;
    try {
      task.deliverInterrupts();
      body.run();
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
    roster.remove(task);
    boolean asAsked =
        (task.interruptedOnce || phase == Phase.STOPPING) && Bodies.isInterruption(failure);
    if (failure != null && !asAsked && phase != Phase.OVER) {
      roster.failed(task, failure);
      if (task.number == 1) {
        phase = Phase.OVER;
      }
    }
    task.joiners().forEach(this::wake);
    pass(decide(task, failure == null ? "ends" : "fails", null));
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
      trace.decided(steps, timers.nowNanos(), from, why, blocker, next, ready);
    } catch (RuntimeException | Error e) {
      roster.failed("trace", e);
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
      if (phase == Phase.ON && roster.anyLiving()) {
        verdict = "a wait never ends: no task can run and no timer is left";
      }
      return false;
    }
    long toNanos = timers.earliestNanos();
    if (toNanos >= stopNanos) {
      timers.moveTo(stopNanos);
      stop();
      return schedule.size() > 0;
    }
    if (toNanos > simulation.timeLimitNanos()) {
      timers.moveTo(simulation.timeLimitNanos());
      verdict = "reached its limit of virtual time; raise it by timeLimit, or look for a loop";
      return false;
    }
    timers.moveTo(toNanos);
    for (SimTask due = timers.nextDue(); due != null; due = timers.nextDue()) {
      makeReady(due);
    }
    return true;
  }

  /** Ends waits of threads that were interrupted directly, not by their handle. */
  private boolean noticeInterrupts() {
    boolean noticed = false;
    for (SimTask task : roster.alive()) {
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
    roster.alive().forEach(this::interrupt);
  }

  private void makeReady(SimTask task) {
    timers.clear(task);
    task.blocker = null;
    task.state = SimTask.State.READY;
    schedule.add(task);
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

  /** Takes the baton from a task that did not let go of it. */
  void takeBack() {
    running = null;
  }

  /** Lets {@code task} run to its end; the caller has the baton and gets it back. */
  void unwind(SimTask task) {
    pass(task);
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
