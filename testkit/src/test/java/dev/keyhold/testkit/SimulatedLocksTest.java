package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.LockOptions;
import dev.keyhold.sync.Mutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Keyhold's locks in simulation, over many seeds; a failure's message has the seed. */
@SuppressWarnings("keyhold:R1: a simulation runs one task at a time")
class SimulatedLocksTest {
  private static final Duration HOLD = Duration.ofMillis(3);

  /** Data that notices when two have it at once. */
  private static final class Alone {
    private int inside;
    private int entered;

    void enter() {
      assertThat(++inside).isEqualTo(1);
      entered++;
    }

    void leave() {
      inside--;
    }
  }

  @Test
  void g2_mutex_grantsInTheOrderOfRequests() {
    Simulation.seeded(1)
        .explore(
            2000,
            tasks -> {
              Mutex<List<Integer>> granted = Mutex.of(ArrayList::new);
              List<Integer> requested = new ArrayList<>();
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 5; i++) {
                int number = i;
                handles.add(
                    tasks.spawn(
                        "task" + i,
                        () -> {
                          CompletableFuture<Guard<List<Integer>>> request = granted.lockAsync();
                          requested.add(number);
                          try (Guard<List<Integer>> guard = tasks.await(request)) {
                            guard.get().add(number);
                            tasks.sleep(HOLD);
                          }
                        }));
              }
              for (TaskHandle handle : handles) {
                handle.join();
              }
              assertThat(granted.<List<Integer>, RuntimeException>with(List::copyOf))
                  .isEqualTo(requested);
            });
  }

  @Test
  void g6g7_mutex_waitersThatGiveUpAtRandom_loseNoGrant() {
    Simulation.seeded(1)
        .explore(
            3000,
            tasks -> {
              Mutex<Alone> mutex = Mutex.of(Alone::new);
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 5; i++) {
                handles.add(
                    tasks.spawn(
                        "task" + i,
                        () -> {
                          for (int round = 0; round < 3; round++) {
                            lockSomehow(tasks, mutex);
                          }
                        }));
              }
              for (int i = 0; i < 5; i++) {
                tasks.sleep(Duration.ofMillis(tasks.random().nextInt(5)));
                handles.get(tasks.random().nextInt(5)).interrupt();
              }
              for (TaskHandle handle : handles) {
                handle.join();
              }
              try (Guard<Alone> guard = mutex.tryLock()) {
                assertThat(guard).as("free at the end").isNotNull();
              }
            });
  }

  private static void lockSomehow(Tasks tasks, Mutex<Alone> mutex) throws Exception {
    RandomGenerator random = tasks.random();
    try {
      switch (random.nextInt(4)) {
        case 0 -> use(tasks, mutex.lock());
        case 1 -> use(tasks, mutex.tryLock(Duration.ofMillis(random.nextInt(4))));
        case 2 -> {
          CompletableFuture<Guard<Alone>> request = mutex.lockAsync();
          try {
            tasks.sleep(Duration.ofMillis(random.nextInt(4)));
          } finally {
            if (!request.cancel(true)) {
              use(tasks, request.get());
            }
          }
        }
        default -> use(tasks, mutex.lockUninterruptibly());
      }
    } catch (InterruptedException e) {
      // given up: the next round asks again
    }
  }

  private static void use(Tasks tasks, Guard<Alone> guard) throws InterruptedException {
    if (guard == null) {
      return;
    }
    try (guard) {
      guard.get().enter();
      try {
        tasks.sleep(Duration.ofMillis(tasks.random().nextInt(4)));
      } finally {
        guard.get().leave();
      }
    }
  }

  @Test
  void blockingMutex_contended_excludesAndLosesNoUpdate() {
    Simulation.seeded(1)
        .explore(
            2000,
            tasks -> {
              BlockingMutex<Alone> mutex = BlockingMutex.of(Alone::new);
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                handles.add(
                    tasks.spawn(
                        "task" + i,
                        () -> {
                          for (int round = 0; round < 3; round++) {
                            try (var guard = mutex.lock()) {
                              guard.get().enter();
                              tasks.yieldNow();
                              guard.get().leave();
                            }
                          }
                        }));
              }
              for (TaskHandle handle : handles) {
                handle.join();
              }
              assertThat(mutex.<Integer, RuntimeException>with(alone -> alone.entered))
                  .isEqualTo(12);
            });
  }

  private static void lockBoth(Tasks tasks, Mutex<?> first, Mutex<?> second) throws Exception {
    try (var _ = first.lock()) {
      tasks.sleep(HOLD);
      try (var _ = second.lock()) {
        tasks.sleep(HOLD);
      }
    }
  }

  @Test
  void g11_mutexesInOppositeOrder_deadlockIsFoundAndNamed() {
    Program opposite =
        tasks -> {
          Mutex<?> left = Mutex.of(LockOptions.named("left"), TreeMap::new);
          Mutex<?> right = Mutex.of(LockOptions.named("right"), TreeMap::new);
          tasks.spawn("lefty", () -> lockBoth(tasks, left, right));
          tasks.spawn("righty", () -> lockBoth(tasks, right, left));
        };
    SimulationFailure failure =
        catchThrowableOfType(
            SimulationFailure.class, () -> Simulation.seeded(1).explore(100, opposite));
    assertThat(failure).hasCauseInstanceOf(DeadlockException.class);
    assertThat(failure)
        .hasMessageContaining("lefty")
        .hasMessageContaining("righty")
        .hasMessageContaining("mutex 'left'")
        .hasMessageContaining("seed " + failure.seed().orElseThrow());
  }

  @Test
  void mutex_guardThatIsNeverClosed_isReportedAsANeverEndingWait() {
    Program forgetful =
        tasks -> {
          Mutex<?> mutex = Mutex.of(LockOptions.named("accounts"), TreeMap::new);
          List<Guard<?>> forgotten = new ArrayList<>();
          tasks.spawn("forgetful", () -> forgotten.add(mutex.lock())).join();
          tasks.spawn("waiting", () -> mutex.lock().close());
        };
    SimulationFailure failure =
        catchThrowableOfType(SimulationFailure.class, () -> Simulation.seeded(77).run(forgetful));
    assertThat(failure)
        .hasMessageStartingWith("seed 77: a wait never ends")
        .hasMessageContaining("task waiting#3 waits for mutex 'accounts'")
        .hasMessageContaining("SimulatedLocksTest.lambda");
  }

  @Test
  void mutex_unnamed_tracesTheSameForTheSameSeed() {
    List<List<String>> traces = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<String> lines = new ArrayList<>();
      traces.add(lines);
      Simulation.seeded(4)
          .trace(lines::add)
          .run(tasks -> {
            Mutex<Alone> mutex = Mutex.of(Alone::new);
            for (int j = 0; j < 4; j++) {
              tasks.spawn("task" + j, () -> lockSomehow(tasks, mutex));
            }
          });
    }
    assertThat(traces.get(1)).isEqualTo(traces.get(0)).hasSizeGreaterThan(5);
  }

  @Test
  void inOrder_readerAndWriter_giveOneExactCourse() {
    List<String> printed = new ArrayList<>();
    Simulation.inOrder()
        .runFor(
            Duration.ofMillis(2100),
            tasks -> {
              Mutex<Map<String, Long>> shared = Mutex.of(TreeMap::new);
              tasks.spawn("reader", () -> read(tasks, shared, printed));
              tasks.spawn("writer", () -> write(tasks, shared, printed));
            });
    assertThat(printed)
        .containsExactly(
            "->read-guard",
            "->read-sleep",
            "->write-guard",
            "<-read-sleep",
            "value = null",
            "<-read-guard",
            "->read-guard",
            "<-write-guard",
            "->read-sleep",
            "->write-guard",
            "<-read-sleep",
            "value = 1000",
            "<-read-guard",
            "->read-guard",
            "<-write-guard",
            "->read-sleep");
  }

  private static void read(Tasks tasks, Mutex<Map<String, Long>> shared, List<String> printed)
      throws Exception {
    while (true) {
      printed.add("->read-guard");
      try (var guard = shared.lock()) {
        printed.add("->read-sleep");
        tasks.sleep(Duration.ofSeconds(1));
        printed.add("<-read-sleep");
        printed.add("value = " + guard.get().get("my-key"));
      }
      printed.add("<-read-guard");
    }
  }

  private static void write(Tasks tasks, Mutex<Map<String, Long>> shared, List<String> printed)
      throws Exception {
    while (true) {
      printed.add("->write-guard");
      try (var guard = shared.lock()) {
        guard.get().put("my-key", tasks.elapsed().toMillis());
      }
      printed.add("<-write-guard");
      tasks.sleep(Duration.ofMillis(350));
    }
  }

  @Test
  void lockAsync_onAnEventLoop_holdsItsGuardAcrossTheSleep() {
    List<String> printed = new ArrayList<>();
    Simulation.inOrder()
        .run(tasks -> {
          EventLoop loop = tasks.eventLoop("loop");
          Mutex<Map<String, Long>> shared = Mutex.of(TreeMap::new);
          loop.execute(() -> {
            var _ =
                shared
                    .lockAsync()
                    .thenAcceptAsync(
                        guard -> {
                          printed.add("held");
                          loop.schedule(
                              Duration.ofSeconds(1),
                              () -> {
                                printed.add("released at " + tasks.elapsed());
                                guard.close();
                              });
                        },
                        loop);
            var _ =
                shared
                    .lockAsync()
                    .thenAcceptAsync(
                        guard -> {
                          printed.add("granted at " + tasks.elapsed());
                          guard.close();
                        },
                        loop);
          });
        });
    assertThat(printed).containsExactly("held", "released at PT1S", "granted at PT1S");
  }
}
