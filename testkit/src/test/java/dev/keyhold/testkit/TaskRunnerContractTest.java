package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keyhold.internal.wait.Host;
import dev.keyhold.sync.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What real and virtual time promise alike. */
abstract class TaskRunnerContractTest {
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Duration AGES = Duration.ofHours(3);

  private final List<String> seen = new CopyOnWriteArrayList<>();

  /** The runner to test. */
  abstract TaskRunner runner();

  private Throwable failureOf(Program program) {
    return catchThrowable(() -> runner().run(program));
  }

  @Test
  void run_spawnedTask_isWaitedForAfterMainHasReturned() {
    runner()
        .run(tasks ->
            tasks.spawn(
                "late",
                () -> {
                  tasks.sleep(MOMENT);
                  seen.add("late");
                }));
    assertThat(seen).containsExactly("late");
  }

  @Test
  void spawn_task_runsUnderItsName() {
    runner()
        .run(tasks -> {
          TaskHandle writer = tasks.spawn("writer", () -> seen.add(Task.current().name()));
          seen.add(writer.name());
          writer.join();
          seen.add(Task.current().name());
        });
    assertThat(seen).containsExactlyInAnyOrder("writer", "writer", "main");
  }

  @Test
  void spawn_blankName_isRefused() {
    runner()
        .run(tasks ->
            assertThatIllegalArgumentException().isThrownBy(() -> tasks.spawn(" ", () -> {})));
  }

  @Test
  void join_taskThatFailed_rethrowsAndTheRunGoesWell() {
    IllegalStateException boom = new IllegalStateException("boom");
    runner()
        .run(tasks -> {
          TaskHandle bad =
              tasks.spawn(
                  "bad",
                  () -> {
                    throw boom;
                  });
          assertThatExceptionOfType(TaskFailure.class)
              .isThrownBy(bad::join)
              .withMessageContaining("task bad failed: " + boom)
              .withCause(boom);
          assertThat(bad.isDone()).isTrue();
        });
  }

  @Test
  void run_failureThatNobodyJoins_failsTheRunAfterEverythingElse() {
    IllegalStateException boom = new IllegalStateException("boom");
    Throwable failure =
        failureOf(tasks -> {
          tasks.spawn(
              "bad",
              () -> {
                throw boom;
              });
          tasks.sleep(MOMENT);
          seen.add("main");
        });
    assertThat(failure).hasMessageContaining("task bad failed").hasCause(boom);
    assertThat(seen).containsExactly("main");
  }

  @Test
  void run_failureOfMain_endsTheRunAtOnce() {
    IllegalStateException boom = new IllegalStateException("boom");
    Throwable failure =
        failureOf(tasks -> {
          tasks.spawn("sleeper", () -> tasks.sleep(AGES));
          throw boom;
        });
    assertThat(failure).hasMessageContaining("task main failed").hasCause(boom);
  }

  @Test
  void interrupt_sleepingTask_wakesItAndIsNoFailure() {
    runner()
        .run(tasks -> {
          TaskHandle sleeper =
              tasks.spawn(
                  "sleeper",
                  () -> {
                    try {
                      tasks.sleep(AGES);
                    } finally {
                      seen.add("woken");
                    }
                  });
          tasks.sleep(MOMENT);
          sleeper.interrupt();
          sleeper.join();
          assertThat(sleeper.isDone()).isTrue();
        });
    assertThat(seen).containsExactly("woken");
  }

  @Test
  void interrupt_beforeTheSleep_endsItAtOnce() {
    runner()
        .run(tasks -> {
          Thread.currentThread().interrupt();
          assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> tasks.sleep(AGES));
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
  }

  @Test
  void interrupt_joiningTask_endsItsWaitAndNotTheJoinedTask() {
    runner()
        .run(tasks -> {
          TaskHandle sleeper = tasks.spawn("sleeper", () -> tasks.sleep(AGES));
          TaskHandle joiner = tasks.spawn("joiner", sleeper::join);
          tasks.sleep(MOMENT);
          joiner.interrupt();
          joiner.join();
          assertThat(sleeper.isDone()).isFalse();
          sleeper.interrupt();
        });
  }

  @Test
  void interrupt_ofTheThreadItself_endsAPark() {
    runner()
        .run(tasks -> {
          AtomicReference<Thread> thread = new AtomicReference<>();
          TaskHandle parked =
              tasks.spawn(
                  "parked",
                  () -> {
                    thread.set(Thread.currentThread());
                    while (!Thread.currentThread().isInterrupted()) {
                      Host.current().park("an interrupt");
                    }
                    seen.add("interrupted");
                  });
          while (thread.get() == null) {
            tasks.sleep(MOMENT);
          }
          thread.get().interrupt();
          parked.join();
        });
    assertThat(seen).containsExactly("interrupted");
  }

  @Test
  void unpark_beforeThePark_leavesOnePermit() {
    runner()
        .run(_ -> {
          Host host = Host.current();
          host.unpark(Thread.currentThread());
          host.unpark(Thread.currentThread());
          host.park("the permit");
          long startNanos = host.nanoTime();
          host.parkNanos("nothing", 1_000_000);
          seen.add(host.nanoTime() == startNanos ? "at once" : "in time");
        });
    assertThat(seen).hasSize(1);
  }

  @Test
  void parkNanos_nobodyUnparks_returns() {
    runner()
        .run(_ -> {
          Host host = Host.current();
          long startNanos = host.nanoTime();
          while (host.nanoTime() - startNanos < 1_000_000) {
            host.parkNanos("nothing", 1_000_000 - (host.nanoTime() - startNanos));
          }
          seen.add("returned");
        });
    assertThat(seen).containsExactly("returned");
  }

  @Test
  void eventLoop_callbacks_runInOrderOnOneThread() {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    runner()
        .run(tasks -> {
          EventLoop loop = tasks.eventLoop("loop");
          loop.execute(() -> {
            loop.schedule(Duration.ofMillis(20), () -> seen.add("5"));
            loop.schedule(Duration.ofMillis(10), () -> seen.add("4"));
            loop.execute(() -> seen.add("2"));
            loop.execute(() -> seen.add("3"));
            seen.add("1");
            threads.add(Thread.currentThread());
            loop.schedule(Duration.ofMillis(1), () -> threads.add(Thread.currentThread()));
          });
        });
    assertThat(seen).containsExactly("1", "2", "3", "4", "5");
    assertThat(threads).hasSize(2);
    assertThat(threads.get(0)).isSameAs(threads.get(1)).isNotSameAs(Thread.currentThread());
  }

  @Test
  void eventLoop_callbackThatFails_failsTheRunAndNotTheLoop() {
    IllegalStateException boom = new IllegalStateException("boom");
    Throwable failure =
        failureOf(tasks -> {
          EventLoop loop = tasks.eventLoop("loop");
          loop.execute(() -> {
            throw boom;
          });
          loop.execute(() -> seen.add("next"));
        });
    assertThat(failure).hasMessageContaining("task loop failed").hasCause(boom);
    assertThat(seen).containsExactly("next");
  }

  @Test
  void await_futureOfAnotherTask_givesItsResultOrFailure() {
    runner()
        .run(tasks -> {
          EventLoop loop = tasks.eventLoop("loop");
          CompletableFuture<String> good = new CompletableFuture<>();
          CompletableFuture<String> bad = new CompletableFuture<>();
          IllegalStateException boom = new IllegalStateException("boom");
          loop.schedule(MOMENT, () -> good.complete("value"));
          loop.schedule(MOMENT, () -> bad.completeExceptionally(boom));
          seen.add(tasks.await(good));
          assertThatExceptionOfType(ExecutionException.class)
              .isThrownBy(() -> tasks.await(bad))
              .withCause(boom);
        });
    assertThat(seen).containsExactly("value");
  }

  @Test
  void await_interrupted_leavesTheFutureAsItIs() {
    CompletableFuture<String> never = new CompletableFuture<>();
    runner()
        .run(tasks -> {
          TaskHandle waiting = tasks.spawn("waiting", () -> tasks.await(never));
          tasks.sleep(MOMENT);
          waiting.interrupt();
          waiting.join();
        });
    assertThat(never).isNotDone();
  }

  @Test
  void runFor_tasksThatGoOn_areInterruptedAndTheCallReturns() {
    AtomicInteger ended = new AtomicInteger();
    runner()
        .runFor(
            Duration.ofMillis(30),
            tasks -> {
              EventLoop loop = tasks.eventLoop("loop");
              loop.schedule(AGES, () -> seen.add("never"));
              for (int i = 0; i < 3; i++) {
                tasks.spawn(
                    "ticker" + i,
                    () -> {
                      try {
                        while (true) {
                          tasks.sleep(MOMENT);
                        }
                      } finally {
                        ended.incrementAndGet();
                      }
                    });
              }
              tasks.await(new CompletableFuture<>());
            });
    assertThat(ended).hasValue(3);
    assertThat(seen).isEmpty();
  }

  @Test
  void runFor_taskThatTakesTheInterruptForSomethingElse_isRefusedMoreSleep() {
    AtomicBoolean stopped = new AtomicBoolean();
    runner()
        .runFor(
            Duration.ofMillis(10),
            tasks -> {
              try {
                tasks.sleep(AGES);
              } catch (InterruptedException e) {
                assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> tasks.sleep(AGES));
                stopped.set(true);
              }
            });
    assertThat(stopped).isTrue();
  }

  @Test
  void runFor_programThatEndsEarlier_returnsThen() {
    runner().runFor(AGES, _ -> seen.add("done"));
    assertThat(seen).containsExactly("done");
  }

  @Test
  void runFor_noTime_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> runner().runFor(Duration.ZERO, _ -> {}))
        .withMessageContaining("PT0S");
  }

  @Test
  void run_callerInterrupted_stopsTheRunAndKeepsTheFlag() throws InterruptedException {
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              Thread own = Thread.currentThread();
              runner()
                  .run(tasks -> {
                    own.interrupt();
                    while (true) {
                      tasks.sleep(MOMENT);
                    }
                  });
              seen.add(own.isInterrupted() ? "interrupted" : "lost");
            });
    caller.join();
    assertThat(seen).containsExactly("interrupted");
  }

  @Test
  void run_inWhateverWayItEnds_leavesNoThread() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    Program messy =
        tasks -> {
          tasks.eventLoop("loop").execute(() -> threads.add(Thread.currentThread()));
          for (int i = 0; i < 20; i++) {
            int number = i;
            tasks.spawn(
                "task" + i,
                () -> {
                  threads.add(Thread.currentThread());
                  if (number % 2 == 0) {
                    tasks.sleep(AGES);
                  }
                });
          }
          tasks.sleep(Duration.ofMillis(20));
          throw new IllegalStateException("the end");
        };
    assertThatThrownBy(() -> runner().run(messy)).hasMessageContaining("the end");
    assertThat(threads).hasSize(21).noneMatch(Thread::isAlive);
  }

  @Test
  void yieldNow_betweenTwo_letsBothGoOn() {
    runner()
        .run(tasks -> {
          AtomicBoolean flag = new AtomicBoolean();
          tasks.spawn("setter", () -> flag.set(true));
          while (!flag.get()) {
            tasks.yieldNow();
          }
          seen.add("seen");
        });
    assertThat(seen).containsExactly("seen");
  }
}
