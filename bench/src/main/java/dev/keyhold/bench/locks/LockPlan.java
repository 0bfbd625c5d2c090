package dev.keyhold.bench.locks;

import dev.keyhold.bench.locks.contender.ContenderKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which rows there are. Those with goals come first, then the same locks beside every other peer,
 * for information.
 */
final class LockPlan {
  private static final String UNCONTENDED = "uncontended";
  private static final String HAND_OFF = "hand-off";
  private static final String BLOCKING = "blocking";
  private static final String LONGEST_WAIT = "longest-wait";
  private static final String SUBMIT = "submit";
  private static final String READ_UNCONTENDED = "read-uncontended";
  private static final String WRITE_UNCONTENDED = "write-uncontended";
  private static final String READ_WRITE = "read-write";
  private static final String MEMORY = "memory";
  private static final String PEERS = "peers";

  /** Fewer that wait do not stand out from what else moves in the heap. */
  private static final int WEIGHED_TASKS_MIN = 1_000;

  private final List<LockRow> rows = new ArrayList<>();

  private LockPlan() {}

  /** The rows for these numbers of tasks. */
  static List<LockRow> rows(int... tasks) {
    LockPlan plan = new LockPlan();
    for (int n : tasks) {
      plan.lock(n == 1 ? UNCONTENDED : HAND_OFF, ContenderKind.FAIR_LOCK, n, lockGoal(n));
    }
    for (int n : tasks) {
      plan.blocking(n);
    }
    for (int n : tasks) {
      plan.longestWait(n);
    }
    for (int n : tasks) {
      plan.submit(n);
    }
    for (int n : tasks) {
      plan.readersAndWriters(n);
    }
    for (int n : tasks) {
      plan.memory(n);
    }
    for (int n : tasks) {
      plan.peers(n);
    }
    return plan.rows;
  }

  /** Everything that {@code --only} understands, in alphabetical order. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (LockRow row : rows(1, WEIGHED_TASKS_MIN)) {
      names.addAll(row.names());
    }
    return names;
  }

  private void lock(String group, ContenderKind peer, int tasks, @Nullable Double goal) {
    String what = tasks == 1 ? "uncontended lock" : "blocking hand-off" + among(tasks);
    rows.add(new LockRow(group, what, ContenderKind.MUTEX, peer, tasks, goal));
  }

  private static @Nullable Double lockGoal(int tasks) {
    return switch (tasks) {
      case 1 -> 1.4;
      case 100 -> 1.5;
      case 10_000 -> 1.8;
      default -> null;
    };
  }

  private void blocking(int tasks) {
    String what =
        tasks == 1 ? "uncontended blocking mutex" : "blocking mutex contended" + among(tasks);
    Double goal = inBlockingRange(tasks) ? 0.9 : null;
    rows.add(
        new LockRow(
            BLOCKING, what, ContenderKind.BLOCKING_MUTEX, ContenderKind.UNFAIR_LOCK, tasks, goal));
  }

  private void longestWait(int tasks) {
    if (tasks == 1) {
      return;
    }
    Double goal = inBlockingRange(tasks) ? 5.0 : null;
    rows.add(
        new LockRow(
            LONGEST_WAIT,
            "blocking mutex longest wait" + among(tasks),
            ContenderKind.BLOCKING_MUTEX_TIMED,
            ContenderKind.UNFAIR_LOCK_TIMED,
            tasks,
            goal));
  }

  private static boolean inBlockingRange(int tasks) {
    return tasks >= 8 && tasks <= 10_000;
  }

  private void submit(int tasks) {
    Double goal = tasks == 100 ? 6.0 : null;
    rows.add(
        new LockRow(
            SUBMIT,
            "submit with work between" + among(tasks),
            ContenderKind.MUTEX_SUBMIT,
            ContenderKind.FAIR_LOCK_WORKING,
            tasks,
            goal));
  }

  private void readersAndWriters(int tasks) {
    if (tasks == 1) {
      alone(
          READ_UNCONTENDED,
          "uncontended read",
          ContenderKind.RW_LOCK_READS,
          ContenderKind.STAMPED_LOCK_READS,
          0.67);
      alone(
          READ_UNCONTENDED,
          "uncontended read",
          ContenderKind.RW_LOCK_READS,
          ContenderKind.FAIR_RW_LOCK_READS,
          null);
      alone(
          WRITE_UNCONTENDED,
          "uncontended write",
          ContenderKind.RW_LOCK_WRITES,
          ContenderKind.FAIR_RW_LOCK_WRITES,
          null);
      return;
    }
    mixed(
        "100/0",
        ContenderKind.RW_LOCK_MIXED_100_0,
        ContenderKind.FAIR_RW_LOCK_MIXED_100_0,
        ContenderKind.STAMPED_LOCK_MIXED_100_0,
        tasks);
    mixed(
        "95/5",
        ContenderKind.RW_LOCK_MIXED_95_5,
        ContenderKind.FAIR_RW_LOCK_MIXED_95_5,
        ContenderKind.STAMPED_LOCK_MIXED_95_5,
        tasks);
    mixed(
        "50/50",
        ContenderKind.RW_LOCK_MIXED_50_50,
        ContenderKind.FAIR_RW_LOCK_MIXED_50_50,
        ContenderKind.STAMPED_LOCK_MIXED_50_50,
        tasks);
  }

  private void alone(
      String group, String what, ContenderKind ours, ContenderKind peer, @Nullable Double goal) {
    rows.add(new LockRow(group, what, ours, peer, 1, goal));
  }

  private void mixed(
      String mix, ContenderKind ours, ContenderKind fair, ContenderKind stamped, int tasks) {
    String what = "reads and writes " + mix + among(tasks);
    rows.add(new LockRow(READ_WRITE, what, ours, fair, tasks, 1.5));
    rows.add(new LockRow(READ_WRITE, what, ours, stamped, tasks, null));
  }

  private void memory(int tasks) {
    if (tasks >= WEIGHED_TASKS_MIN) {
      weighed(
          "heap a waiting thread",
          ContenderKind.MUTEX_WAITERS,
          ContenderKind.FAIR_LOCK_WAITERS,
          tasks);
      weighed(
          "heap a waiting reader",
          ContenderKind.RW_LOCK_WAITERS,
          ContenderKind.FAIR_RW_LOCK_WAITERS,
          tasks);
      weighed(
          "heap an async request",
          ContenderKind.MUTEX_REQUESTS,
          ContenderKind.ASYNCUTIL_REQUESTS,
          tasks);
    }
  }

  private void weighed(String what, ContenderKind ours, ContenderKind peer, int tasks) {
    rows.add(new LockRow(MEMORY, what + among(tasks), ours, peer, tasks, null));
  }

  private void peers(int tasks) {
    lock(PEERS, ContenderKind.UNFAIR_LOCK, tasks, null);
    lock(PEERS, ContenderKind.FAIR_SEMAPHORE, tasks, null);
    lock(PEERS, ContenderKind.KOTLIN_MUTEX, tasks, null);
    lock(PEERS, ContenderKind.ASYNCUTIL_LOCK, tasks, null);
    form("mutex.with", ContenderKind.MUTEX_WITH, ContenderKind.FAIR_LOCK, tasks);
    form("mutex.lockAsync", ContenderKind.MUTEX_ASYNC, ContenderKind.KOTLIN_MUTEX, tasks);
    form("mutex.lockAsync", ContenderKind.MUTEX_ASYNC, ContenderKind.ASYNCUTIL_LOCK, tasks);
  }

  private void form(String form, ContenderKind ours, ContenderKind peer, int tasks) {
    rows.add(new LockRow(PEERS, form + among(tasks), ours, peer, tasks, null));
  }

  private static String among(int tasks) {
    return tasks == 1 ? ", 1 task" : ", " + tasks + " tasks";
  }
}
