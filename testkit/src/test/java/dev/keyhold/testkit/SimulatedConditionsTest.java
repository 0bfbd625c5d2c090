package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.LockOptions;
import dev.keyhold.sync.Mutex;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Waits for conditions in simulation, over many seeds: one that is never woken fails the run as a
 * wait that never ends. A failure's message has the seed.
 */
@SuppressWarnings("keyhold:R1: a simulation runs one task at a time")
class SimulatedConditionsTest {
  private static final int CAPACITY = 2;

  private static boolean hasRoom(ArrayDeque<Integer> buffer) {
    return buffer.size() < CAPACITY;
  }

  private static boolean hasItem(ArrayDeque<Integer> buffer) {
    return !buffer.isEmpty();
  }

  @Test
  void boundedBuffer_waitsGivenUpAtRandom_everyItemArrivesOnce() {
    Simulation.seeded(1)
        .explore(
            3000,
            tasks -> {
              Mutex<ArrayDeque<Integer>> buffer = Mutex.of(ArrayDeque::new);
              List<Integer> arrived = new ArrayList<>();
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                int number = i;
                handles.add(
                    tasks.spawn(
                        "producer" + i,
                        () -> {
                          for (int item = number; item < 9; item += 3) {
                            use(tasks, buffer, SimulatedConditionsTest::hasRoom).put(item, tasks);
                          }
                        }));
                handles.add(
                    tasks.spawn(
                        "consumer" + i,
                        () -> {
                          for (int round = 0; round < 3; round++) {
                            arrived.add(
                                use(tasks, buffer, SimulatedConditionsTest::hasItem).take(tasks));
                          }
                        }));
              }
              for (int i = 0; i < 6; i++) {
                tasks.sleep(Duration.ofMillis(tasks.random().nextInt(4)));
                handles.get(tasks.random().nextInt(handles.size())).interrupt();
              }
              for (TaskHandle handle : handles) {
                handle.join();
              }
              assertThat(arrived).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
              assertThat(buffer.report().isFree()).isTrue();
            });
  }

  /** A guard whose condition holds. */
  private record Use(Guard<ArrayDeque<Integer>> guard) {
    void put(int item, Tasks tasks) {
      try (guard) {
        assertThat(hasRoom(guard.get())).isTrue();
        tasks.yieldNow();
        guard.get().add(item);
      }
    }

    int take(Tasks tasks) {
      try (guard) {
        assertThat(hasItem(guard.get())).isTrue();
        tasks.yieldNow();
        return guard.get().remove();
      }
    }
  }

  private static Use use(
      Tasks tasks, Mutex<ArrayDeque<Integer>> buffer, Predicate<ArrayDeque<Integer>> condition) {
    while (true) {
      try {
        Guard<ArrayDeque<Integer>> guard = tried(tasks, buffer, condition);
        if (guard != null) {
          return new Use(guard);
        }
      } catch (InterruptedException e) {
        // given up: the next round asks again
      }
    }
  }

  private static @Nullable Guard<ArrayDeque<Integer>> tried(
      Tasks tasks, Mutex<ArrayDeque<Integer>> buffer, Predicate<ArrayDeque<Integer>> condition)
      throws InterruptedException {
    RandomGenerator random = tasks.random();
    Duration limit = Duration.ofMillis(random.nextInt(4));
    return switch (random.nextInt(6)) {
      case 0 -> buffer.lockWhen(condition);
      case 1 -> buffer.tryLockWhen(condition, limit);
      case 2 -> awaited(buffer, condition, null);
      case 3 -> awaited(buffer, condition, limit);
      case 4 -> got(tasks, buffer.lockWhenAsync(condition));
      default -> got(tasks, buffer.awaitUntilAsync(buffer.lock(), condition));
    };
  }

  private static @Nullable Guard<ArrayDeque<Integer>> awaited(
      Mutex<ArrayDeque<Integer>> buffer,
      Predicate<ArrayDeque<Integer>> condition,
      @Nullable Duration limit)
      throws InterruptedException {
    Guard<ArrayDeque<Integer>> guard = buffer.lock();
    boolean kept = false;
    try {
      if (limit == null) {
        buffer.awaitUntil(guard, condition);
        kept = true;
      } else {
        kept = buffer.awaitUntil(guard, condition, limit);
      }
    } finally {
      assertThat(guard.isClosed()).as("has the mutex however it ends").isFalse();
      if (!kept) {
        guard.close();
      }
    }
    return kept ? guard : null;
  }

  private static @Nullable Guard<ArrayDeque<Integer>> got(
      Tasks tasks, CompletableFuture<Guard<ArrayDeque<Integer>>> request)
      throws InterruptedException {
    tasks.yieldNow();
    if (tasks.random().nextBoolean() && request.cancel(true)) {
      return null;
    }
    try {
      return request.get();
    } catch (InterruptedException e) {
      if (request.cancel(true)) {
        throw e;
      }
      return request.resultNow();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** One keeps a lock and waits under another; the next wants both the other way round. */
  @Test
  void g11_conditionsAndTwoLocks_everyCircleIsFoundAndEverybodyEnds() {
    int[] found = new int[2];
    Simulation.seeded(1)
        .explore(
            3000,
            tasks -> {
              Mutex<int[]> kept = Mutex.of(LockOptions.named("kept"), () -> new int[1]);
              Mutex<int[]> given = Mutex.of(LockOptions.named("given"), () -> new int[1]);
              TaskHandle waiter =
                  tasks.spawn(
                      "waiter",
                      () -> {
                        try (Guard<int[]> _ = kept.lock()) {
                          waitUnder(tasks, given, found);
                        }
                      });
              List<TaskHandle> handles = new ArrayList<>(List.of(waiter));
              for (int i = 0; i < 2; i++) {
                handles.add(
                    tasks.spawn(
                        "opposite" + i,
                        () -> {
                          try (Guard<int[]> guard = given.lock()) {
                            tasks.sleep(Duration.ofMillis(tasks.random().nextInt(2)));
                            try (Guard<int[]> _ = kept.lock()) {
                              tasks.yieldNow();
                            } catch (DeadlockException e) {
                              found[0]++;
                            }
                            guard.get()[0]++;
                          }
                        }));
              }
              for (TaskHandle handle : handles) {
                handle.join();
              }
              assertThat(kept.report().isFree()).isTrue();
              assertThat(given.report().isFree()).isTrue();
            });
    assertThat(found[0]).as("circles in which the holder was refused").isPositive();
    assertThat(found[1]).as("circles in which the waiter was refused").isPositive();
  }

  private static void waitUnder(Tasks tasks, Mutex<int[]> given, int[] found) throws Exception {
    try {
      if (tasks.random().nextBoolean()) {
        given.lockWhen(data -> data[0] > 0).close();
        return;
      }
      Guard<int[]> guard = given.lock();
      try (guard) {
        given.awaitUntil(guard, data -> data[0] > 0);
        assertThat(guard.get()[0]).isPositive();
      } catch (DeadlockException e) {
        assertThat(guard.isClosed()).isTrue();
        throw e;
      }
    } catch (DeadlockException e) {
      found[1]++;
    }
  }

  @Test
  void conditionThatNobodyMakesTrue_isReportedAsANeverEndingWait() {
    Program hopeless =
        tasks -> {
          Mutex<int[]> mutex = Mutex.of(LockOptions.named("never"), () -> new int[1]);
          tasks.spawn("hopeful", () -> mutex.lockWhen(data -> data[0] > 0).close());
          mutex.lock().close();
        };
    SimulationFailure failure =
        catchThrowableOfType(SimulationFailure.class, () -> Simulation.seeded(7).run(hopeless));
    assertThat(failure)
        .hasMessageStartingWith("seed 7: a wait never ends")
        .hasMessageContaining("hopeful")
        .hasMessageContaining("waits for mutex 'never'");
  }
}
