package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything at once, from many tasks, to a few actors with small mailboxes that ask each other and
 * take locks. Each actor counts in plain fields; beside it, atomically, a model counts what was
 * accepted and what was given up. In the end every accepted message has run once or was taken back,
 * each sender's messages ran in the order of its calls, and the wait graph is empty.
 *
 * <p>{@code -Dkeyhold.soak.operations=5000000} soaks for longer, {@code -Dkeyhold.soak.seed} tells
 * which operations are drawn; how they meet is up to the machine.
 */
@Timeout(3_600)
class ActorModelTest {
  private static final int TASKS = 32;
  private static final int ACTORS = 4;
  private static final int OPERATIONS = Integer.getInteger("keyhold.soak.operations", 50_000);

  private final long seed = Long.getLong("keyhold.soak.seed", new Random().nextLong());
  private final List<Actor<Ledger>> actors = new ArrayList<>();

  /** What the actors own; read once they have stopped. */
  private final List<Ledger> ledgers = new ArrayList<>();

  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("m"), () -> new int[1]);
  private final AtomicIntegerArray accepted = new AtomicIntegerArray(ACTORS);
  private final AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(TASKS);
  private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();

  /** Plain: the actor alone makes it safe. */
  private static final class Ledger {
    private final int[] lastOf = new int[TASKS];
    private int ran;
    private boolean inside;

    int enter(int sender, int number) {
      assertThat(inside).as("one at a time").isFalse();
      inside = true;
      assertThat(number).as("in the order of calls").isGreaterThan(lastOf[sender]);
      lastOf[sender] = number;
      inside = false;
      return ++ran;
    }
  }

  /** A future, whose message runs or does not. */
  private record Asked(int actor, CompletableFuture<Integer> future, AtomicInteger ran) {}

  /** One sender: its messages are numbered. */
  private final class Sender {
    private final int number;
    private final Random random;
    private int sent;

    Sender(int number) {
      this.number = number;
      random = new Random(seed + number);
    }

    Void run() {
      threads.set(number, Thread.currentThread());
      for (int i = 0; i < OPERATIONS / TASKS; i++) {
        try {
          step(random.nextInt(ACTORS), ++sent);
        } catch (InterruptedException | DeadlockException e) {
          // Not sent; or sent, and the answer is lost.
        }
      }
      return null;
    }

    private void step(int to, int id) throws InterruptedException {
      Actor<Ledger> actor = actors.get(to);
      switch (random.nextInt(10)) {
        case 0, 1 -> {
          actor.tell(ledger -> ledger.enter(number, id));
          accepted.incrementAndGet(to);
        }
        case 2 -> count(to, actor.tryTell(ledger -> ledger.enter(number, id)));
        case 3 -> count(to, actor.tryTell(briefly(), ledger -> ledger.enter(number, id)));
        case 4 -> join(ask(to, id));
        case 5 -> {
          Asked mine = ask(to, id);
          mine.future().cancel(true);
        }
        case 6 -> join(nested(to, id));
        case 7 -> underAMutex(to, id);
        case 8 -> {
          Thread other = threads.get(random.nextInt(TASKS));
          if (other != null) {
            other.interrupt();
          }
        }
        default -> {
          AtomicInteger ran = new AtomicInteger();
          CompletableFuture<Integer> future =
              actor.tryAsk(briefly(), ledger -> counted(ledger, id, ran));
          if (future != null) {
            asked.add(new Asked(to, future, ran));
          }
        }
      }
    }

    private Duration briefly() {
      return Duration.ofNanos(random.nextInt(200_000));
    }

    private void count(int to, boolean sent) {
      if (sent) {
        accepted.incrementAndGet(to);
      }
    }

    private int counted(Ledger ledger, int id, AtomicInteger ran) {
      ran.incrementAndGet();
      return ledger.enter(number, id);
    }

    private Asked ask(int to, int id) throws InterruptedException {
      AtomicInteger ran = new AtomicInteger();
      Asked mine = new Asked(to, actors.get(to).ask(ledger -> counted(ledger, id, ran)), ran);
      asked.add(mine);
      return mine;
    }

    /** The message itself asks an actor, perhaps its own: deadlocks are to be expected. */
    private Asked nested(int to, int id) throws InterruptedException {
      Actor<Ledger> other = actors.get(random.nextInt(ACTORS));
      AtomicInteger ran = new AtomicInteger();
      Asked mine =
          new Asked(
              to,
              actors
                  .get(to)
                  .ask(ledger -> {
                    counted(ledger, id, ran);
                    return other.ask(theirs -> theirs.ran).join();
                  }),
              ran);
      asked.add(mine);
      return mine;
    }

    /** A message that wants the mutex, from one who may have it: deadlocks, too. */
    private void underAMutex(int to, int id) throws InterruptedException {
      AtomicInteger ran = new AtomicInteger();
      try (Guard<int[]> guard = random.nextBoolean() ? mutex.lock() : mutex.tryLock()) {
        Asked mine =
            new Asked(
                to,
                actors
                    .get(to)
                    .ask(ledger -> {
                      counted(ledger, id, ran);
                      return mutex.with(data -> ++data[0]);
                    }),
                ran);
        asked.add(mine);
        if (guard != null && random.nextBoolean()) {
          join(mine);
        }
      }
    }

    private void join(Asked mine) {
      try {
        assertThat(mine.future().join()).isNotNegative();
      } catch (CancellationException | CompletionException e) {
        assertThat(e).hasRootCauseInstanceOf(DeadlockException.class);
      }
    }
  }

  @Test
  void randomMessages_fromManyTasks_runOnceAndInOrder() {
    System.out.println("soak: -Dkeyhold.soak.seed=" + seed);
    for (int i = 0; i < ACTORS; i++) {
      Ledger ledger = new Ledger();
      ledgers.add(ledger);
      actors.add(Actor.of(ActorOptions.named("actor-" + i).mailboxMax(1 + 2 * i), () -> ledger));
    }
    List<Job<Void>> jobs = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      jobs.add(Job.startVirtual("sender-" + i, new Sender(i)::run));
    }
    jobs.forEach(Job::result);
    // All at once: they may still ask each other.
    List<CompletableFuture<Void>> stopped = actors.stream().map(Actor::stop).toList();
    stopped.forEach(CompletableFuture::join);
    Await.until("answers are given", () -> asked.stream().allMatch(one -> one.future().isDone()));
    for (Asked one : asked) {
      // Cancelled or refused for a deadlock: its turn may have come before.
      boolean given = !one.future().isCompletedExceptionally();
      assertThat(one.ran().get()).isBetween(given ? 1 : 0, 1);
      accepted.addAndGet(one.actor(), one.ran().get());
    }
    for (int i = 0; i < ACTORS; i++) {
      assertThat(ledgers.get(i).ran).as("what actor %d ran", i).isEqualTo(accepted.get(i));
    }
    Await.free(mutex);
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }
}
