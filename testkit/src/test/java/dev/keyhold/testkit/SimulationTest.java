package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Virtual time and the choice of who runs next. */
@SuppressWarnings("keyhold:R1: a simulation runs one task at a time")
class SimulationTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Tasks that sleep, wait, yield and spawn: something of everything. */
  private static void everything(Tasks tasks) {
    ToyLock lock = new ToyLock();
    for (int i = 0; i < 4; i++) {
      tasks.spawn(
          "worker" + i,
          () -> {
            for (int round = 0; round < 5; round++) {
              lock.lock();
              tasks.sleep(Duration.ofMillis(tasks.random().nextInt(3)));
              lock.unlock();
              tasks.yieldNow();
              if (lock.tryLock(1_000_000)) {
                lock.unlock();
              }
            }
            tasks.spawn("child", () -> tasks.sleep(Duration.ofMillis(1))).join();
          });
    }
  }

  private static List<String> trace(Simulation simulation, Program program) {
    List<String> lines = new ArrayList<>();
    simulation.trace(lines::add).run(program);
    return lines;
  }

  @Test
  void sleep_hoursInVirtualTime_passAtOnceAndExactly() {
    List<Duration> seen = new ArrayList<>();
    Simulation.inOrder()
        .run(tasks -> {
          long startNanos = tasks.nanoTime();
          tasks.sleep(Duration.ofHours(5));
          seen.add(tasks.elapsed());
          seen.add(Duration.ofNanos(tasks.nanoTime() - startNanos));
        });
    assertThat(seen).containsExactly(Duration.ofHours(5), Duration.ofHours(5));
  }

  @Test
  void inOrder_tasksBecomeReady_runInThatOrder() {
    List<String> seen = new ArrayList<>();
    Simulation.inOrder()
        .run(tasks -> {
          for (String name : List.of("a", "b", "c")) {
            tasks.spawn(
                name,
                () -> {
                  seen.add(name + 1);
                  tasks.yieldNow();
                  seen.add(name + 2);
                  tasks.sleep(SECOND);
                  seen.add(name + 3);
                });
          }
          seen.add("main");
        });
    assertThat(seen).containsExactly("main", "a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3");
  }

  @Test
  void inOrder_pointOfALock_changesNothing() {
    List<String> seen = new ArrayList<>();
    Simulation.inOrder()
        .run(tasks -> {
          ToyLock lock = new ToyLock();
          tasks.spawn("other", () -> seen.add("other"));
          lock.lock();
          lock.unlock();
          seen.add("main");
        });
    assertThat(seen).containsExactly("main", "other");
  }

  @Test
  void seeded_sameSeed_givesTheSameTraceToTheByte() {
    for (long seed = 0; seed < 20; seed++) {
      List<String> first = trace(Simulation.seeded(seed), SimulationTest::everything);
      List<String> second = trace(Simulation.seeded(seed), SimulationTest::everything);
      assertThat(second).as("seed %d", seed).isEqualTo(first).hasSizeGreaterThan(50);
    }
  }

  @Test
  void inOrder_twice_givesTheSameTraceToTheByte() {
    List<String> first = trace(Simulation.inOrder(), SimulationTest::everything);
    assertThat(trace(Simulation.inOrder(), SimulationTest::everything)).isEqualTo(first);
    assertThat(first)
        .first()
        .asString()
        .isEqualTo("#1     0.000000 ms  start; main#1 runs, of 1 ready");
  }

  @Test
  void seeded_differentSeeds_giveDifferentInterleavings() {
    Set<List<String>> distinct = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      distinct.add(trace(Simulation.seeded(seed), SimulationTest::everything));
    }
    assertThat(distinct).hasSizeGreaterThanOrEqualTo(48);
  }

  @Test
  void seeded_threeTasks_everyOrderOccurs() {
    Set<String> orders = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      StringBuilder order = new StringBuilder();
      Simulation.seeded(seed)
          .run(tasks -> {
            for (String name : List.of("a", "b", "c")) {
              tasks.spawn(name, () -> order.append(name));
            }
          });
      orders.add(order.toString());
    }
    assertThat(orders).containsExactlyInAnyOrder("abc", "acb", "bac", "bca", "cab", "cba");
  }

  @Test
  void seeded_timersDueTogether_wakeInEitherOrder() {
    Set<String> orders = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      StringBuilder order = new StringBuilder();
      Simulation.seeded(seed)
          .run(tasks -> {
            for (String name : List.of("a", "b")) {
              tasks.spawn(
                  name,
                  () -> {
                    tasks.sleep(SECOND);
                    order.append(name);
                  });
            }
          });
      orders.add(order.toString());
    }
    assertThat(orders).containsExactlyInAnyOrder("ab", "ba");
  }

  @Test
  void explore_lostUpdate_isFoundWithItsSeedAndReplays() {
    Program race =
        tasks -> {
          int[] counter = {0};
          TaskBody increment =
              () -> {
                int seen = counter[0];
                tasks.yieldNow(); // here the other one may come between
                counter[0] = seen + 1;
              };
          TaskHandle one = tasks.spawn("one", increment);
          TaskHandle two = tasks.spawn("two", increment);
          one.join();
          two.join();
          assertThat(counter[0]).isEqualTo(2);
        };
    SimulationFailure found =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            SimulationFailure.class, () -> Simulation.seeded(1).explore(100, race));
    long seed = found.seed().orElseThrow();
    assertThat(found)
        .hasMessageStartingWith("seed " + seed + ": task main failed: ")
        .hasMessageContaining("replay: Simulation.seeded(" + seed + ")");
    assertThatExceptionOfType(SimulationFailure.class)
        .isThrownBy(() -> Simulation.seeded(seed).run(race))
        .withMessage(found.getMessage());
  }

  @Test
  void explore_programThatHolds_runsEverySeed() {
    int[] runs = {0};
    Simulation.seeded(7).explore(500, _ -> runs[0]++);
    assertThat(runs[0]).isEqualTo(500);
  }

  @Test
  void explore_inOrder_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Simulation.inOrder().explore(2, _ -> {}))
        .withMessageContaining("Simulation.seeded");
  }

  @Test
  void random_sameSeed_givesTheSameNumbers() {
    List<Integer> drawn = new ArrayList<>();
    Program draw = tasks -> drawn.add(tasks.random().nextInt());
    Simulation.seeded(1).run(draw);
    Simulation.seeded(1).run(draw);
    Simulation.seeded(2).run(draw);
    assertThat(drawn.get(1)).isEqualTo(drawn.get(0));
    assertThat(drawn.get(2)).isNotEqualTo(drawn.get(0));
  }

  @Test
  void run_insideATask_isRefused() {
    assertThatExceptionOfType(SimulationFailure.class)
        .isThrownBy(() -> Simulation.inOrder().run(_ -> Simulation.inOrder().run(_ -> {})))
        .withMessageContaining("cannot run another simulation");
  }

  @Test
  void run_fromAVirtualThread_works() throws InterruptedException {
    List<Duration> seen = new ArrayList<>();
    Program program =
        tasks -> {
          tasks.sleep(SECOND);
          seen.add(tasks.elapsed());
        };
    Thread.ofVirtual().start(() -> Simulation.seeded(1).run(program)).join();
    assertThat(seen).containsExactly(SECOND);
  }
}
