package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@link SoakModelTest} for {@link RwLock}: writers change two plain counters one after the other
 * and count beside them in a model; readers must find the two equal, at the beginning and at the
 * end of their hold. In the end counters and model agree, and all is free.
 *
 * <p>The same properties tell how long and which operations.
 */
@Timeout(3_600)
class RwLockSoakModelTest {
  private static final int TASKS = 32;
  private static final int LOCKS = 3;
  private static final int OPERATIONS = Integer.getInteger("keyhold.soak.operations", 60_000);

  private final long seed = Long.getLong("keyhold.soak.seed", new Random().nextLong());
  private final List<RwLock<Pair>> locks = new ArrayList<>();
  private final AtomicIntegerArray counted = new AtomicIntegerArray(LOCKS);
  private final AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(TASKS);
  private final ConcurrentLinkedQueue<Guard<Pair>> abandoned = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<CompletableFuture<?>> futures = new ConcurrentLinkedQueue<>();

  /** Equal unless somebody is writing. */
  private static final class Pair {
    final int lock;
    int left;
    int right;

    Pair(int lock) {
      this.lock = lock;
    }
  }

  @ParameterizedTest
  @EnumSource(Locks.Detail.class)
  void randomOperations_byManyTasks_leaveEverythingCountedAndFree(Locks.Detail detail) {
    System.out.println("soak: -Dkeyhold.soak.seed=" + seed);
    for (int i = 0; i < LOCKS; i++) {
      int number = i;
      locks.add(RwLock.of(LockOptions.named("rw" + i), () -> new Pair(number)));
    }
    Locks.Detail before = Locks.record(detail);
    try {
      soak();
    } finally {
      Locks.record(before);
    }
    for (int i = 0; i < LOCKS; i++) {
      Await.free(locks.get(i));
      int left = locks.get(i).withRead(pair -> pair.left);
      int right = locks.get(i).withWrite(pair -> pair.right);
      assertThat(left).isEqualTo(counted.get(i));
      assertThat(right).isEqualTo(counted.get(i));
    }
    assertThat(futures).allMatch(CompletableFuture::isDone);
    assertThat(WaitGraph.stuckCount()).isZero();
  }

  private void soak() {
    List<Job<Void>> jobs = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      Random random = new Random(seed + i);
      jobs.add(
          Job.startVirtual(
              "soak-" + i,
              () -> {
                threads.set(number, Thread.currentThread());
                for (int done = 0; done < OPERATIONS / TASKS; done++) {
                  step(random);
                }
                return null;
              }));
    }
    // Whatever was left behind last has nobody else to close it.
    while (!jobs.stream().allMatch(Job::isDone)) {
      closeAbandoned();
      Thread.onSpinWait();
    }
    jobs.forEach(Job::result);
    closeAbandoned();
    Await.until(
        "all requests are settled", () -> futures.stream().allMatch(CompletableFuture::isDone));
  }

  private RwLock<Pair> any(Random random) {
    return locks.get(random.nextInt(LOCKS));
  }

  private void step(Random random) {
    try {
      switch (random.nextInt(14)) {
        case 0, 1 -> read(random, any(random).read());
        case 2 -> write(random, any(random).write());
        case 3 -> tried(random);
        case 4 -> timed(random);
        case 5 -> nested(random);
        case 6 -> upgraded(random, any(random).upgradableRead());
        case 7 -> downgraded(random, any(random).write());
        case 8 -> asynchronous(random);
        case 9 -> cancelled(random);
        case 10 -> joined(random);
        case 11 -> abandon(random);
        case 12 -> interrupt(random);
        default -> scoped(random);
      }
    } catch (InterruptedException | DeadlockException e) {
      // Both are ways out, and nothing was counted.
    }
  }

  private static void look(Pair pair) {
    assertThat(pair.left == pair.right).as("somebody writes beside a reader").isTrue();
  }

  private int change(Pair pair) {
    look(pair);
    pair.left++;
    counted.incrementAndGet(pair.lock);
    pair.right++;
    look(pair);
    return pair.left;
  }

  private static void pause(Random random) {
    if (random.nextInt(8) == 0) {
      LockSupport.parkNanos(1_000);
    }
  }

  private static void read(Random random, Guard<Pair> guard) {
    if (guard != null) {
      try (guard) {
        int seen = guard.get().left;
        look(guard.get());
        pause(random);
        assertThat(guard.get().left == seen).as("somebody has written").isTrue();
      }
    }
  }

  private void write(Random random, Guard<Pair> guard) {
    if (guard != null) {
      try (guard) {
        change(guard.get());
        pause(random);
        look(guard.get());
      }
    }
  }

  private void tried(Random random) {
    read(random, any(random).tryRead());
    write(random, any(random).tryWrite());
    UpgradableGuard<Pair> guard = any(random).tryUpgradableRead();
    if (guard != null) {
      try (guard) {
        write(random, guard.tryUpgrade());
      }
    }
  }

  private void timed(Random random) throws InterruptedException {
    Duration time = Duration.ofNanos(random.nextInt(200_000));
    read(random, any(random).tryRead(time));
    write(random, any(random).tryWrite(time));
    read(random, any(random).tryUpgradableRead(time));
  }

  /** Any two, in any order and mode: deadlocks are to be expected. */
  private void nested(Random random) throws InterruptedException {
    try (var outer = random.nextBoolean() ? any(random).read() : any(random).upgradableRead()) {
      look(outer.get());
      if (random.nextBoolean()) {
        read(random, any(random).read());
      } else {
        write(random, any(random).write());
      }
      look(outer.get());
    }
  }

  private void upgraded(Random random, UpgradableGuard<Pair> guard) throws InterruptedException {
    try (guard) {
      int seen = guard.get().left;
      pause(random);
      WriteGuard<Pair> writer =
          switch (random.nextInt(4)) {
            case 0 -> guard.upgrade();
            case 1 -> guard.tryUpgrade(Duration.ofNanos(random.nextInt(100_000)));
            case 2 -> upgradedLater(random, guard);
            default -> guard.tryUpgrade();
          };
      if (writer == null) {
        read(random, guard.isClosed() ? null : guard.downgrade());
      } else {
        assertThat(writer.get().left == seen).as("somebody wrote in between").isTrue();
        write(random, writer);
      }
    }
  }

  private WriteGuard<Pair> upgradedLater(Random random, UpgradableGuard<Pair> guard) {
    CompletableFuture<WriteGuard<Pair>> upgrade = guard.upgradeAsync();
    futures.add(upgrade);
    switch (random.nextInt(3)) {
      case 0 -> {
        if (upgrade.cancel(true)) {
          look(guard.get());
          return null;
        }
      }
      case 1 -> {
        guard.close();
        // Too late, or refused.
        return upgrade.exceptionally(RwLockSoakModelTest::refused).join();
      }
      default -> {}
    }
    try {
      return upgrade.join();
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(DeadlockException.class);
      return null;
    }
  }

  private static WriteGuard<Pair> refused(Throwable reason) {
    assertThat(reason).isInstanceOf(GuardClosedException.class);
    return null;
  }

  private void downgraded(Random random, WriteGuard<Pair> guard) throws InterruptedException {
    int written = change(guard.get());
    Guard<Pair> reader = random.nextBoolean() ? guard.downgrade() : guard.downgradeToUpgradable();
    pause(random);
    assertThat(reader.get().left == written).as("somebody wrote in between").isTrue();
    if (reader instanceof UpgradableGuard<Pair> upgradable) {
      upgraded(random, upgradable);
    } else {
      read(random, reader);
    }
  }

  private void scoped(Random random) {
    any(random)
        .withRead(pair -> {
          look(pair);
          return any(random).withWrite(this::change);
        });
  }

  private CompletableFuture<? extends Guard<Pair>> request(Random random, boolean writes) {
    RwLock<Pair> lock = any(random);
    Task task = Task.named("soaked");
    CompletableFuture<? extends Guard<Pair>> future =
        switch (random.nextInt(2)) {
          case 0 -> writes ? lock.writeAsync() : lock.readAsync();
          default -> writes ? lock.writeAsync(task) : lock.readAsync(task);
        };
    futures.add(future);
    return future;
  }

  private void use(boolean writes, Guard<Pair> guard) {
    try (guard) {
      if (writes) {
        change(guard.get());
      } else {
        look(guard.get());
      }
    }
  }

  private void asynchronous(Random random) {
    boolean writes = random.nextBoolean();
    futures.add(request(random, writes).thenAccept(guard -> use(writes, guard)));
  }

  private void cancelled(Random random) {
    boolean writes = random.nextBoolean();
    var future = request(random, writes);
    pause(random);
    if (!future.cancel(true)) {
      join(writes, future);
    }
  }

  private void joined(Random random) {
    boolean writes = random.nextBoolean();
    join(writes, request(random, writes));
  }

  /** Refused, if those behind the request and those ahead of it wait for each other. */
  private void join(boolean writes, CompletableFuture<? extends Guard<Pair>> future) {
    try {
      use(writes, future.join());
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(DeadlockException.class);
    }
  }

  /** Closed by another: until then it belongs to nobody that waits. */
  private void abandon(Random random) throws InterruptedException {
    Guard<Pair> guard = random.nextInt(4) == 0 ? any(random).write() : any(random).read();
    look(guard.get());
    guard.moveTo(Task.named("abandoned"));
    abandoned.add(guard);
  }

  private void closeAbandoned() {
    for (var guard = abandoned.poll(); guard != null; guard = abandoned.poll()) {
      guard.close();
    }
  }

  private void interrupt(Random random) {
    Thread other = threads.get(random.nextInt(TASKS));
    if (other != null) {
      other.interrupt();
    }
  }
}
