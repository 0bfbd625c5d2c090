package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is next. G1, G2, G3 and G10, which hold for {@link Mutex}. */
@Timeout(120)
class QueueOrderTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Mutex<List<String>> mutex = Mutex.of(LockOptions.named("ordered"), ArrayList::new);

  /** The future's guard, which is there. */
  static <T> Guard<T> granted(CompletableFuture<Guard<T>> future) {
    assertThat(future).isCompleted();
    return future.join();
  }

  private Job<Void> waiting(String name, java.util.concurrent.Callable<Void> code) {
    int before = mutex.report().waiters().size();
    Job<Void> job = Job.start(name, code);
    Await.waiters(mutex, before + 1);
    return job;
  }

  @Test
  void g01_lockAsync_neverLookedAt_keepsItsPlace() throws Exception {
    Guard<List<String>> first = mutex.lock();
    CompletableFuture<Guard<List<String>>> ignored = mutex.lockAsync();
    Job<Void> later =
        waiting(
            "later",
            () -> {
              try (var guard = mutex.lock()) {
                guard.get().add("later");
              }
              return null;
            });
    first.close();
    assertThat(ignored).isCompleted();
    assertThat(mutex.report().waiters()).hasSize(1);
    try (var guard = granted(ignored)) {
      guard.get().add("ignored");
    }
    later.result();
    assertThat(mutex.<List<String>, RuntimeException>with(List::copyOf))
        .containsExactly("ignored", "later");
  }

  @Test
  void g01_allForms_areServedInTheOrderOfTheirCalls() throws Exception {
    Guard<List<String>> first = mutex.lock();
    List<Job<Void>> jobs = new ArrayList<>();
    List<CompletableFuture<?>> futures = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      String name = round + "-";
      jobs.add(
          waiting(
              name,
              () -> {
                try (var guard = mutex.lock()) {
                  guard.get().add(name + "lock");
                }
                return null;
              }));
      futures.add(
          mutex
              .lockAsync()
              .thenAccept(guard -> {
                try (guard) {
                  guard.get().add(name + "async");
                }
              }));
      jobs.add(
          waiting(
              name,
              () -> {
                try (var guard = mutex.tryLock(LONG)) {
                  guard.get().add(name + "timed");
                }
                return null;
              }));
      futures.add(mutex.submit(data -> data.add(name + "submit")));
      futures.add(mutex.submit(data -> data.add(name + "submit again")));
      jobs.add(
          waiting(
              name,
              () -> {
                mutex.with(data -> data.add(name + "with"));
                return null;
              }));
      for (String form : List.of("lock", "async", "timed", "submit", "submit again", "with")) {
        expected.add(name + form);
      }
    }
    first.close();
    jobs.forEach(Job::result);
    futures.forEach(CompletableFuture::join);
    assertThat(mutex.<List<String>, RuntimeException>with(List::copyOf)).isEqualTo(expected);
  }

  @Test
  void g02_tryLock_whileSomebodyWaits_fails() throws Exception {
    Guard<List<String>> first = mutex.lock();
    var second = mutex.lockAsync();
    var third = mutex.lockAsync();
    assertThat(mutex.tryLock()).isNull();
    first.close();
    assertThat(mutex.tryLock()).isNull();
    assertThat(mutex.tryLock(Duration.ZERO)).isNull();
    granted(second).close();
    assertThat(mutex.tryLock()).isNull();
    granted(third).close();
    try (var guard = mutex.tryLock()) {
      assertThat(guard).isNotNull();
    }
  }

  @Test
  void g02_newcomers_whileATaskIsBeingWoken_doNotOvertake() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      Guard<List<String>> first = mutex.lock();
      var next = mutex.lockAsync();
      Job<Guard<List<String>>> parked = round % 50 == 0 ? parkedLocker() : null;
      first.close();
      assertThat(mutex.tryLock()).isNull();
      granted(next).close();
      if (parked != null) {
        assertThat(mutex.tryLock()).isNull();
        parked.result().close();
      }
    }
  }

  private Job<Guard<List<String>>> parkedLocker() {
    Job<Guard<List<String>>> job = Job.startVirtual("parked", mutex::lock);
    Await.waiters(mutex, 2);
    return job;
  }

  @Test
  void g03_releaseWithWaiters_isNeverObservablyFree() throws Exception {
    int rounds = 20_000;
    Guard<List<String>> first = mutex.lock();
    List<CompletableFuture<Guard<List<String>>>> queued =
        IntStream.range(0, rounds).mapToObj(i -> mutex.lockAsync()).toList();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger looks = new AtomicInteger();
    Job<Void> thief =
        Job.start(
            "thief",
            () -> {
              while (!stop.get()) {
                assertThat(mutex.tryLock()).isNull();
                looks.incrementAndGet();
              }
              return null;
            });
    Await.until("the thief looks", () -> looks.get() > 0);
    first.close();
    for (int i = 0; i < rounds - 1; i++) {
      granted(queued.get(i)).close();
    }
    stop.set(true);
    thief.result();
    granted(queued.getLast()).close();
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  void g03_report_whileHandedOn_alwaysShowsAHolderWhereSomebodyWaits() throws Exception {
    int rounds = 2_000;
    Guard<List<String>> first = mutex.lock();
    List<CompletableFuture<Guard<List<String>>>> queued =
        IntStream.range(0, rounds).mapToObj(i -> mutex.lockAsync()).toList();
    Job<Void> closer =
        Job.start(
            "closer",
            () -> {
              first.close();
              queued.forEach(future -> granted(future).close());
              return null;
            });
    while (!closer.isDone()) {
      LockReport report = mutex.report();
      assertThat(report.waiters().isEmpty() || report.holder().isPresent()).isTrue();
    }
    closer.result();
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  @Tag("long")
  void g02_parkedVirtualThreads_aHundredThousand_areServedInOrder() throws Exception {
    int tasks = 100_000;
    int[] order = new int[tasks];
    Mutex<int[]> served = Mutex.of(() -> new int[1]);
    Guard<int[]> first = served.lock();
    List<Thread> threads = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      int number = i;
      Thread thread =
          Thread.ofVirtual().start(() -> served.with(next -> order[next[0]++] = number));
      Await.parked(thread);
      threads.add(thread);
    }
    first.close();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(order).isEqualTo(IntStream.range(0, tasks).toArray());
  }

  @Test
  @Tag("long")
  void g10_writesBeforeARelease_areSeenByWhoeverAcquiresNext() {
    Mutex<long[]> mutex = Mutex.of(() -> new long[64]);
    int rounds = 20_000;
    List<Job<Void>> jobs = new ArrayList<>();
    for (int task = 0; task < 4; task++) {
      boolean async = task % 2 == 0;
      jobs.add(
          Job.startVirtual(
              "task",
              () -> {
                for (int round = 0; round < rounds; round++) {
                  try (var guard = async ? mutex.lockAsync().join() : mutex.lock()) {
                    long[] data = guard.get();
                    for (int i = 1; i < data.length; i++) {
                      assertThat(data[i] == data[0]).isTrue();
                    }
                    java.util.Arrays.fill(data, data[0] + 1);
                  }
                }
                return null;
              }));
    }
    jobs.forEach(Job::result);
    long total = mutex.with(data -> data[0]);
    assertThat(total).isEqualTo(4L * rounds);
  }
}
