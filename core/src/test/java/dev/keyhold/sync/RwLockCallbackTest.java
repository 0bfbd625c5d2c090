package dev.keyhold.sync;

import static dev.keyhold.sync.RwLockOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What code of the user's may do when an {@link RwLock} calls it back: G8. */
@Timeout(120)
class RwLockCallbackTest {
  private static final int MANY = 100_000;

  private final RwLock<int[]> lock = RwLock.of(LockOptions.named("called"), () -> new int[1]);

  private static int stackDepth() {
    return StackWalker.getInstance().walk(frames -> (int) frames.count());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void g08_queuedReadersAndWriters_aHundredThousand_doNotGrowTheStack() throws Exception {
    AtomicInteger deepest = new AtomicInteger();
    AtomicInteger reads = new AtomicInteger();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    WriteGuard<int[]> first = lock.write();
    for (int i = 0; i < MANY; i++) {
      int number = i;
      if (i % 10 == 0) {
        all.add(
            lock.writeAsync()
                .thenAccept(guard -> {
                  try (guard) {
                    guard.get()[0]++;
                  }
                }));
      } else {
        all.add(
            lock.readAsync()
                .thenAccept(guard -> {
                  try (guard) {
                    assertThat(guard.get()[0] == number / 10 + 1).isTrue();
                    reads.incrementAndGet();
                    if (number % 97 == 0) {
                      deepest.accumulateAndGet(stackDepth(), Math::max);
                    }
                  }
                }));
      }
    }
    first.close();
    all.forEach(CompletableFuture::join);
    assertThat(reads.get()).isEqualTo(MANY - MANY / 10);
    assertThat(deepest.get()).isLessThan(1_000);
    Await.free(lock);
  }

  @Test
  void g08_queuedReadersInOneRun_areAllServedWithoutGrowingTheStack() throws Exception {
    WriteGuard<int[]> first = lock.write();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    AtomicInteger deepest = new AtomicInteger();
    for (int i = 0; i < MANY / 10; i++) {
      all.add(
          lock.readAsync()
              .thenAccept(guard -> {
                guard.close();
                deepest.accumulateAndGet(stackDepth(), Math::max);
              }));
    }
    first.close();
    all.forEach(CompletableFuture::join);
    assertThat(deepest.get()).isLessThan(1_000);
    Await.free(lock);
  }

  @Test
  void g08_readersOfOneRun_mayWaitForEachOther() throws Exception {
    int readers = 5;
    CyclicBarrier all = new CyclicBarrier(readers);
    List<CompletableFuture<Void>> done = new ArrayList<>();
    WriteGuard<int[]> first = lock.write();
    for (int i = 0; i < readers; i++) {
      done.add(
          lock.readAsync()
              .thenAccept(guard -> {
                try (guard) {
                  all.await();
                } catch (Exception e) {
                  throw new CompletionException(e);
                }
              }));
    }
    Job<Void> releaser =
        Job.start(
            "releaser",
            () -> {
              first.close();
              return null;
            });
    releaser.result();
    done.forEach(CompletableFuture::join);
    Await.free(lock);
  }

  @Test
  void g08_readersCallbackThatTakesForEver_delaysNoOtherReaderOfTheRun() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    WriteGuard<int[]> first = lock.write();
    CompletableFuture<Void> slow =
        lock.readAsync()
            .thenAccept(guard -> {
              guard.close();
              await(end);
            });
    CompletableFuture<ReadGuard<int[]>> other = lock.readAsync();
    Job<ReadGuard<int[]>> parked = Job.start("parked", lock::read);
    Await.waiters(lock, 3);
    Job<Void> releaser =
        Job.start(
            "releaser",
            () -> {
              first.close();
              return null;
            });
    parked.result().close();
    granted(other).close();
    lock.withWrite(data -> data[0]++);
    assertThat(slow).isNotDone();
    end.countDown();
    releaser.result();
    slow.join();
  }

  @Test
  void g08_callbackThatRelocksAndThrows_harmsNobodyElse() throws Exception {
    WriteGuard<int[]> first = lock.write();
    CompletableFuture<Void> failing =
        lock.readAsync()
            .thenAccept(guard -> {
              guard.close();
              lock.withWrite(data -> data[0]++);
              throw new IllegalStateException("on purpose");
            });
    CompletableFuture<Integer> behind =
        lock.upgradableReadAsync()
            .thenCompose(UpgradableGuard::upgradeAsync)
            .thenApply(guard -> {
              try (guard) {
                return ++guard.get()[0];
              }
            });
    first.close();
    assertThat(failing.handle((value, failure) -> failure).join())
        .hasRootCauseMessage("on purpose");
    assertThat(behind.join()).isPositive();
    Await.free(lock);
    int total = lock.withRead(data -> data[0]);
    assertThat(total).isEqualTo(2);
  }
}
