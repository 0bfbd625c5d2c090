package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.LockOptions;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;
import dev.keyhold.sync.Task;
import dev.keyhold.sync.UpgradableGuard;
import dev.keyhold.sync.WriteGuard;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asynchronous upgrades and what the thread that asked does meanwhile: G11. The write guard belongs
 * to whoever the upgradable one belonged to; the request, while it waits, to no thread.
 */
@SuppressWarnings({
  "keyhold:R3: what nobody closes is the point",
  "keyhold:R6: what the lock says to it at run time"
})
class SimulatedUpgradeTest {
  private static final int SEEDS = 500;

  /** A thread of the simulation that runs as no task. */
  private static CompletableFuture<Void> onAPlainThread(TaskBody body) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Host.current()
        .execute(() -> {
          try {
            body.run();
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  /**
   * Whoever has the mutex waits to read, behind an upgrade; who has asked for the upgrade waits for
   * the mutex. All that moves is a reader in the way of the upgrade.
   */
  private static final class Standstill {
    private final Tasks tasks;
    private final RwLock<int[]> lock = RwLock.of(LockOptions.named("lock"), () -> new int[1]);
    private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("mutex"), () -> new int[1]);
    private final TaskHandle reader;
    private final TaskHandle other;
    private int refused;

    Standstill(Tasks tasks) {
      this.tasks = tasks;
      reader = tasks.spawn("reader", this::read);
      other = tasks.spawn("other", this::askToReadUnderTheMutex);
    }

    private void read() throws InterruptedException {
      try (Guard<int[]> _ = lock.read()) {
        tasks.sleep(Duration.ofMillis(10));
      }
    }

    private void askToReadUnderTheMutex() throws InterruptedException {
      try (Guard<int[]> _ = mutex.lock()) {
        // Before or after the upgrader asks for the mutex.
        tasks.sleep(Duration.ofMillis(2 + 2 * tasks.random().nextInt(2)));
        lock.read().close();
      } catch (DeadlockException e) {
        refused++;
      }
    }

    UpgradableGuard<int[]> upgradable() throws InterruptedException {
      UpgradableGuard<int[]> guard = lock.upgradableRead();
      tasks.sleep(Duration.ofMillis(1));
      return guard;
    }

    void askForTheMutex() throws InterruptedException {
      tasks.sleep(Duration.ofMillis(2));
      try {
        mutex.lock().close();
      } catch (DeadlockException e) {
        refused++;
      }
    }

    void endsWithRefused(int count) throws Exception {
      reader.join();
      other.join();
      assertThat(refused).isEqualTo(count);
      assertThat(lock.report().isFree()).isTrue();
      assertThat(mutex.report().isFree()).isTrue();
    }
  }

  @Test
  void g11_upgradeGrantedToAThreadThatIsStuckElsewhere_closesACircleThatIsFound() {
    Simulation.seeded(1)
        .explore(
            SEEDS,
            tasks -> {
              Standstill still = new Standstill(tasks);
              tasks.await(
                  onAPlainThread(() -> {
                    CompletableFuture<WriteGuard<int[]>> upgrade =
                        still.upgradable().upgradeAsync();
                    still.askForTheMutex();
                    upgrade.join().close();
                  }));
              still.endsWithRefused(1);
            });
  }

  /** Whose guard it is counts, not who has asked to upgrade it. */
  @Test
  void g11_upgradeOfAGuardThatWasMoved_isItsNewOwners() {
    Simulation.seeded(1)
        .explore(
            SEEDS,
            tasks -> {
              Standstill still = new Standstill(tasks);
              Task owner = Task.named("owner");
              tasks.await(
                  onAPlainThread(() -> {
                    UpgradableGuard<int[]> guard = still.upgradable();
                    guard.moveTo(owner);
                    CompletableFuture<WriteGuard<int[]>> upgrade = guard.upgradeAsync();
                    tasks.await(
                        onAPlainThread(() ->
                            owner.call(() -> {
                              still.askForTheMutex();
                              return null;
                            })));
                    upgrade.join().close();
                  }));
              still.endsWithRefused(1);
            });
  }

  @Test
  void g11_upgradeGrantedToACallbackThatClosesIt_isNoDeadlockOfTheThreadThatAsked() {
    Simulation.seeded(1)
        .explore(
            SEEDS,
            tasks -> {
              Standstill still = new Standstill(tasks);
              tasks.await(
                  onAPlainThread(() -> {
                    CompletableFuture<Void> closed =
                        still.upgradable().upgradeAsync().thenAccept(WriteGuard::close);
                    still.askForTheMutex();
                    tasks.await(closed);
                  }));
              still.endsWithRefused(0);
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void g11_upgradeLeftToAnotherThread_isNoDeadlockOfTheThreadThatAsked(boolean joined) {
    Simulation.seeded(1)
        .explore(
            SEEDS,
            tasks -> {
              Standstill still = new Standstill(tasks);
              tasks.await(
                  onAPlainThread(() -> {
                    CompletableFuture<WriteGuard<int[]>> upgrade =
                        still.upgradable().upgradeAsync();
                    CompletableFuture<Void> closed =
                        joined
                            ? onAPlainThread(() -> upgrade.join().close())
                            : upgrade.thenAcceptAsync(WriteGuard::close, Host.current()::execute);
                    still.askForTheMutex();
                    tasks.await(closed);
                  }));
              still.endsWithRefused(0);
            });
  }

  @Test
  void g11_upgradeAskedForByAThreadThatAlsoReads_isNoDeadlock() {
    Simulation.seeded(1)
        .explore(
            SEEDS,
            tasks -> {
              Standstill still = new Standstill(tasks);
              // Two flows on one thread: one reads, the other wants to write after it.
              tasks.await(
                  onAPlainThread(() -> {
                    Guard<int[]> reading = still.lock.read();
                    CompletableFuture<WriteGuard<int[]>> upgrade =
                        still.lock.upgradableRead().upgradeAsync();
                    tasks.sleep(Duration.ofMillis(20));
                    reading.close();
                    upgrade.join().close();
                  }));
              still.endsWithRefused(0);
            });
  }
}
