package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No wake-up is lost: a bounded buffer whose producers and consumers wait in every form, and are
 * interrupted, cancelled and out of time at random. Every item arrives exactly once, and everybody
 * comes home.
 *
 * <p>{@code -Dkeyhold.buffer.items=1000000} takes longer, {@code -Dkeyhold.buffer.seed} tells which
 * forms are drawn; how they meet is up to the machine.
 */
@Timeout(3_600)
class ConditionModelTest {
  private static final int TASKS = 12;
  private static final int CAPACITY = 3;
  private static final int ITEMS = Integer.getInteger("keyhold.buffer.items", 24_000);

  private final long seed = Long.getLong("keyhold.buffer.seed", new Random().nextLong());
  private final Mutex<Buffer> mutex = Mutex.of(LockOptions.named("buffer"), Buffer::new);
  private final Queue<CompletableFuture<?>> futures = new ConcurrentLinkedQueue<>();

  /** Not safe for more than one. */
  private static final class Buffer {
    private final ArrayDeque<Integer> items = new ArrayDeque<>();
    private final BitSet taken = new BitSet();
    private int takenTwice;

    boolean hasRoom() {
      return items.size() < CAPACITY;
    }

    boolean hasItem() {
      return !items.isEmpty();
    }

    void take() {
      int item = items.remove();
      takenTwice += taken.get(item) ? 1 : 0;
      taken.set(item);
    }
  }

  /** What a task does once, when the buffer lets it. */
  private record Step(Predicate<Buffer> condition, java.util.function.Consumer<Buffer> action) {}

  @ParameterizedTest
  @EnumSource(Locks.Detail.class)
  void boundedBuffer_waitsOfAllFormsGivenUpAtRandom_losesAndDoublesNothing(Locks.Detail detail) {
    System.out.println("buffer: -Dkeyhold.buffer.seed=" + seed);
    Locks.Detail before = Locks.record(detail);
    try {
      run();
    } finally {
      Locks.record(before);
    }
    Await.free(mutex);
    Await.until("all is settled", () -> futures.stream().allMatch(CompletableFuture::isDone));
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
    int left = mutex.with(buffer -> buffer.items.size());
    int taken = mutex.with(buffer -> buffer.taken.cardinality());
    int takenTwice = mutex.with(buffer -> buffer.takenTwice);
    assertThat(List.of(left, taken, takenTwice)).containsExactly(0, ITEMS, 0);
  }

  private void run() {
    List<Job<Void>> jobs = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      Random random = new Random(seed + i);
      java.util.concurrent.Callable<Void> code =
          () -> {
            for (int item = number / 2; item < ITEMS; item += TASKS / 2) {
              int mine = item;
              until(
                  random,
                  number % 2 == 0
                      ? new Step(Buffer::hasRoom, buffer -> buffer.items.add(mine))
                      : new Step(Buffer::hasItem, Buffer::take));
            }
            return null;
          };
      String name = "buffer-" + i;
      jobs.add(i < 4 ? Job.start(name, code) : Job.startVirtual(name, code));
    }
    Random random = new Random(seed - 1);
    while (!jobs.stream().allMatch(Job::isDone)) {
      jobs.get(random.nextInt(TASKS)).interrupt();
      java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(200_000));
    }
    jobs.forEach(Job::result);
  }

  /** Tries one form after the other until one has done it. */
  private void until(Random random, Step step) {
    while (true) {
      try {
        if (tried(random, step)) {
          return;
        }
      } catch (InterruptedException e) {
        // Another try.
      }
    }
  }

  private boolean tried(Random random, Step step) throws InterruptedException {
    Duration limit = Duration.ofNanos(random.nextInt(100_000));
    return switch (random.nextInt(8)) {
      case 0 -> done(mutex.lockWhen(step.condition), step);
      case 1 -> done(mutex.tryLockWhen(step.condition, limit), step);
      case 2 -> awaited(step);
      case 3 -> awaited(step, limit);
      case 4 -> done(got(random, mutex.lockWhenAsync(step.condition)), step);
      case 5 -> done(got(random, ofATask(step)), step);
      case 6 -> done(got(random, mutex.awaitUntilAsync(mutex.lock(), step.condition)), step);
      default -> submitted(step);
    };
  }

  private boolean done(@Nullable Guard<Buffer> guard, Step step) {
    if (guard == null) {
      return false;
    }
    try (guard) {
      assertThat(step.condition.test(guard.get())).isTrue();
      step.action.accept(guard.get());
      return true;
    }
  }

  private boolean awaited(Step step) throws InterruptedException {
    try (Guard<Buffer> guard = mutex.lock()) {
      mutex.awaitUntil(guard, step.condition);
      return done(guard, step);
    }
  }

  private boolean awaited(Step step, Duration limit) throws InterruptedException {
    try (Guard<Buffer> guard = mutex.lock()) {
      return mutex.awaitUntil(guard, step.condition, limit) && done(guard, step);
    }
  }

  private CompletableFuture<Guard<Buffer>> ofATask(Step step) {
    return mutex.lockWhenAsync(Task.named("worker"), step.condition);
  }

  /** Waits for the guard, or gives it up; null: given up in time. */
  private @Nullable Guard<Buffer> got(Random random, CompletableFuture<Guard<Buffer>> future)
      throws InterruptedException {
    futures.add(future);
    if (futures.size() > 1_000) {
      futures.removeIf(CompletableFuture::isDone);
    }
    try {
      if (random.nextInt(3) > 0 || !future.cancel(true)) {
        return future.get();
      }
      return null;
    } catch (InterruptedException e) {
      if (future.cancel(true)) {
        throw e;
      }
      return future.resultNow();
    } catch (CancellationException e) {
      return null;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private boolean submitted(Step step) {
    return mutex
        .submit(buffer -> {
          boolean met = step.condition.test(buffer);
          if (met) {
            step.action.accept(buffer);
          }
          return met;
        })
        .join();
  }
}
