package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhold.internal.wait.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How a simulation fails, and what it leaves behind. */
@SuppressWarnings("keyhold:R1: a simulation runs one task at a time")
class SimulationFailureTest {
  private static final Simulation WATCHED = Simulation.seeded(5).watchdog(Duration.ofSeconds(1));

  private static SimulationFailure failureOf(Simulation simulation, Program program) {
    SimulationFailure failure =
        catchThrowableOfType(SimulationFailure.class, () -> simulation.run(program));
    assertThat(failure).isNotNull();
    return failure;
  }

  private static void deadlock(Tasks tasks) throws InterruptedException {
    ToyLock left = new ToyLock();
    ToyLock right = new ToyLock();
    tasks.spawn("lefty", () -> lockBoth(tasks, left, right));
    tasks.spawn("righty", () -> lockBoth(tasks, right, left));
  }

  private static void lockBoth(Tasks tasks, ToyLock first, ToyLock second)
      throws InterruptedException {
    first.lock();
    tasks.sleep(Duration.ofSeconds(1));
    second.lock();
  }

  @Test
  void neverEndingWait_isReportedWithSeedTasksBlockersAndStacks() {
    SimulationFailure failure = failureOf(Simulation.seeded(42), SimulationFailureTest::deadlock);
    assertThat(failure.seed()).hasValue(42);
    assertThat(failure)
        .hasMessageStartingWith("seed 42: a wait never ends")
        .hasMessageContaining("replay: Simulation.seeded(42)")
        .hasMessageContaining("virtual time 1000.000000 ms")
        .hasMessageContaining("task lefty#2 waits for toy lock")
        .hasMessageContaining("task righty#3 waits for toy lock")
        .hasMessageContaining("SimulationFailureTest.lockBoth(SimulationFailureTest.java:")
        .hasMessageContaining("last decisions, oldest first");
    assertThat(failure.decisions()).isNotEmpty();
  }

  @Test
  void neverEndingWait_sameSeed_sameMessage() {
    String message = failureOf(Simulation.seeded(3), SimulationFailureTest::deadlock).getMessage();
    assertThat(failureOf(Simulation.seeded(3), SimulationFailureTest::deadlock))
        .hasMessage(message);
  }

  @Test
  void neverEndingWait_afterAFailure_namesThatAsTheCause() {
    IllegalStateException boom = new IllegalStateException("boom");
    SimulationFailure failure =
        failureOf(
            Simulation.inOrder(),
            tasks -> {
              tasks.spawn(
                  "bad",
                  () -> {
                    throw boom;
                  });
              while (true) {
                Host.current().park("what the other one would have done");
              }
            });
    assertThat(failure)
        .hasCause(boom)
        .hasMessageStartingWith("in order: a wait never ends")
        .hasMessageContaining("before that, task bad failed")
        .hasMessageContaining("task main#1 waits for what the other one would have done")
        .hasMessageContaining("replay: Simulation.inOrder()");
    assertThat(failure.seed()).isEmpty();
  }

  @Test
  void timeLimit_passed_isReported() {
    Program ticking =
        tasks -> {
          while (true) {
            tasks.sleep(Duration.ofSeconds(1));
          }
        };
    assertThat(failureOf(Simulation.seeded(1).timeLimit(Duration.ofMinutes(1)), ticking))
        .hasMessageContaining("limit of virtual time")
        .hasMessageContaining("virtual time 60000.000000 ms")
        .hasMessageContaining("task main#1 sleeps until 61000.000000 ms");
  }

  @Test
  void stepsMax_passed_isReported() {
    Program spinning =
        tasks -> {
          while (true) {
            tasks.yieldNow();
          }
        };
    assertThat(failureOf(Simulation.seeded(1).stepsMax(1000), spinning))
        .hasMessageContaining("took 1000 steps, the limit");
  }

  @Test
  void stepsMax_belowOne_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Simulation.inOrder().stepsMax(0));
  }

  @Test
  void watchdog_realSleep_isFoundThoughShort() {
    SimulationFailure failure =
        failureOf(Simulation.seeded(9), _ -> Thread.sleep(Duration.ofHours(1)));
    assertThat(failure)
        .hasMessageStartingWith("seed 9: task main#1 sleeps in real time")
        .hasMessageContaining("use Tasks.sleep")
        .hasMessageContaining("java.lang.Thread.sleep");
  }

  @Test
  void watchdog_waitOutsideOfTheSimulation_isFound() {
    CountDownLatch never = new CountDownLatch(1);
    assertThat(failureOf(WATCHED, tasks -> tasks.spawn("waiter", never::await)))
        .hasMessageStartingWith("seed 5: task waiter#2 waits outside of the simulation")
        .hasMessageContaining("CountDownLatch.await");
  }

  @Test
  void watchdog_endlessLoop_isFoundAndItsThreadSaidToBeLost() {
    AtomicBoolean released = new AtomicBoolean();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    SimulationFailure failure =
        failureOf(
            WATCHED,
            tasks -> {
              tasks.spawn(
                  "spinner",
                  () -> {
                    threads.add(Thread.currentThread());
                    while (!released.get()) {
                      Thread.onSpinWait();
                    }
                  });
              tasks.spawn("bystander", () -> tasks.sleep(Duration.ofDays(1)));
            });
    released.set(true);
    assertThat(failure)
        .hasMessageContaining("task spinner#2 runs since PT1S of real time without a wait")
        .hasMessageContaining("its thread is lost");
    assertThat(threads).hasSize(1);
  }

  @Test
  void outsider_usesTheSimulation_isRefused() throws InterruptedException {
    List<Throwable> caught = new CopyOnWriteArrayList<>();
    Simulation.inOrder()
        .run(tasks ->
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    tasks.spawn("task", () -> {});
                  } catch (IllegalStateException e) {
                    caught.add(e);
                  }
                })
                .join());
    assertThat(caught).singleElement().asString().contains("start threads with Tasks.spawn");
  }

  @Test
  void outsider_unparks_isTakenIn() {
    List<String> seen = new ArrayList<>();
    Simulation.inOrder()
        .run(tasks -> {
          Host host = Host.current();
          Thread self = Thread.currentThread();
          Thread.ofVirtual().start(() -> host.unpark(self)).join();
          tasks.yieldNow();
          host.park("the outsider");
          seen.add("unparked");
        });
    assertThat(seen).containsExactly("unparked");
  }

  @Test
  void trace_consumerThatThrows_failsTheRun() {
    IllegalStateException boom = new IllegalStateException("boom");
    Simulation traced =
        Simulation.inOrder()
            .trace(_ -> {
              throw boom;
            });
    assertThat(failureOf(traced, _ -> {})).hasCause(boom);
  }

  @Test
  void end_tasksThatWait_runTheirFinallyAndCloseWhatTheyHold() {
    List<String> seen = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    ToyLock lock = new ToyLock();
    Program program =
        tasks -> {
          for (String name : List.of("a", "b")) {
            tasks.spawn(
                name,
                () -> {
                  threads.add(Thread.currentThread());
                  lock.lock();
                  try {
                    Host.current().park("nothing");
                    Host.current().park("nothing");
                  } finally {
                    lock.unlock();
                    seen.add(name);
                  }
                });
          }
        };
    failureOf(Simulation.inOrder(), program);
    assertThat(seen).containsExactly("a");
    assertThat(threads).hasSize(2).noneMatch(Thread::isAlive);
  }

  @Test
  void end_taskThatCatchesEverythingForEver_isLeftAndReported() {
    SimulationFailure failure =
        failureOf(
            Simulation.seeded(1),
            tasks -> {
              tasks.spawn("stubborn", () -> catchEverything());
              tasks.spawn("polite", () -> Host.current().park("nothing"));
            });
    assertThat(failure).hasMessageContaining("a wait never ends");
    assertThat(failure.getSuppressed())
        .singleElement()
        .asString()
        .contains("the thread of task stubborn did not end");
  }

  private static void catchEverything() {
    while (true) {
      try {
        Host.current().park("nothing");
      } catch (Throwable t) {
        assertThat(t).isNotNull();
      }
    }
  }

  @Test
  void manyRuns_leaveNoThreads() {
    List<Thread> threads = new ArrayList<>();
    for (int seed = 0; seed < 300; seed++) {
      SimulationFailure failure =
          failureOf(
              Simulation.seeded(seed),
              tasks -> {
                threads.add(Thread.currentThread());
                deadlock(tasks);
              });
      assertThat(failure.seed()).hasValue(seed);
    }
    assertThat(threads).hasSize(300).noneMatch(Thread::isAlive);
  }
}
