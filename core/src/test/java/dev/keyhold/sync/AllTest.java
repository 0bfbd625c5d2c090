package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.PoisonedException;
import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several locks as one request: all or none, in order in every line. */
@Timeout(120)
class AllTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Mutex<int[]> a = Mutex.of(LockOptions.named("a"), () -> new int[1]);
  private final Mutex<int[]> b = Mutex.of(LockOptions.named("b"), () -> new int[1]);
  private final RwLock<int[]> c = RwLock.of(LockOptions.named("c"), () -> new int[1]);

  @AfterEach
  void everythingIsFree() {
    Await.free(a);
    Await.free(b);
    Await.free(c);
    assertThat(WaitGraph.stuckCount()).isZero();
  }

  @Test
  void all_free_givesTheDataOfEach() throws Exception {
    try (AllGuard guard = Locks.all(b, a, c.forReading())) {
      guard.get(a)[0] = 1;
      guard.get(b)[0] = 2;
      assertThat(guard.get(c.forReading())).containsExactly(0);
      assertThat(a.tryLock()).isNull();
      assertThat(c.tryWrite()).isNull();
      try (ReadGuard<int[]> beside = c.tryRead()) {
        assertThat(beside).isNotNull();
      }
      assertThat(guard).hasToString("guard of mutex 'b', mutex 'a', read-write lock 'c' together");
    }
    int first = a.with(data -> data[0]);
    int second = b.with(data -> data[0]);
    assertThat(List.of(first, second)).containsExactly(1, 2);
  }

  @Test
  void get_ofAPartThatWasNotAskedFor_isRefused() throws Exception {
    try (AllGuard guard = Locks.all(a, c.forReading())) {
      assertThatThrownBy(() -> guard.get(b))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("mutex 'b'")
          .hasMessageContaining("mutex 'a'");
      assertThatThrownBy(() -> guard.get(c.forWriting()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void close_twice_releasesOnceAndUseAfterItIsRefused() throws Exception {
    AllGuard guard = Locks.all(a, b);
    guard.close();
    try (var _ = a.lock()) {
      guard.close();
      assertThat(Job.start("other", a::tryLock).result()).isNull();
    }
    assertThat(guard.isClosed()).isTrue();
    assertThatThrownBy(() -> guard.get(a)).isInstanceOf(GuardClosedException.class);
    assertThatThrownBy(() -> guard.moveTo(Task.named("late")))
        .isInstanceOf(GuardClosedException.class);
  }

  @Test
  void moveTo_givesTheHoldOfEachToTheTask() throws Exception {
    AllGuard guard = Locks.all(a, c.forReading(), b);
    guard.moveTo(Task.named("other"));
    for (LockBase lock : List.of(a, b, c)) {
      assertThat(lock.report().holder().orElseThrow().task()).isEqualTo("other");
    }
    guard.close();
  }

  @Test
  void g12_listeners_hearOfEachHoldByTheNameOfItsTask() {
    List<String> told = new ArrayList<>();
    LockListener notes =
        new LockListener() {
          @Override
          public void acquired(LockEvent event) {
            told.add(event.task() + " acquired " + event.lock());
          }

          @Override
          public void released(LockEvent event) {
            told.add(event.task() + " released " + event.lock());
          }
        };
    try (var _ = Locks.addListener(notes)) {
      Task.named("both").run(() -> Locks.allUninterruptibly(a, c.forReading()).close());
    }
    assertThat(told)
        .containsExactly(
            "both acquired mutex 'a'",
            "both acquired read-write lock 'c'",
            "both released mutex 'a'",
            "both released read-write lock 'c'");
  }

  @Test
  void all_badlyNamed_isRefused() {
    assertThatThrownBy(() -> Locks.all())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name at least one");
    assertThatThrownBy(() -> Locks.all(a, b, a))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mutex 'a' was named twice");
    assertThatThrownBy(() -> Locks.all(c.forReading(), c.forWriting()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for writing if it is for both");
    assertThatThrownBy(() -> Locks.tryAll(Duration.ofNanos(-1), a))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("negative");
  }

  @Test
  void tryAll_oneHeld_takesNone() throws Exception {
    Guard<int[]> held = b.lock();
    assertThat(Job.start("other", () -> Locks.tryAll(a, b)).result()).isNull();
    assertThat(Job.start("timed", () -> Locks.tryAll(Duration.ZERO, a, b)).result()).isNull();
    try (Guard<int[]> free = a.tryLock()) {
      assertThat(free).isNotNull();
    }
    held.close();
    try (AllGuard guard = Locks.tryAll(a, b)) {
      assertThat(guard).isNotNull();
    }
  }

  @Test
  void g02_all_waitsInEveryLine_andIsServedInOrderInEach() throws Exception {
    Guard<int[]> held = b.lock();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Job<Object> both =
        Job.start(
            "both",
            () -> {
              try (var _ = Locks.all(a, b)) {
                return order.add("both");
              }
            });
    Await.waiters(b, 1);
    // It has the free one already, so nobody gets it before: neither a newcomer nor a try.
    assertThat(a.tryLock()).isNull();
    Job<Object> later =
        Job.start(
            "later",
            () -> {
              try (var _ = a.lock()) {
                return order.add("later");
              }
            });
    Await.waiters(a, 1);
    assertThat(a.report().holder().orElseThrow().task()).isEqualTo("both");
    held.close();
    both.result();
    later.result();
    assertThat(order).containsExactly("both", "later");
  }

  @ParameterizedTest
  @ValueSource(strings = {"interrupt", "timeout", "cancel"})
  void g06_all_givenUp_leavesEveryLineAndReleasesWhatItHad(String how) throws Exception {
    Guard<int[]> held = b.lock();
    CompletableFuture<AllGuard> future = how.equals("cancel") ? Locks.allAsync(a, b) : null;
    Job<AllGuard> job = null;
    if (future == null) {
      Duration time = how.equals("timeout") ? Duration.ofMillis(5) : LONG;
      job = Job.start("both", () -> Locks.tryAll(time, a, b));
    }
    if (!how.equals("timeout")) {
      Await.waiters(b, 1);
      Job<Boolean> behind = Job.start("behind", () -> a.with(data -> true));
      Await.waiters(a, 1);
      if (future != null) {
        assertThat(future.cancel(true)).isTrue();
      } else {
        job.interrupt();
        assertThat(job.failure()).isInstanceOf(InterruptedException.class);
      }
      assertThat(behind.result()).isTrue();
    } else {
      assertThat(job.result()).isNull();
    }
    assertThat(b.report().waiters()).isEmpty();
    held.close();
  }

  @Test
  void g07_async_grantedAndNotPickedUp_isListedAsSuch() throws Exception {
    CompletableFuture<AllGuard> future = Locks.allAsync(Task.named("lazy"), a, c.forReading());
    assertThat(future).isCompleted();
    assertThat(a.report().holder().orElseThrow().unclaimed()).isTrue();
    assertThat(c.report().holder().orElseThrow().unclaimed()).isTrue();
    AllGuard guard = future.join();
    guard.get(a);
    assertThat(a.report().holder().orElseThrow().unclaimed()).isFalse();
    guard.close();
  }

  @Test
  void g11_all_ofWhatItsTaskHolds_isRefusedAndTakesNone() throws Exception {
    try (var _ = b.lock()) {
      assertThatThrownBy(() -> Locks.all(a, b))
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("asks for mutex 'b'")
          .hasMessageContaining("which it holds already");
      try (Guard<int[]> free = a.tryLock()) {
        assertThat(free).isNotNull();
      }
    }
  }

  @Test
  void g11_holderOfOneWaitingForAnother_closesACircle() throws Exception {
    Guard<int[]> held = b.lock();
    Job<AllGuard> both = Job.start("both", () -> Locks.all(a, b));
    Await.waiters(b, 1);
    Await.parked(both.thread());
    assertThatThrownBy(a::lock)
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("both waits for mutex 'b'");
    held.close();
    both.result().close();
  }

  @Test
  void g11_grantOfOnePlace_thatClosesACircle_isFound() throws Exception {
    // both: in line for a and c. This thread holds c, and waits for a behind both; when a is
    // given to both, the circle is closed by a grant, not by a request.
    Guard<int[]> first = a.lock();
    Job<WriteGuard<int[]>> holder = Job.start("holder", c::write);
    WriteGuard<int[]> heldByOther = holder.result();
    heldByOther.moveTo(Task.current());
    Job<AllGuard> both = Job.start("both", () -> Locks.all(a, c.forReading()));
    Await.waiters(c, 1);
    Await.parked(both.thread());
    first.moveTo(Task.named("elsewhere"));
    Job<Void> closer =
        Job.start(
            "closer",
            () -> {
              Await.waiters(a, 2);
              first.close();
              return null;
            });
    Throwable found = null;
    try {
      a.lock().close();
    } catch (DeadlockException e) {
      found = e;
    }
    heldByOther.close();
    closer.result();
    if (found == null) {
      // The newest waiter is the victim: either of the two may have come last.
      assertThat(both.failure()).isInstanceOf(DeadlockException.class);
    } else {
      both.result().close();
    }
  }

  @Test
  void g16_onePoisoned_refusesAndReleasesAll() throws Exception {
    Mutex<int[]> poisoned = Mutex.of(LockOptions.named("p").poisonOnThrow(true), () -> new int[1]);
    assertThatThrownBy(() ->
            poisoned.with(data -> {
              throw new IllegalStateException("on purpose");
            }))
        .hasMessage("on purpose");
    assertThatThrownBy(() -> Locks.all(a, poisoned)).isInstanceOf(PoisonedException.class);
    assertThatThrownBy(() -> Locks.tryAll(a, poisoned)).isInstanceOf(PoisonedException.class);
    assertThatThrownBy(() -> Locks.allAsync(a, poisoned).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(PoisonedException.class);
    Await.free(poisoned);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 20})
  void all_inAnyOrderByMany_neverDeadlocksAndLosesNothing(int locks) {
    long seed = new Random().nextLong();
    System.out.println("all: seed " + seed);
    List<Mutex<int[]>> mutexes = new ArrayList<>();
    for (int i = 0; i < locks; i++) {
      mutexes.add(Mutex.of(LockOptions.named("m" + i), () -> new int[1]));
    }
    int tasks = 8;
    int rounds = 400;
    List<Job<Integer>> jobs = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      Random random = new Random(seed + task);
      jobs.add(
          Job.startVirtual(
              "task" + task,
              () -> {
                int counted = 0;
                for (int round = 0; round < rounds; round++) {
                  List<Mutex<int[]>> chosen = new ArrayList<>(mutexes);
                  Collections.shuffle(chosen, random);
                  chosen = chosen.subList(0, 1 + random.nextInt(Math.min(3, locks)));
                  counted += count(chosen, random.nextInt(8));
                }
                return counted;
              }));
    }
    int counted = jobs.stream().mapToInt(Job::result).sum();
    int found = 0;
    for (Mutex<int[]> mutex : mutexes) {
      Await.free(mutex);
      int value = mutex.with(data -> data[0]);
      found += value;
    }
    assertThat(found).isEqualTo(counted);
  }

  private static int count(List<Mutex<int[]>> chosen, int way) throws Exception {
    LockPart<?>[] parts = chosen.toArray(LockPart[]::new);
    AllGuard guard =
        switch (way) {
          case 0 -> Locks.tryAll(parts);
          case 1 -> Locks.tryAll(Duration.ofNanos(20_000), parts);
          case 2 -> {
            CompletableFuture<AllGuard> future = Locks.allAsync(parts);
            yield future.cancel(true) ? null : future.join();
          }
          case 3 -> Locks.allAsync(parts).join();
          default -> Objects.requireNonNull(Locks.all(parts));
        };
    if (guard == null) {
      return 0;
    }
    try (guard) {
      chosen.forEach(mutex -> guard.get(mutex)[0]++);
    }
    return chosen.size();
  }
}
