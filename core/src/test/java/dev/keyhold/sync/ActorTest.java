package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an actor promises: order, answers, failures to their senders, giving up. */
@Timeout(120)
class ActorTest {
  private final Actor<List<Integer>> actor =
      Actor.of(ActorOptions.named("list"), () -> new ArrayList<>());

  private List<Integer> contents() throws InterruptedException {
    return actor.ask(List::copyOf).join();
  }

  private static void idle(Actor<?> actor) {
    Await.until("idle", () -> actor.report().running().isEmpty() && actor.report().queued() == 0);
  }

  @Test
  void messages_ofOneSender_runInTheOrderOfTheirCalls() throws Exception {
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      int number = i;
      expected.add(number);
      switch (i % 4) {
        case 0 -> actor.tell(list -> list.add(number));
        case 1 -> assertThat(actor.ask(list -> list.add(number))).isNotNull();
        case 2 -> assertThat(actor.tryTell(Duration.ofHours(1), list -> list.add(number))).isTrue();
        default ->
            assertThat(actor.tryAsk(Duration.ofHours(1), list -> list.add(number))).isNotNull();
      }
    }
    assertThat(contents()).isEqualTo(expected);
  }

  @Test
  void messages_ofManySenders_runOneAtATime() throws Exception {
    Actor<int[]> counter = Actor.of(() -> new int[1]);
    List<Job<Void>> jobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      jobs.add(
          Job.startVirtual(
              "sender-" + i,
              () -> {
                for (int j = 0; j < 1_000; j++) {
                  counter.tell(count -> count[0]++);
                }
                return null;
              }));
    }
    jobs.forEach(Job::result);
    assertThat(counter.ask(count -> count[0]).join()).isEqualTo(20_000);
  }

  @Test
  void answers_withoutCallbacks_comeInTheOrderOfMessages() throws Exception {
    List<CompletableFuture<Integer>> asked = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      asked.add(
          actor.ask(list -> {
            list.add(1);
            return list.size();
          }));
    }
    asked.getLast().join();
    assertThat(asked).allMatch(CompletableFuture::isDone);
    assertThat(asked.get(7).resultNow()).isEqualTo(8);
  }

  @Test
  void answer_null_isAnAnswer() throws Exception {
    assertThat(actor.<Object>ask(_ -> null).get(1, TimeUnit.HOURS)).isNull();
  }

  @Test
  void data_null_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> Actor.of(() -> null));
  }

  @Test
  void function_null_isRefusedAtTheCall() {
    assertThatNullPointerException().isThrownBy(() -> actor.ask(null));
    assertThatNullPointerException().isThrownBy(() -> actor.tell(null));
  }

  @Test
  void options_withoutRoom_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ActorOptions.defaults().mailboxMax(0))
        .withMessageContaining("mailboxMax is 0; it must be at least 1");
    assertThat(ActorOptions.defaults().mailboxMax()).isEqualTo(1_024);
    assertThat(ActorOptions.named("a").mailboxMax(1).mailboxMax()).isEqualTo(1);
  }

  @Test
  void failures_ofEveryKind_goToTheirSenderAndTheActorGoesOn() throws Exception {
    List<Throwable> thrown =
        List.of(
            new IOException("checked"),
            new IllegalStateException("unchecked"),
            new AssertionError("an error"),
            new StackOverflowError("pretended"),
            new InterruptedException("mine"));
    try (LogRecords log = LogRecords.of("dev.keyhold.sync")) {
      for (Throwable failure : thrown) {
        actor.tell(list -> {
          throw failure;
        });
        CompletableFuture<Object> asked =
            actor.ask(_ -> {
              throw failure;
            });
        CompletableFuture<Integer> next = actor.ask(List::size);
        assertThatThrownBy(asked::join).isInstanceOf(CompletionException.class).hasCause(failure);
        assertThat(asked.exceptionNow()).isSameAs(failure);
        assertThat(next.join()).isZero();
      }
      assertThat(log.records()).extracting(LogRecord::getThrown).isEqualTo(thrown);
    }
  }

  @Test
  void failureOfATell_isLoggedOnceWithItsSenderAndLine() throws Exception {
    Locks.Detail before = Locks.record(Locks.Detail.SITES);
    try (LogRecords log = LogRecords.of("dev.keyhold.sync")) {
      Task.named("the teller")
          .call(() -> {
            actor.tell(_ -> {
              throw new IllegalStateException("on purpose");
            });
            return 0;
          });
      contents();
      assertThat(log.records()).hasSize(1);
      assertThat(log.records().getFirst().getThrown()).hasMessage("on purpose");
      assertThat(log.records().getFirst().getMessage())
          .contains("the teller told actor 'list' failed")
          .contains("ActorTest.java:");
    } finally {
      Locks.record(before);
    }
  }

  @Test
  void interrupt_leftBehindByAMessage_isNotForTheNext() throws Exception {
    CompletableFuture<Boolean> next;
    try (Gate _ = Gate.before(actor)) {
      actor.tell(_ -> Thread.currentThread().interrupt());
      next = actor.ask(_ -> Thread.currentThread().isInterrupted());
    }
    assertThat(next.join()).isFalse();
  }

  @Test
  void cancel_beforeItsTurn_takesTheMessageOut() throws Exception {
    CompletableFuture<Boolean> cancelled;
    try (Gate _ = Gate.before(actor)) {
      cancelled = actor.ask(list -> list.add(1));
      actor.tell(list -> list.add(2));
      assertThat(actor.report().queued()).isEqualTo(2);
      assertThat(cancelled.cancel(true)).isTrue();
      assertThat(actor.report().queued()).isEqualTo(1);
    }
    assertThat(contents()).containsExactly(2);
    assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void cancel_onceBegun_losesTheAnswerOnly() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Boolean> asked =
        actor.ask(list -> {
          begun.countDown();
          go.await();
          return list.add(1);
        });
    begun.await();
    assertThat(asked.cancel(true)).isTrue();
    go.countDown();
    assertThat(contents()).containsExactly(1);
    assertThat(asked).isCancelled();
  }

  @Test
  void future_completedByAStranger_refuses() throws Exception {
    CompletableFuture<Integer> asked = actor.ask(List::size);
    assertThatThrownBy(() -> asked.complete(5))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("only actor 'list' completes this future");
    assertThat(asked.join()).isZero();
  }

  @Test
  void callback_thatNeverReturns_keepsNobodyElse() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CompletableFuture<Void> stuck;
    try (Gate _ = Gate.before(actor)) {
      CompletableFuture<Boolean> asked = actor.ask(list -> list.add(1));
      stuck = asked.thenRun(() -> awaitQuietly(never));
      var _ = CompletableFuture.allOf(actor.ask(List::size)).thenRun(() -> awaitQuietly(never));
    }
    assertThat(contents()).containsExactly(1);
    assertThat(stuck).isNotDone();
    never.countDown();
    stuck.join();
  }

  @Test
  void callback_thatAsksAgainAndJoins_getsItsAnswer() throws Exception {
    CompletableFuture<Integer> chained;
    try (Gate _ = Gate.before(actor)) {
      chained = actor.ask(list -> list.add(1)).thenApply(_ -> ask(List::size).join());
    }
    assertThat(chained.join()).isEqualTo(1);
  }

  private <R> CompletableFuture<R> ask(ThrowingFunction<List<Integer>, R, ?> function) {
    try {
      return actor.ask(function);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void messages_thatSendToTheirOwnActor_runBehindThemselves() throws Exception {
    try (Gate _ = Gate.before(actor)) {
      actor.tell(list -> {
        list.add(1);
        actor.tell(later -> later.add(3));
      });
      actor.tell(list -> list.add(2));
    }
    Await.until("three", () -> ask(List::size).join() == 3);
    assertThat(contents()).containsExactly(1, 2, 3);
  }

  @Test
  void locksInsideAMessage_areTheActors() throws Exception {
    Mutex<int[]> mutex = Mutex.of(() -> new int[1]);
    String holder =
        actor
            .ask(_ -> {
              try (var _ = mutex.lock()) {
                return mutex.report().holder().orElseThrow().task();
              }
            })
            .join();
    assertThat(holder).isEqualTo("actor 'list'");
  }

  @Test
  void idleActor_hasNoThreadAndIsGarbage() throws Exception {
    AtomicReference<Thread> runner = new AtomicReference<>();
    Actor<int[]> forgotten = Actor.of(() -> new int[1]);
    forgotten.ask(_ -> Thread.currentThread()).thenAccept(runner::set).join();
    runner.get().join();
    assertThat(runner.get().isVirtual()).isTrue();
    WeakReference<Actor<int[]>> reference = new WeakReference<>(forgotten);
    forgotten = null;
    Await.until(
        "collected",
        () -> {
          System.gc();
          return reference.refersTo(null);
        });
  }

  @Test
  void busyActor_goesOnInAnotherThreadFromTimeToTime() throws Exception {
    Actor<List<Thread>> threads = Actor.of(() -> new ArrayList<>());
    try (Gate _ = Gate.before(threads)) {
      for (int i = 0; i < 300; i++) {
        threads.tell(list -> list.add(Thread.currentThread()));
      }
    }
    assertThat(threads.ask(list -> list.stream().distinct().count()).join())
        .isGreaterThanOrEqualTo(300 / 64);
  }

  @Test
  void report_tellsWhoRunsAndHowManyWait() throws Exception {
    Locks.Detail before = Locks.record(Locks.Detail.SITES);
    try {
      idle(actor);
      assertThat(actor.toString()).isEqualTo("actor 'list': idle, 0 of 1024 queued");
      try (Gate _ = Gate.before(actor)) {
        actor.tell(list -> list.add(1));
        ActorReport report = actor.report();
        assertThat(report.running().orElseThrow().sender()).isEqualTo(Task.current().name());
        assertThat(report.running().orElseThrow().lasts()).isPresent();
        assertThat(report.running().orElseThrow().sentAt().orElseThrow().getFileName())
            .isEqualTo("ActorTest.java");
        assertThat(report.queued()).isEqualTo(1);
        assertThat(report.toString())
            .startsWith("actor 'list': busy, 1 of 1024 queued\n  runs a message of ")
            .contains(" ms, at ");
      }
      idle(actor);
    } finally {
      Locks.record(before);
    }
  }

  @Test
  void report_withNothingRecorded_tellsTheSenderAlone() throws Exception {
    Locks.Detail before = Locks.record(Locks.Detail.NOTHING);
    try (Gate _ = Gate.before(actor)) {
      ActorReport.Sending running = actor.report().running().orElseThrow();
      assertThat(running.sender()).isEqualTo(Task.current().name());
      assertThat(running.lasts()).isEmpty();
      assertThat(running.sentAt()).isEmpty();
    } finally {
      Locks.record(before);
    }
  }
}
