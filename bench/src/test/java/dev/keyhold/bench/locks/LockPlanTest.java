package dev.keyhold.bench.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LockPlanTest {
  private static List<String> goals(int... tasks) {
    return LockPlan.rows(tasks).stream()
        .filter(row -> row.goal() != null)
        .map(row -> "%s / %s / %s".formatted(row.what(), row.peer().label(), row.goal()))
        .toList();
  }

  @Test
  void goals_defaultTasks_areThoseOfTheDesign() {
    assertThat(goals(1, 2, 8, 100, 10_000))
        .containsExactly(
            "uncontended lock / reentrant-lock-fair / 1.4",
            "blocking hand-off, 100 tasks / reentrant-lock-fair / 1.5",
            "blocking hand-off, 10000 tasks / reentrant-lock-fair / 1.8",
            "blocking mutex contended, 8 tasks / reentrant-lock-unfair / 0.9",
            "blocking mutex contended, 100 tasks / reentrant-lock-unfair / 0.9",
            "blocking mutex contended, 10000 tasks / reentrant-lock-unfair / 0.9",
            "blocking mutex longest wait, 8 tasks / reentrant-lock-unfair / 5.0",
            "blocking mutex longest wait, 100 tasks / reentrant-lock-unfair / 5.0",
            "blocking mutex longest wait, 10000 tasks / reentrant-lock-unfair / 5.0",
            "submit with work between, 100 tasks / reentrant-lock-fair / 6.0",
            "uncontended read / stamped-lock / 0.67",
            "reads and writes 100/0, 2 tasks / rw-lock-fair / 1.5",
            "reads and writes 95/5, 2 tasks / rw-lock-fair / 1.5",
            "reads and writes 50/50, 2 tasks / rw-lock-fair / 1.5",
            "reads and writes 100/0, 8 tasks / rw-lock-fair / 1.5",
            "reads and writes 95/5, 8 tasks / rw-lock-fair / 1.5",
            "reads and writes 50/50, 8 tasks / rw-lock-fair / 1.5",
            "reads and writes 100/0, 100 tasks / rw-lock-fair / 1.5",
            "reads and writes 95/5, 100 tasks / rw-lock-fair / 1.5",
            "reads and writes 50/50, 100 tasks / rw-lock-fair / 1.5",
            "reads and writes 100/0, 10000 tasks / rw-lock-fair / 1.5",
            "reads and writes 95/5, 10000 tasks / rw-lock-fair / 1.5",
            "reads and writes 50/50, 10000 tasks / rw-lock-fair / 1.5");
  }

  @Test
  void rows_defaultTasks_areDistinct() {
    assertThat(LockPlan.rows(1, 2, 8, 100, 10_000))
        .extracting(row -> row.what() + "/" + row.peer().label())
        .doesNotHaveDuplicates();
  }

  @Test
  void names_ofThePlan_areGroupsAndLocks() {
    assertThat(LockPlan.names())
        .contains("uncontended", "hand-off", "submit", "kotlin-mutex", "mutex-with")
        .contains("read-uncontended", "read-write", "memory", "rwlock", "stamped-lock");
  }

  @Test
  void memory_ofFewTasks_hasNoRow() {
    assertThat(LockPlan.rows(999)).extracting(LockRow::unit).doesNotContain("B");
    assertThat(LockPlan.rows(1_000)).extracting(LockRow::unit).contains("B");
  }
}
