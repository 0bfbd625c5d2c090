package dev.keyhold.internal.guard;

import static dev.keyhold.internal.wait.Mode.EXCLUSIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.RolledBackException;
import dev.keyhold.internal.wait.Attempt;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Job;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions that close a circle through keys: the youngest gives way. */
@Timeout(120)
class GuardTransactionTest extends GuardTableFixture {
  private AutoCloseable locked(Claim claim) throws InterruptedException {
    assertThat(table.acquire(claim, FOR_EVER)).isTrue();
    return claim::release;
  }

  /** Two transactions, each of which holds what the other asks for. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void g11_transactionsInACycle_theYoungestIsRolledBackWhoeverClosesIt(boolean youngerCloses)
      throws Exception {
    long old = Attempt.newAge();
    long young = Attempt.newAge();
    CyclicBarrier bothHold = new CyclicBarrier(2);
    Job<Boolean> older = transaction("older", old, "a", "b", bothHold, youngerCloses ? 0 : 1);
    Job<Boolean> younger = transaction("younger", young, "b", "a", bothHold, youngerCloses ? 1 : 0);
    assertThat(older.result()).as("goes through").isTrue();
    assertThat(younger.result()).isFalse();
  }

  private Job<Boolean> transaction(
      String name, long age, String first, String second, CyclicBarrier bothHold, int waiters) {
    return Job.start(
        name,
        () -> {
          Attempt attempt = Attempt.begin(Owner.currentId(), age);
          try (AutoCloseable _ = locked(key(first, EXCLUSIVE))) {
            bothHold.await();
            awaitAtLeast(waiters);
            try (AutoCloseable _ = locked(key(second, EXCLUSIVE))) {
              attempt.check();
              return true;
            } catch (RolledBackException e) {
              assertThat(e).hasMessageContaining("older").hasMessageContaining("gives way");
              assertThat(attempt.isDoomed()).isTrue();
              assertThatThrownBy(attempt::check).isInstanceOf(RolledBackException.class);
              return false;
            }
          } finally {
            attempt.end();
          }
        });
  }

  private void awaitAtLeast(int count) {
    Await.until(count + " wait", () -> count == 0 || !table.report().waiters().isEmpty());
  }

  @Test
  void g11_transactionInACycleWithATask_isTheOneThatGivesWay() throws Exception {
    Claim mine = held(key("a", EXCLUSIVE));
    Job<Throwable> transaction =
        Job.start(
            "transaction",
            () -> {
              Attempt attempt = Attempt.begin(Owner.currentId(), Attempt.newAge());
              try (AutoCloseable _ = locked(key("b", EXCLUSIVE));
                  AutoCloseable _ = locked(key("a", EXCLUSIVE))) {
                return new AssertionError("both");
              } catch (RolledBackException e) {
                return e;
              } finally {
                attempt.end();
              }
            });
    awaitWaiters(1);
    Claim b = key("b", EXCLUSIVE);
    assertThat(table.acquire(b, FOR_EVER)).isTrue();
    assertThat(transaction.result()).isInstanceOf(RolledBackException.class);
    b.release();
    mine.release();
  }

  @Test
  void attempt_ofATaskThatHasOne_isRefused() {
    Attempt attempt = Attempt.begin(Owner.currentId(), Attempt.newAge());
    assertThatThrownBy(() -> Attempt.begin(Owner.currentId(), Attempt.newAge()))
        .isInstanceOf(IllegalStateException.class);
    attempt.check();
    attempt.end();
    Attempt.begin(Owner.currentId(), Attempt.newAge()).end();
  }
}
