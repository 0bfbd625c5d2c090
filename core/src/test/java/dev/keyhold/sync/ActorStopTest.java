package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.ActorStoppedException;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of an actor: what is finished, what is dropped, what is refused. */
@Timeout(120)
class ActorStopTest {
  private final List<Integer> ran = new ArrayList<>();
  private final Actor<List<Integer>> actor =
      Actor.of(ActorOptions.named("mortal").mailboxMax(3), () -> ran);

  @AfterEach
  void nobodyIsLeftInTheGraph() {
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }

  private void everyFormIsRefused() {
    Duration hour = Duration.ofHours(1);
    assertStopped(() -> actor.ask(List::size));
    assertStopped(() -> actor.tryAsk(List::size));
    assertStopped(() -> actor.tryAsk(hour, List::size));
    assertStopped(() -> actor.tell(List::clear));
    assertStopped(() -> actor.tryTell(List::clear));
    assertStopped(() -> actor.tryTell(hour, List::clear));
  }

  private static void assertStopped(org.assertj.core.api.ThrowableAssert.ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOf(ActorStoppedException.class)
        .hasMessageContaining("actor 'mortal' has been stopped and takes no more messages");
  }

  /** A sender that waits for room. */
  private Job<Void> sender(int number) {
    int before = actor.report().waiters().size();
    Job<Void> job =
        Job.startVirtual(
            "sender-" + number,
            () -> {
              actor.tell(list -> list.add(number));
              return null;
            });
    Await.until("waits", () -> actor.report().waiters().size() == before + 1);
    return job;
  }

  @Test
  void stop_ofAnIdleActor_isDoneAtOnce() {
    assertThat(actor.stop()).isCompleted();
    assertThat(actor.report().phase()).isEqualTo(ActorReport.Phase.STOPPED);
    assertThat(actor.stop()).isCompleted();
    assertThat(actor.stopNow()).isCompleted();
    actor.close();
    everyFormIsRefused();
    assertThat(actor.toString()).isEqualTo("actor 'mortal': stopped, 0 of 3 queued");
  }

  @Test
  void stop_finishesTheMailbox_andReleasesWhoWaitsForRoom() throws Exception {
    CompletableFuture<Void> stopped;
    List<Job<Void>> senders = new ArrayList<>();
    try (Gate _ = Gate.before(actor)) {
      for (int i = 0; i < 3; i++) {
        int number = i;
        actor.tell(list -> list.add(number));
      }
      senders.add(sender(10));
      senders.add(sender(11));
      stopped = actor.stop();
      for (Job<Void> sender : senders) {
        assertThat(sender.failure()).isInstanceOf(ActorStoppedException.class);
      }
      everyFormIsRefused();
      assertThat(stopped).isNotDone();
      assertThat(actor.toString()).startsWith("actor 'mortal': stopping, 3 of 3 queued");
    }
    stopped.join();
    assertThat(ran).containsExactly(0, 1, 2);
  }

  @Test
  void stopNow_dropsTheMailbox_andLetsTheRunningMessageEnd() throws Exception {
    CompletableFuture<Boolean> asked;
    CompletableFuture<Void> stopped;
    try (Gate _ = Gate.before(actor);
        LogRecords log = LogRecords.of("dev.keyhold.sync")) {
      asked = actor.ask(list -> list.add(1));
      actor.tell(list -> list.add(2));
      actor.tell(list -> list.add(3));
      Job<Void> waiting = sender(4);
      stopped = actor.stopNow();
      assertThat(waiting.failure()).isInstanceOf(ActorStoppedException.class);
      assertThatThrownBy(asked::join)
          .hasCauseInstanceOf(ActorStoppedException.class)
          .hasMessageContaining("before the turn of this message, which has not run");
      assertThat(log.records()).hasSize(1);
      assertThat(log.records().getFirst().getParameters()).containsExactly("actor 'mortal'", 2L);
      assertThat(stopped).isNotDone();
    }
    stopped.join();
    assertThat(ran).isEmpty();
  }

  @Test
  void stopNow_afterStop_dropsWhatIsLeft() throws Exception {
    CompletableFuture<Boolean> asked;
    CompletableFuture<Void> stopped;
    try (Gate _ = Gate.before(actor)) {
      asked = actor.ask(list -> list.add(1));
      stopped = actor.stop();
      assertThat(asked).isNotDone();
      var _ = actor.stopNow();
      assertThat(asked).isCompletedExceptionally();
    }
    stopped.join();
    assertThat(ran).isEmpty();
  }

  @Test
  void close_waitsForTheLastMessage_andPutsInterruptsOff() throws Exception {
    Job<Boolean> closer;
    try (Gate _ = Gate.before(actor)) {
      actor.tell(list -> list.add(1));
      closer =
          Job.start(
              "closer",
              () -> {
                Thread.currentThread().interrupt();
                actor.close();
                return Thread.interrupted();
              });
      Await.parked(closer.thread());
      assertThat(closer.isDone()).isFalse();
    }
    assertThat(closer.result()).isTrue();
    assertThat(ran).containsExactly(1);
  }

  @Test
  void stopped_waitedForInterruptibly_canBeLeft() throws Exception {
    Job<Void> waiter;
    try (Gate _ = Gate.before(actor)) {
      waiter = Job.start("waiter", () -> actor.stop().get());
      Await.parked(waiter.thread());
      waiter.interrupt();
      assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    }
    actor.close();
  }

  @Test
  void stopped_cancelledByOne_isStillToldToOthers() throws Exception {
    CompletableFuture<Void> other;
    try (Gate _ = Gate.before(actor)) {
      CompletableFuture<Void> cancelled = actor.stop();
      other = actor.stop();
      assertThat(cancelled.cancel(true)).isTrue();
      assertThat(other).isNotDone();
    }
    other.join();
  }

  @Test
  void close_withinAMessage_doesNotWaitForItself() throws Exception {
    CompletableFuture<Integer> asked =
        actor.ask(list -> {
          actor.close();
          Task.named("nested").run(actor::close);
          list.add(1);
          return list.size();
        });
    assertThat(asked.join()).isEqualTo(1);
    actor.close();
    assertThat(ran).containsExactly(1);
  }

  @Test
  void stop_joinedWithinAMessage_isADeadlock() throws Exception {
    CompletableFuture<Void> asked = actor.ask(_ -> actor.stop().join());
    assertThatThrownBy(asked::join)
        .isInstanceOf(CompletionException.class)
        .rootCause()
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("actor 'mortal' waits for actor 'mortal'");
    actor.close();
  }

  @Test
  void close_ofAnActorThatWaitsForTheCloser_isADeadlockAndStopsItAllTheSame() throws Exception {
    Mutex<int[]> mutex = Mutex.of(LockOptions.named("m"), () -> new int[1]);
    try (Guard<int[]> _ = mutex.lock()) {
      actor.tell(_ -> mutex.with(data -> data[0]++));
      Await.waiters(mutex, 1);
      Await.until("stuck", () -> WaitGraph.stuckCount() > 0);
      assertThatThrownBy(actor::close)
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("waits for actor 'mortal'")
          .hasMessageContaining("waits for mutex 'm'");
      assertStopped(() -> actor.tell(List::clear));
    }
    actor.close();
  }
}
