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
            "submit with work between, 100 tasks / reentrant-lock-fair / 6.0");
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
        .contains("uncontended", "hand-off", "submit", "kotlin-mutex", "mutex-with");
  }
}
