package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.ActorStoppedException;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.sync.Actor;
import dev.keyhold.sync.ActorOptions;
import dev.keyhold.sync.ActorReport;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Actors in simulation, over many seeds; a failure's message has the seed. */
class SimulatedActorTest {
  private static final int SENDERS = 4;
  private static final int MESSAGES = 5;

  /** Told messages are dropped in thousands of runs, and each time that is logged. */
  private final Logger logger = Logger.getLogger("dev.keyhold.sync");

  @BeforeEach
  void logNothing() {
    logger.setLevel(Level.OFF);
  }

  @AfterEach
  void logAgain() {
    logger.setLevel(null);
  }

  /** What an actor owns: notices two at once, and messages out of order. */
  private static final class Ledger {
    private final int[] lastOf = new int[SENDERS];
    private int inside;
    private int ran;

    void enter(int sender, int number) {
      assertThat(++inside).as("one at a time").isEqualTo(1);
      assertThat(number).as("in the order of calls").isGreaterThan(lastOf[sender]);
      lastOf[sender] = number;
    }

    int leave() {
      inside--;
      return ++ran;
    }
  }

  /** One run of senders to one small actor, and its model. */
  private static final class Run {
    private final Tasks tasks;
    private final Ledger ledger = new Ledger();
    private final Actor<Ledger> actor =
        Actor.of(ActorOptions.named("sim").mailboxMax(2), () -> ledger);
    private final List<CompletableFuture<Integer>> asked = new ArrayList<>();
    private int told;
    private int begun;
    private int stopped;

    Run(Tasks tasks) {
      this.tasks = tasks;
    }

    int handle(Ledger data, int sender, int number) throws InterruptedException {
      begun++;
      data.enter(sender, number);
      tasks.sleep(Duration.ofMillis(tasks.random().nextInt(3)));
      return data.leave();
    }

    void send(int sender) throws InterruptedException {
      for (int number = 1; number <= MESSAGES; number++) {
        try {
          sendOne(sender, number);
        } catch (InterruptedException e) {
          // Not sent: the next round sends again.
        } catch (ActorStoppedException e) {
          stopped++;
        }
      }
    }

    private void sendOne(int sender, int number) throws InterruptedException {
      RandomGenerator random = tasks.random();
      switch (random.nextInt(6)) {
        case 0 -> {
          actor.tell(data -> handle(data, sender, number));
          told++;
        }
        case 1 -> count(actor.tryTell(data -> handle(data, sender, number)));
        case 2 ->
            count(
                actor.tryTell(
                    Duration.ofMillis(random.nextInt(4)), data -> handle(data, sender, number)));
        case 3 -> {
          CompletableFuture<Integer> future =
              actor.tryAsk(
                  Duration.ofMillis(random.nextInt(4)), data -> handle(data, sender, number));
          if (future != null) {
            asked.add(future);
          }
        }
        case 4 -> {
          CompletableFuture<Integer> future = actor.ask(data -> handle(data, sender, number));
          asked.add(future);
          tasks.sleep(Duration.ofMillis(random.nextInt(3)));
          future.cancel(true);
        }
        default -> {
          CompletableFuture<Integer> future = actor.ask(data -> handle(data, sender, number));
          asked.add(future);
          try {
            assertThat(future.join()).isPositive();
          } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(ActorStoppedException.class);
          }
        }
      }
    }

    private void count(boolean sent) {
      if (sent) {
        told++;
      }
    }

    List<TaskHandle> senders() {
      List<TaskHandle> handles = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        handles.add(tasks.spawn("sender" + i, () -> send(sender)));
      }
      return handles;
    }

    void interruptSome(List<TaskHandle> handles) throws InterruptedException {
      for (int i = 0; i < SENDERS; i++) {
        tasks.sleep(Duration.ofMillis(tasks.random().nextInt(5)));
        handles.get(tasks.random().nextInt(SENDERS)).interrupt();
      }
    }

    long given() {
      return asked.stream().filter(future -> !future.isCompletedExceptionally()).count();
    }

    long cancelled() {
      return asked.stream().filter(CompletableFuture::isCancelled).count();
    }
  }

  @Test
  void actor_sendersThatGiveUpAtRandom_runsEachMessageOnceInOrder() {
    Simulation.seeded(1)
        .explore(
            4000,
            tasks -> {
              Run run = new Run(tasks);
              List<TaskHandle> handles = run.senders();
              run.interruptSome(handles);
              for (TaskHandle handle : handles) {
                handle.join();
              }
              run.actor.close();
              assertThat(run.asked).allMatch(CompletableFuture::isDone);
              assertThat(run.stopped).isZero();
              assertThat((long) run.begun)
                  .isBetween(run.told + run.given(), run.told + run.given() + run.cancelled());
              assertThat(run.ledger.ran).isEqualTo(run.begun);
            });
  }

  @Test
  void actor_stoppedAtRandom_settlesEveryMessageOneWay() {
    Simulation.seeded(1)
        .explore(
            4000,
            tasks -> {
              Run run = new Run(tasks);
              List<TaskHandle> handles = run.senders();
              tasks.sleep(Duration.ofMillis(tasks.random().nextInt(12)));
              boolean drops = tasks.random().nextBoolean();
              CompletableFuture<Void> stopped = drops ? run.actor.stopNow() : run.actor.stop();
              stopped.join();
              int ran = run.ledger.ran;
              for (TaskHandle handle : handles) {
                handle.join();
              }
              assertThat(run.actor.report().phase()).isEqualTo(ActorReport.Phase.STOPPED);
              assertThat(run.ledger.ran).as("nothing runs afterwards").isEqualTo(ran);
              assertThat(run.asked).allMatch(CompletableFuture::isDone);
              if (!drops) {
                assertThat((long) ran)
                    .isBetween(run.told + run.given(), run.told + run.given() + run.cancelled());
              }
            });
  }

  @Test
  void g2_actor_sendersThatWaitForRoom_areAdmittedInOrder() {
    Simulation.inOrder()
        .run(tasks -> {
          Actor<List<Integer>> actor =
              Actor.of(ActorOptions.named("sim").mailboxMax(1), () -> new ArrayList<>());
          actor.tell(_ -> tasks.sleep(Duration.ofSeconds(1)));
          tasks.yieldNow();
          List<TaskHandle> handles = new ArrayList<>();
          for (int i = 0; i < 6; i++) {
            int number = i;
            handles.add(tasks.spawn("sender" + i, () -> actor.tell(list -> list.add(number))));
          }
          for (TaskHandle handle : handles) {
            handle.join();
          }
          assertThat(actor.ask(List::copyOf).join()).isEqualTo(List.of(0, 1, 2, 3, 4, 5));
        });
  }

  @Test
  void g11_actors_thatAskEachOtherAndTakeAMutex_neverHang() {
    Simulation.seeded(1)
        .explore(
            3000,
            tasks -> {
              Mutex<int[]> mutex = Mutex.of(() -> new int[1]);
              List<Actor<int[]>> actors = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                actors.add(
                    Actor.of(ActorOptions.named("actor" + i).mailboxMax(1), () -> new int[1]));
              }
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                int number = i;
                handles.add(
                    tasks.spawn("task" + i, () -> tangle(tasks.random(), actors, mutex, number)));
              }
              for (TaskHandle handle : handles) {
                handle.join();
              }
              List<CompletableFuture<Void>> stopped = actors.stream().map(Actor::stop).toList();
              for (CompletableFuture<Void> end : stopped) {
                end.join();
              }
              try (Guard<int[]> guard = mutex.tryLock()) {
                assertThat(guard).as("free at the end").isNotNull();
              }
            });
  }

  private static void tangle(
      RandomGenerator random, List<Actor<int[]>> actors, Mutex<int[]> mutex, int number)
      throws InterruptedException {
    Actor<int[]> first = actors.get(number % actors.size());
    Actor<int[]> second = actors.get(random.nextInt(actors.size()));
    boolean locksFirst = random.nextBoolean();
    boolean locksInside = random.nextBoolean();
    try (Guard<int[]> _ = locksFirst ? mutex.lock() : null) {
      first
          .ask(_ -> {
            int inner = second.ask(data -> ++data[0]).join();
            return locksInside ? mutex.with(data -> data[0] += inner) : inner;
          })
          .join();
    } catch (CancellationException | CompletionException | DeadlockException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      assertThat(root).isInstanceOf(DeadlockException.class);
    }
  }
}
