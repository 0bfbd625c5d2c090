package dev.keyhold.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tasks of a simulation, and the failures of those that have ended. */
final class Roster {
  /** In the order of spawning. */
  private final Set<SimTask> alive = new LinkedHashSet<>();

  /** The only part that threads without the baton look at. */
  private final Map<Thread, SimTask> byThread = new ConcurrentHashMap<>();

  /** What nobody has joined, in order: by task, or by themselves where none can join. */
  private final Map<Object, TaskFailure> failures = new LinkedHashMap<>();

  private final Ending ending = new Ending();
  private int added;
  private int living;

  /** The number of the next task. */
  int nextNumber() {
    return added + 1;
  }

  void add(SimTask task) {
    added++;
    alive.add(task);
    byThread.put(task.thread, task);
    living += task.daemon ? 0 : 1;
  }

  /** Takes out a task that has ended; call on its own thread. */
  void remove(SimTask task) {
    alive.remove(task);
    byThread.remove(task.thread);
    ending.add(task.thread);
    living -= task.daemon ? 0 : 1;
  }

  /** The task whose thread this is; null if it has ended or is none of the simulation's. */
  @Nullable SimTask of(Thread thread) {
    return byThread.get(thread);
  }

  /** Whether a task is alive that is no daemon. */
  boolean anyLiving() {
    return living > 0;
  }

  /** The tasks that have not ended, in the order of spawning. */
  List<SimTask> alive() {
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

  /** Takes down a failure of the task, which has ended. */
  void failed(SimTask task, Throwable failure) {
    task.failure = failure;
    failures.put(task, new TaskFailure(task.name(), failure));
  }

  /** Takes down a failure that has no task to join. */
  void failed(String name, Throwable failure) {
    failures.put(failure, new TaskFailure(name, failure));
  }

  /** Throws the failure of {@code task}, which has ended; it is taken care of with that. */
  void claim(SimTask task) {
    Throwable failure = task.failure;
    if (failure != null) {
      failures.remove(task);
      throw new TaskFailure(task.name(), failure);
    }
  }

  /** The failures that nobody took, in order. */
  Collection<TaskFailure> failures() {
    return List.copyOf(failures.values());
  }
}
