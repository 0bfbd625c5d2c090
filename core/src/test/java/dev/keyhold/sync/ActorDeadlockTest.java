package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.WaitGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Circles of waiting that go through actors: G11. */
@Timeout(120)
class ActorDeadlockTest {
  private final Actor<int[]> a = Actor.of(ActorOptions.named("a").mailboxMax(1), () -> new int[1]);
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("m"), () -> new int[1]);

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertThat(a.ask(_ -> true).join()).as("it goes on").isTrue();
    a.close();
    Await.free(mutex);
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }

  private static DeadlockException deadlockOf(CompletableFuture<?> future) {
    Throwable failure = Job.start("joins", () -> catching(future)).result();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DeadlockException deadlock) {
        return deadlock;
      }
    }
    throw new AssertionError("no deadlock", failure);
  }

  private static Throwable catching(CompletableFuture<?> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      return e;
    }
    return new AssertionError("it has an answer");
  }

  @Test
  void g11_ownAnswer_joined_isADeadlock() throws Exception {
    DeadlockException deadlock = deadlockOf(a.ask(_ -> a.ask(data -> data[0]).join()));
    assertThat(deadlock.cycle()).hasSize(1);
    assertThat(deadlock)
        .hasMessageContaining("actor 'a' waits for actor 'a'")
        .hasMessageContaining("held by actor 'a' (which runs a message of ")
        .hasMessageContaining("let no message wait for an actor that may wait for its own");
    assertThat(deadlockOf(a.ask(_ -> a.ask(data -> data[0]).get()))).isNotNull();
    assertThat(deadlockOf(a.ask(_ -> a.ask(data -> data[0]).get(1, TimeUnit.HOURS)))).isNotNull();
  }

  @Test
  void g11_ownAnswer_joinedAsAnotherTask_isADeadlockOfTheThread() throws Exception {
    Task nested = Task.named("nested");
    DeadlockException deadlock =
        deadlockOf(a.ask(_ -> nested.call(() -> a.ask(data -> data[0]).join())));
    assertThat(deadlock).hasMessageContaining("nested waits for actor 'a'");
  }

  @Test
  void g11_ownFullMailbox_isADeadlock() throws Exception {
    CompletableFuture<Integer> asked =
        a.ask(_ -> {
          a.tell(data -> data[0]++);
          a.tell(data -> data[0]++);
          return 0;
        });
    assertThat(deadlockOf(asked))
        .hasMessageContaining("actor 'a' waits for room in the mailbox of actor 'a'");
    assertThat(a.ask(data -> data[0]).join()).as("the first was sent").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 12})
  void g11_actorsThatJoinEachOthersAnswers_haveOneVictimAndTheOthersGoOn(int size)
      throws Exception {
    for (int round = 0; round < 50; round++) {
      List<Actor<int[]>> ring = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        ring.add(Actor.of(ActorOptions.named("ring-" + i), () -> new int[1]));
      }
      CyclicBarrier allRun = new CyclicBarrier(size);
      List<CompletableFuture<DeadlockException>> victims = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        Actor<int[]> next = ring.get((i + 1) % size);
        victims.add(
            ring.get(i)
                .ask(_ -> {
                  allRun.await();
                  try {
                    next.ask(data -> data[0]).join();
                    return null;
                  } catch (CompletionException e) {
                    return (DeadlockException) e.getCause();
                  }
                }));
      }
      List<DeadlockException> found =
          victims.stream().map(CompletableFuture::join).filter(e -> e != null).toList();
      assertThat(found).hasSize(1);
      assertThat(found.getFirst().cycle()).hasSize(size);
      for (int i = 0; i < size; i++) {
        assertThat(found.getFirst().cycle().get(i).holder())
            .isEqualTo(found.getFirst().cycle().get((i + 1) % size).task());
      }
      for (Actor<int[]> member : ring) {
        assertThat(member.ask(data -> data[0]).join()).isZero();
        member.close();
      }
    }
  }

  /** The message that is waited for has begun: it goes on, its answer is lost. */
  @Test
  void g11_answerThatHasBegun_joinedInACircle_isLostForTheVictimOnly() throws Exception {
    Actor<int[]> b = Actor.of(ActorOptions.named("b"), () -> new int[1]);
    CompletableFuture<DeadlockException> victim = new CompletableFuture<>();
    CompletableFuture<Integer> asked =
        a.ask(data -> {
          // b runs this while a waits for it, and then asks a in turn.
          return b.ask(
                  own -> {
                    try {
                      a.ask(d -> d[0]).join();
                    } catch (CompletionException e) {
                      victim.complete((DeadlockException) e.getCause());
                    }
                    return ++own[0];
                  })
              .join();
        });
    Throwable lost = null;
    try {
      assertThat(asked.join()).isEqualTo(1);
    } catch (CompletionException e) {
      lost = e;
    }
    assertThat(b.ask(own -> own[0]).join()).as("the message went on").isEqualTo(1);
    assertThat(lost != null || victim.isDone()).isTrue();
  }

  @Test
  void g11_actorThatWantsAMutex_whoseHolderJoinsItsAnswer_isADeadlock() throws Exception {
    try (Guard<int[]> guard = mutex.lock()) {
      CompletableFuture<Integer> running = a.ask(_ -> mutex.with(data -> ++data[0]));
      Await.waiters(mutex, 1);
      Await.until("stuck", () -> WaitGraph.stuckCount() > 0);
      CompletableFuture<Integer> behind = a.ask(data -> data[0]);
      assertThatThrownBy(behind::join)
          .hasCauseInstanceOf(DeadlockException.class)
          .hasMessageContaining("waits for actor 'a'")
          .hasMessageContaining("actor 'a' waits for mutex 'm'")
          .hasMessageContaining("have every task take these locks in the same order");
      assertThatThrownBy(running::join)
          .as("the message that runs, joined")
          .hasCauseInstanceOf(DeadlockException.class);
      assertThat(guard.isClosed()).isFalse();
    }
    assertThat(a.ask(_ -> mutex.with(data -> data[0])).join())
        .as("the message whose answer was lost has run")
        .isEqualTo(1);
  }

  @Test
  void g11_actorThatWantsAMutex_lastOfTheCircle_isTheVictim() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<DeadlockException> victim =
        a.ask(_ -> {
          go.await();
          try {
            mutex.with(data -> ++data[0]);
            return null;
          } catch (DeadlockException e) {
            return e;
          }
        });
    Job<Integer> holder =
        Job.startVirtual(
            "holder",
            () -> {
              try (var _ = mutex.lock()) {
                return a.ask(data -> data[0]).join();
              }
            });
    Await.until("queued", () -> a.report().queued() == 1);
    Await.until("stuck", () -> WaitGraph.stuckCount() > 0);
    go.countDown();
    assertThat(victim.join()).hasMessageContaining("actor 'a' waits for mutex 'm'");
    assertThat(holder.result()).isZero();
  }

  @Test
  void g11_senderThatWaitsForRoom_whileTheActorWantsWhatItHolds_isADeadlock() throws Exception {
    try (var _ = mutex.lock()) {
      a.tell(_ -> mutex.with(data -> ++data[0]));
      Await.waiters(mutex, 1);
      Await.until("stuck", () -> WaitGraph.stuckCount() > 0);
      a.tell(data -> data[0]++);
      assertThatThrownBy(() -> a.tell(data -> data[0]++))
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("waits for room in the mailbox of actor 'a'");
      assertThat(a.report().waiters()).isEmpty();
    }
    assertThat(a.ask(data -> data[0]).join()).isEqualTo(1);
  }

  @Test
  void g11_chainOfActorsWithoutACircle_isNoDeadlock() throws Exception {
    List<Actor<int[]>> chain = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      chain.add(Actor.of(() -> new int[1]));
    }
    assertThat(through(chain, 0)).isEqualTo(50);
  }

  private static int through(List<Actor<int[]>> chain, int from) throws InterruptedException {
    return from == chain.size() ? 0 : chain.get(from).ask(_ -> 1 + through(chain, from + 1)).join();
  }
}
