package dev.keyhold.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A task of a simulation: its thread, and what the scheduler knows about it. See {@link Scheduler}
 * for the baton. Fields that are not volatile belong to whoever has the baton.
 */
final class SimTask implements TaskHandle {

  enum State {
    /** Spawned; its thread has not been started. In the schedule. */
    NEW,
    /** Waits only for the baton. In the schedule. */
    READY,
    /** Has the baton. */
    RUNNING,
    /** Waits for an unpark, an interrupt, or its timer if it has one. */
    PARKED,
    /** Waits for its timer or an interrupt. */
    SLEEPING,
    /** Its body has ended. */
    DONE
  }

  /** Value of {@link #wakeNanos} without a timer. */
  static final long NEVER = Long.MAX_VALUE;

  /** Waiting without end counts as never ending only if a task waits that is no daemon. */
  final boolean daemon;

  final Thread thread;

  /** From 1, in the order of spawning. */
  final int number;

  private final Scheduler scheduler;
  private final String name;
  private final List<SimTask> joiners = new ArrayList<>(1);

  State state = State.NEW;

  /** Whether its thread has been started. */
  boolean started;

  /** An unpark that came before its park. */
  boolean permit;

  /** An interrupt that the thread is to find when it runs next. */
  boolean interrupted;

  /** Whether anybody interrupted the task, ever. */
  boolean interruptedOnce;

  /** When its timer is due, in virtual time; {@link #NEVER} without one. */
  long wakeNanos = NEVER;

  /** The order of timers that are due together. */
  long timerNumber;

  /** What it waits for; null when it does not wait or did not say. */
  @Nullable Object blocker;

  /** What its body threw; null while it runs and if it ended well. */
  @Nullable Throwable failure;

  /** How often it was refused a wait since the simulation is over. */
  int refusals;

  /** Set by whoever passes the baton to this task, cleared by the task. */
  private volatile boolean baton;

  /**
   * An interrupt by {@link Thread#interrupt} itself that met the thread while it waited for the
   * baton. Written before the thread's own flag is cleared: one of the two is always set.
   */
  private volatile boolean interruptSeen;

  SimTask(Scheduler scheduler, int number, String name, boolean daemon, TaskBody body) {
    this.scheduler = scheduler;
    this.number = number;
    this.name = name;
    this.daemon = daemon;
    this.thread =
        Thread.ofVirtual()
            .name(name)
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> scheduler.live(this, body));
  }

  /** Gives this task the baton; the caller had it, and has it no more. */
  void takeBaton(boolean start) {
    if (start) {
      thread.start();
    } else {
      baton = true;
      LockSupport.unpark(thread);
    }
  }

  /**
   * Waits for the baton, on this task's own thread. An interrupt must not end the wait, nor turn it
   * into spinning: it is put aside and given back when the baton is there.
   */
  void awaitBaton() {
    while (!baton) {
      LockSupport.park(scheduler);
      if (thread.isInterrupted()) {
        interruptSeen = true;
        Thread.interrupted();
      }
    }
    baton = false;
  }

  /** Gives the running thread the interrupts that came while it waited. */
  void deliverInterrupts() {
    if (interrupted || interruptSeen) {
      interrupted = false;
      interruptSeen = false;
      thread.interrupt();
    }
  }

  /** Whether somebody interrupted the waiting thread directly. */
  boolean interruptedDirectly() {
    return interruptSeen || thread.isInterrupted();
  }

  boolean waits() {
    return state == State.PARKED || state == State.SLEEPING;
  }

  List<SimTask> joiners() {
    return joiners;
  }

  /** Name and number, which tell tasks of one name apart. */
  String label() {
    return name + "#" + number;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isDone() {
    return state == State.DONE;
  }

  @Override
  public void join() throws InterruptedException {
    SimTask self = scheduler.enter();
    if (Thread.interrupted()) {
      throw interruptedInJoin();
    }
    if (state != State.DONE) {
      joiners.add(self);
    }
    while (state != State.DONE) {
      scheduler.host().park(this);
      if (Thread.interrupted()) {
        throw interruptedInJoin();
      }
    }
    scheduler.roster().claim(this);
  }

  private InterruptedException interruptedInJoin() {
    return new InterruptedException("interrupted in join of " + this);
  }

  @Override
  public void interrupt() {
    scheduler.self();
    scheduler.interrupt(this);
  }

  @Override
  public String toString() {
    return "task " + label();
  }
}
