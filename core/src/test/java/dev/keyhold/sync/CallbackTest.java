package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What code of the user's may do when it is called back: G8. */
@Timeout(120)
class CallbackTest {
  private static final int MANY = 100_000;

  private final Mutex<List<Integer>> mutex = Mutex.of(LockOptions.named("called"), ArrayList::new);

  private static int stackDepth() {
    return StackWalker.getInstance().walk(frames -> (int) frames.count());
  }

  @Test
  void g08_callbackThatRelocks_getsTheLockAgain() throws Exception {
    Guard<List<Integer>> first = mutex.lock();
    CompletableFuture<Integer> relocked =
        mutex
            .lockAsync()
            .thenCompose(guard -> {
              guard.close();
              mutex.with(data -> data.add(1));
              return mutex.lockAsync();
            })
            .thenApply(guard -> {
              try (guard) {
                guard.get().add(2);
                return guard.get().size();
              }
            });
    first.close();
    assertThat(relocked.join()).isEqualTo(2);
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  void g08_callbackThatThrows_harmsNobodyButItsOwnStage() throws Exception {
    Guard<List<Integer>> first = mutex.lock();
    CompletableFuture<Void> failing =
        mutex
            .lockAsync()
            .thenAccept(guard -> {
              try (guard) {
                throw new IllegalStateException("on purpose");
              }
            });
    CompletableFuture<Boolean> failingClosure =
        mutex.submit(data -> {
          throw new java.io.IOException("on purpose, too");
        });
    CompletableFuture<Boolean> next = mutex.submit(data -> data.add(1));
    first.close();
    assertThatThrownBy(failing::join).hasRootCauseMessage("on purpose");
    assertThatThrownBy(failingClosure::join).hasRootCauseMessage("on purpose, too");
    assertThat(next.join()).isTrue();
    assertThat(mutex.report().holder()).isEmpty();
    assertThat(mutex.isPoisoned()).isFalse();
  }

  @Test
  void g08_callbackThatTakesForEver_delaysNobodyButTheReleaseItRunsIn() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    Guard<List<Integer>> first = mutex.lock();
    CompletableFuture<Void> slow =
        mutex
            .lockAsync()
            .thenAccept(guard -> {
              guard.close();
              inside.countDown();
              await(end);
            });
    CompletableFuture<Boolean> behind = mutex.submit(data -> data.add(1));
    Job<Void> releaser =
        Job.start(
            "releaser",
            () -> {
              first.close();
              return null;
            });
    inside.await();
    assertThat(behind.join()).isTrue();
    boolean added = mutex.with(data -> data.add(2));
    assertThat(added).isTrue();
    assertThat(mutex.report().holder()).isEmpty();
    assertThat(releaser.isDone()).isFalse();
    end.countDown();
    releaser.result();
    slow.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  @Tag("long")
  void g08_queuedCallbacks_aHundredThousand_runInOrderWithoutGrowingTheStack() throws Exception {
    AtomicInteger deepest = new AtomicInteger();
    Guard<List<Integer>> first = mutex.lock();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      int number = i;
      all.add(
          mutex
              .lockAsync()
              .thenAccept(guard -> {
                try (guard) {
                  guard.get().add(number);
                  if (number % 97 == 0) {
                    deepest.accumulateAndGet(stackDepth(), Math::max);
                  }
                }
              }));
    }
    first.close();
    all.forEach(CompletableFuture::join);
    assertThat(mutex.<List<Integer>, RuntimeException>with(List::copyOf))
        .isEqualTo(IntStream.range(0, MANY).boxed().toList());
    assertThat(deepest.get()).isLessThan(1_000);
  }

  @Test
  @Tag("long")
  void g08_queuedClosures_aHundredThousand_runInOrderWithoutGrowingTheStack() throws Exception {
    AtomicInteger deepest = new AtomicInteger();
    Guard<List<Integer>> first = mutex.lock();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      int number = i;
      all.add(
          mutex
              .submit(data -> data.add(number))
              .thenRun(() -> {
                if (number % 97 == 0) {
                  deepest.accumulateAndGet(stackDepth(), Math::max);
                }
              }));
    }
    first.close();
    all.forEach(CompletableFuture::join);
    assertThat(mutex.<List<Integer>, RuntimeException>with(List::copyOf))
        .isEqualTo(IntStream.range(0, MANY).boxed().toList());
    assertThat(deepest.get()).isLessThan(1_000);
    Await.free(mutex);
  }

  @Test
  @Tag("long")
  void g08_queuedCallbacksOfManyLocks_releasedOneByTheOther_doNotGrowTheStack() throws Exception {
    int locks = 10_000;
    AtomicInteger deepest = new AtomicInteger();
    List<Mutex<int[]>> mutexes = new ArrayList<>();
    List<Guard<int[]>> held = new ArrayList<>();
    for (int i = 0; i < locks; i++) {
      mutexes.add(Mutex.of(() -> new int[1]));
      held.add(mutexes.get(i).lock());
    }
    CompletableFuture<Void> end = new CompletableFuture<>();
    for (int i = 0; i < locks; i++) {
      int number = i;
      var _ =
          mutexes
              .get(i)
              .lockAsync()
              .thenAccept(guard -> {
                deepest.accumulateAndGet(stackDepth(), Math::max);
                guard.close();
                if (number + 1 < locks) {
                  held.get(number + 1).close();
                } else {
                  end.complete(null);
                }
              });
    }
    held.getFirst().close();
    end.join();
    assertThat(deepest.get()).isLessThan(1_000);
  }

  @Test
  void g08_closureInABatch_mayUseOtherLocks() throws Exception {
    Mutex<int[]> other = Mutex.of(() -> new int[1]);
    Guard<List<Integer>> first = mutex.lock();
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(mutex.submit(data -> other.with(count -> ++count[0])));
    }
    first.close();
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).join()).isEqualTo(i + 1);
    }
  }
}
