package dev.keyhold.internal.wait;

import static dev.keyhold.internal.wait.WaitGraphTest.asking;
import static dev.keyhold.internal.wait.WaitGraphTest.held;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.wait.WaitGraphTest.Asking;
import dev.keyhold.internal.wait.WaitGraphTest.Scripted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who waits for another's victim to leave does not keep it from leaving, though they share a
 * processor: a virtual thread keeps its carrier until it gives it up.
 */
@Timeout(120)
class VictimLeavesTest {
  private static final int CARRIERS =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void searchers_onEveryCarrier_letTheVictimLeave() throws Exception {
    onEveryCarrier(WaitGraph::search);
  }

  @Test
  void receiversOfGuards_onEveryCarrier_letTheVictimLeave() throws Exception {
    onEveryCarrier(waiter -> WaitGraph.moved(waiter.owner()));
  }

  private static void onEveryCarrier(Consumer<Waiter> look) throws Exception {
    AtomicBoolean left = new AtomicBoolean();
    CountDownLatch looking = new CountDownLatch(CARRIERS);
    List<Waiter> published = new ArrayList<>();
    List<Thread> searchers = new ArrayList<>();
    for (int i = 0; i < CARRIERS; i++) {
      Owner searcher = Owner.named("searcher");
      Owner other = Owner.named("other");
      Asking victim =
          asking(
              other,
              new Scripted()
                  .then(() -> {
                    looking.countDown();
                    return List.of(held(searcher));
                  })
                  .then(() -> left.get() ? List.of() : List.of(held(searcher))),
              1);
      victim.refusal = new IllegalStateException("a victim that has not left yet");
      Asking waiter = asking(searcher, new Scripted().then(held(other)), 2);
      published.addAll(List.of(victim, waiter));
      searchers.add(Thread.ofVirtual().unstarted(() -> look.accept(waiter)));
    }
    published.forEach(WaitGraph::publish);
    try {
      searchers.forEach(Thread::start);
      assertThat(looking.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      Thread leaver = Thread.startVirtualThread(() -> left.set(true));
      assertThat(leaver.join(LIMIT)).as("it had a carrier to leave on").isTrue();
      for (Thread searcher : searchers) {
        assertThat(searcher.join(LIMIT)).isTrue();
      }
    } finally {
      left.set(true);
      published.forEach(WaitGraph::leave);
    }
  }
}
