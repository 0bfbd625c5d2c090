package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A full mailbox: who waits for room, who is refused, and in what order they come in. */
@Timeout(120)
class ActorPressureTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final Actor<List<String>> actor =
      Actor.of(ActorOptions.named("small").mailboxMax(2), () -> new ArrayList<>());

  @AfterEach
  void nobodyIsLeftInTheGraph() {
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }

  private List<String> contents() throws InterruptedException {
    return actor.ask(List::copyOf).join();
  }

  private void waiting(int senders) {
    Await.until(senders + " senders wait", () -> actor.report().waiters().size() == senders);
  }

  /** A sender that waits for room, as the last. */
  private Job<Boolean> sender(String name, boolean asks) {
    int before = actor.report().waiters().size();
    Job<Boolean> job =
        Job.startVirtual(
            name,
            () -> {
              if (asks) {
                return actor.ask(list -> list.add(name)).get();
              }
              actor.tell(list -> list.add(name));
              return true;
            });
    waiting(before + 1);
    Await.parked(job.thread());
    return job;
  }

  private void fill() throws InterruptedException {
    actor.tell(list -> list.add("first"));
    actor.tell(list -> list.add("second"));
  }

  @Test
  void fullMailbox_refusesTheRefusingForms() throws Exception {
    try (Gate _ = Gate.before(actor)) {
      assertThat(actor.tryTell(list -> list.add("first"))).isTrue();
      assertThat(actor.tryAsk(list -> list.add("second"))).isNotNull();
      assertThat(actor.tryTell(list -> list.add("no"))).isFalse();
      assertThat(actor.tryAsk(list -> list.add("no"))).isNull();
      assertThat(actor.tryTell(Duration.ZERO, list -> list.add("no"))).isFalse();
      assertThat(actor.tryAsk(Duration.ZERO, list -> list.add("no"))).isNull();
      assertThat(actor.report().queued()).isEqualTo(2);
    }
    assertThat(contents()).containsExactly("first", "second");
  }

  @Test
  void timedForms_outOfTime_leaveWithTheirMessage() throws Exception {
    try (Gate _ = Gate.before(actor)) {
      fill();
      assertThat(actor.tryTell(Duration.ofMillis(5), list -> list.add("no"))).isFalse();
      assertThat(actor.tryAsk(Duration.ofMillis(5), list -> list.add("no"))).isNull();
      waiting(0);
    }
    assertThat(contents()).containsExactly("first", "second");
  }

  @Test
  void timedForms_negative_areRefused() {
    Duration negative = Duration.ofNanos(-1);
    assertThatIllegalArgumentException().isThrownBy(() -> actor.tryTell(negative, List::clear));
    assertThatIllegalArgumentException().isThrownBy(() -> actor.tryAsk(negative, List::size));
  }

  @Test
  void waitingSenders_comeInInTheirOrder() throws Exception {
    List<Job<Boolean>> jobs = new ArrayList<>();
    try (Gate _ = Gate.before(actor)) {
      fill();
      for (int i = 0; i < 6; i++) {
        jobs.add(sender("sender-" + i, i % 2 == 0));
      }
      assertThat(actor.report().waiters())
          .extracting(ActorReport.Sending::sender)
          .containsExactly("sender-0", "sender-1", "sender-2", "sender-3", "sender-4", "sender-5");
      assertThat(actor.report().queued()).isEqualTo(2);
      assertThat(actor.toString())
          .startsWith("actor 'small': busy, 2 of 2 queued\n")
          .contains("\n  waiting for room: sender-0 for ");
    }
    jobs.forEach(Job::result);
    assertThat(contents())
        .containsExactly(
            "first",
            "second",
            "sender-0",
            "sender-1",
            "sender-2",
            "sender-3",
            "sender-4",
            "sender-5");
  }

  @Test
  void roomThatBecomesFree_goesToTheFirstWhoWaits_andNoTryOvertakes() throws Exception {
    Job<Boolean> first;
    Job<Boolean> second;
    try (Gate _ = Gate.before(actor)) {
      CompletableFuture<Boolean> queued = actor.ask(list -> list.add("cancelled"));
      actor.tell(list -> list.add("kept"));
      first = sender("first", false);
      second = sender("second", false);
      assertThat(queued.cancel(true)).isTrue();
      // In now, although nobody has run: its place was kept, the second still waits.
      first.result();
      assertThat(actor.report().queued()).isEqualTo(2);
      waiting(1);
      assertThat(actor.tryTell(list -> list.add("no"))).isFalse();
      assertThat(actor.tryAsk(list -> list.add("no"))).isNull();
    }
    second.result();
    assertThat(contents()).containsExactly("kept", "first", "second");
  }

  @Test
  void interruptedSender_leavesAndThoseBehindMoveUp() throws Exception {
    Job<Boolean> interrupted;
    Job<Boolean> behind;
    try (Gate _ = Gate.before(actor)) {
      fill();
      interrupted = sender("interrupted", false);
      behind = sender("behind", true);
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      waiting(1);
    }
    behind.result();
    assertThat(contents()).containsExactly("first", "second", "behind");
  }

  @Test
  void interruptedBefore_sendsNothing() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> actor.tell(list -> list.add("no")))
        .isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> actor.ask(list -> list.add("no")))
        .isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> actor.tryAsk(LONG, list -> list.add("no")))
        .isInstanceOf(InterruptedException.class);
    assertThat(contents()).isEmpty();
  }

  @Test
  void timedSender_admittedInTime_isIn() throws Exception {
    Job<Boolean> timed;
    try (Gate _ = Gate.before(actor)) {
      fill();
      timed = Job.start("timed", () -> actor.tryTell(LONG, list -> list.add("timed")));
      waiting(1);
    }
    assertThat(timed.result()).isTrue();
    assertThat(contents()).containsExactly("first", "second", "timed");
  }

  @Test
  void cancelledAtTheFront_admitsAsManyAsWereCancelled() throws Exception {
    List<Job<Boolean>> jobs = new ArrayList<>();
    try (Gate _ = Gate.before(actor)) {
      CompletableFuture<Boolean> one = actor.ask(list -> list.add("no"));
      CompletableFuture<Boolean> two = actor.ask(list -> list.add("no"));
      jobs.add(sender("a", false));
      jobs.add(sender("b", false));
      jobs.add(sender("c", false));
      assertThat(two.cancel(true)).isTrue();
      assertThat(one.cancel(true)).isTrue();
      waiting(1);
      jobs.get(0).result();
      jobs.get(1).result();
    }
    jobs.get(2).result();
    assertThat(contents()).containsExactly("a", "b", "c");
  }
}
