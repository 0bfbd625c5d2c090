package dev.keyhold.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.RolledBackException;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Job;
import dev.keyhold.sync.LockOptions;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gives way in a circle with transactions in it. */
@SuppressWarnings({"keyhold:R3: closed by hand", "keyhold:R6: what is said at run time"})
@Timeout(120)
class AttemptTest {
  private final List<Mutex<int[]>> mutexes = new ArrayList<>();

  @AfterEach
  void nobodyIsLeftInTheGraph() {
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }

  /** Ages in the order of the ring, 0: no transaction; who is rolled back. */
  @ParameterizedTest
  @CsvSource({"'1,2', 1", "'2,1', 0", "'0,1', 1", "'1,0', 0", "'2,3,1', 1", "'0,2,0,1', 1"})
  void g11_ringWithTransactions_theYoungestGivesWay(String ages, int victim) {
    String[] rank = ages.split(",", -1);
    long base = Attempt.newAge();
    CyclicBarrier allHold = new CyclicBarrier(rank.length);
    List<Job<Boolean>> jobs = new ArrayList<>();
    for (int i = 0; i < rank.length; i++) {
      mutexes.add(Mutex.of(LockOptions.named("m" + i), () -> new int[1]));
    }
    for (int i = 0; i < rank.length; i++) {
      int place = i;
      long age = Long.parseLong(rank[i]);
      jobs.add(Job.start("task-" + i, () -> comesThrough(place, age, base, allHold)));
    }
    for (int i = 0; i < rank.length; i++) {
      assertThat(jobs.get(i).result()).as("task %d", i).isEqualTo(i != victim);
    }
  }

  private boolean comesThrough(int place, long age, long base, CyclicBarrier allHold)
      throws Exception {
    Attempt attempt = age == 0 ? null : Attempt.begin(Owner.currentId(), base + age);
    try (Guard<int[]> _ = mutexes.get(place).lock()) {
      allHold.await();
      try (Guard<int[]> _ = mutexes.get((place + 1) % mutexes.size()).lock()) {
        return attempt == null || !attempt.isDoomed();
      } catch (RolledBackException e) {
        assertThat(e)
            .hasMessageContaining("transaction of task-" + place)
            .hasMessageContaining("task-" + place + " waits for mutex");
        assertThat(attempt).isNotNull();
        if (attempt != null) {
          assertThatThrownBy(attempt::check).isInstanceOf(RolledBackException.class);
        }
        return false;
      }
    } finally {
      if (attempt != null) {
        attempt.end();
      }
    }
  }

  @Test
  void g11_moveThatClosesACircle_refusesTheTransactionAndNotTheNewest() throws Exception {
    Mutex<int[]> a = Mutex.of(LockOptions.named("a"), () -> new int[1]);
    Mutex<int[]> b = Mutex.of(LockOptions.named("b"), () -> new int[1]);
    Task transaction = Task.named("transaction");
    Task other = Task.named("other");
    long owner = transaction.call(Owner::currentId);
    Attempt attempt = Attempt.begin(owner, Attempt.newAge());
    Guard<int[]> guardA = a.lockAsync(transaction).join();
    Guard<int[]> guardB = b.lock();
    CompletableFuture<? extends Guard<int[]>> older = b.lockAsync(transaction);
    CompletableFuture<? extends Guard<int[]>> newer = a.lockAsync(other);
    guardB.moveTo(other);
    assertThat(older).isCompletedExceptionally();
    assertThat(older.exceptionNow()).isInstanceOf(RolledBackException.class);
    assertThat(newer).isNotDone();
    attempt.end();
    guardA.close();
    newer.join().close();
    guardB.close();
  }
}
