package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is next when turns depend on the data, how often it is looked at, and what is told of it. */
@Timeout(120)
class ConditionOrderTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  /** What is guarded. */
  private static final class Data {
    private int value;
    private final List<String> served = new ArrayList<>();
  }

  private final Mutex<Data> mutex = Mutex.of(LockOptions.named("ordered"), Data::new);
  private final List<CompletableFuture<?>> futures = new ArrayList<>();

  @AfterEach
  void everythingIsFree() {
    Await.until("all are served: " + mutex, () -> futures.stream().allMatch(Future::isDone));
    futures.forEach(CompletableFuture::join);
    Await.free(mutex);
  }

  private static Predicate<Data> atLeast(int value) {
    return data -> data.value >= value;
  }

  /** In line now; notes its name once served. */
  private void when(String name, Predicate<Data> condition) {
    futures.add(mutex.lockWhenAsync(condition).thenAccept(guard -> note(guard, name)));
  }

  private void plain(String name) {
    futures.add(mutex.lockAsync().thenAccept(guard -> note(guard, name)));
  }

  private static void note(Guard<Data> guard, String name) {
    try (guard) {
      guard.get().served.add(name);
    }
  }

  private void closure(String name, int value) {
    futures.add(
        mutex.submit(data -> {
          data.value = value;
          return data.served.add(name);
        }));
  }

  private void set(int value) {
    mutex.with(data -> data.value = value);
  }

  private List<String> served() {
    return mutex.<List<String>, RuntimeException>with(data -> List.copyOf(data.served));
  }

  @Test
  void g02_conditionsTrueAtOnce_areServedInOrderOfArrival() {
    for (int i = 0; i < 50; i++) {
      when("w" + i, atLeast(i % 3));
    }
    // Those of 0 went through at once; the others follow as their values come.
    List<String> expected = new ArrayList<>();
    for (int value = 0; value < 3; value++) {
      int now = value;
      set(value);
      IntStream.range(0, 50).filter(i -> i % 3 == now).forEach(i -> expected.add("w" + i));
      assertThat(served()).isEqualTo(expected);
    }
  }

  @Test
  void g02_conditionTrueInTheQueue_goesBeforeOrdinaryOnesThatCameLater() throws Exception {
    Guard<Data> guard = mutex.lock();
    plain("before");
    when("when", atLeast(1));
    plain("after");
    guard.get().value = 1;
    guard.close();
    assertThat(served()).containsExactly("before", "when", "after");
  }

  @Test
  void g02_dormantWaiter_isPassedByOrdinaryOnesUntilItsConditionHolds() throws Exception {
    when("dormant", atLeast(1));
    Guard<Data> guard = mutex.lock();
    plain("first");
    closure("second", 0);
    Job<Void> third =
        Job.start(
            "third",
            () -> {
              try (Guard<Data> own = mutex.lock()) {
                own.get().served.add("third");
                own.get().value = 1;
              }
              return null;
            });
    Await.waiters(mutex, 4);
    plain("last");
    guard.close();
    third.result();
    assertThat(served()).containsExactly("first", "second", "third", "dormant", "last");
  }

  @Test
  void g02_conditionsAmongClosures_areServedBeforeTheClosureBehindThem() throws Exception {
    Guard<Data> guard = mutex.lock();
    closure("c1", 1);
    when("w2", atLeast(2));
    closure("c2", 2);
    closure("c3", 3);
    when("w3", atLeast(3));
    when("w9", atLeast(9));
    closure("c4", 4);
    closure("c9", 9);
    closure("c5", 5);
    guard.close();
    // Each of them as soon as it holds, and before whatever came after it.
    assertThat(served()).containsExactly("c1", "c2", "w2", "c3", "w3", "c4", "c9", "w9", "c5");
  }

  @Test
  void g02_longBatchOfClosures_doesNotOvertakeAnOlderConditionOnceItHolds() throws Exception {
    int closures = 1_000;
    Guard<Data> guard = mutex.lock();
    when("older", atLeast(500));
    for (int i = 1; i <= closures; i++) {
      closure("c" + i, i);
    }
    guard.close();
    futures.forEach(CompletableFuture::join);
    assertThat(served().indexOf("older")).isEqualTo(500);
    assertThat(served()).hasSize(closures + 1);
  }

  @Test
  void g02_conditionBehindABatch_isTestedBeforeWhatFollowsIt() throws Exception {
    Guard<Data> guard = mutex.lock();
    for (int i = 1; i <= 300; i++) {
      closure("c" + i, i);
    }
    when("behind", atLeast(300));
    for (int i = 301; i <= 600; i++) {
      closure("c" + i, i);
    }
    guard.close();
    futures.forEach(CompletableFuture::join);
    assertThat(served().indexOf("behind")).isEqualTo(300);
  }

  @Test
  void awaitUntil_joinsTheLineWhereItGivesTheMutexAway() throws Exception {
    Job<Void> awaiting =
        Job.start(
            "awaiting",
            () -> {
              try (Guard<Data> guard = mutex.lock()) {
                mutex.awaitUntil(guard, atLeast(1));
                guard.get().served.add("awaiting");
              }
              return null;
            });
    Await.dormant(mutex, 1);
    Guard<Data> guard = mutex.lock();
    plain("later");
    guard.get().value = 1;
    guard.close();
    awaiting.result();
    assertThat(served()).containsExactly("awaiting", "later");
  }

  @Test
  void tryForms_dormantWaitersInLine_takeAFreeMutex() throws Exception {
    when("dormant", atLeast(1));
    Job<Guard<Data>> parked = Job.start("parked", () -> mutex.lockWhen(atLeast(1)));
    Await.dormant(mutex, 2);
    for (Duration timeout : List.of(Duration.ZERO, LONG)) {
      try (Guard<Data> guard = mutex.tryLock(timeout)) {
        assertThat(guard).isNotNull();
        assertThat(mutex.report().waiters()).hasSize(2);
      }
      try (Guard<Data> guard = mutex.tryLockWhen(atLeast(0), timeout)) {
        assertThat(guard).isNotNull();
      }
    }
    assertThat(mutex.tryLockWhen(atLeast(1), Duration.ZERO)).isNull();
    try (Guard<Data> guard = mutex.tryLock()) {
      assertThat(guard).isNotNull();
      guard.get().value = 1;
    }
    parked.result().close();
  }

  @Test
  void tests_ofManyDormantWaiters_areAtMostOneInEachStateOfTheData() throws Exception {
    int waiters = 10_000;
    int releases = 20;
    AtomicInteger tests = new AtomicInteger();
    for (int i = 0; i < waiters; i++) {
      int number = i;
      when(
          "w" + i,
          data -> {
            tests.incrementAndGet();
            return data.value > number;
          });
    }
    assertThat(tests).as("each when it joins, and nobody else's").hasValue(waiters);
    for (int release = 1; release <= releases; release++) {
      set(0);
      assertThat(tests).hasValue(waiters * (release + 1));
    }
    // One release that queues ordinary requests and closures: each of them is a state.
    tests.set(0);
    Guard<Data> guard = mutex.lock();
    plain("plain");
    closure("closure", 0);
    closure("another", 0);
    guard.close();
    // The tests take so long that another thread may go on with the closures.
    Await.until("all are tested", () -> tests.get() == waiters * 4);
    Await.dormant(mutex, waiters);
    assertThat(tests).hasValue(waiters * 4);
    // The first of those that hold is served before the rest is looked at.
    tests.set(0);
    set(1);
    assertThat(served()).contains("w0");
    assertThat(tests.get()).isEqualTo(1 + (waiters - 1) * 2);
    tests.set(0);
    set(waiters);
    futures.forEach(CompletableFuture::join);
    assertThat(tests).as("in order, each serves the next").hasValue(waiters - 1);
  }

  /** Notes what is told of this lock. */
  private final class Notes implements LockListener {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void requested(LockEvent event) {
      note("requested", event);
    }

    @Override
    public void acquired(LockEvent event) {
      note("acquired", event);
    }

    @Override
    public void released(LockEvent event) {
      note("released", event);
    }

    @Override
    public void withdrawn(LockEvent event) {
      note("withdrawn", event);
    }

    private void note(String what, LockEvent event) {
      if (event.lock().equals(mutex.target())) {
        told.add(event.task() + " " + what);
      }
    }
  }

  @Test
  void listeners_aroundAwaitUntil_hearOfTwoHoldsOneAfterTheOther() throws Exception {
    Notes notes = new Notes();
    CountDownLatch end = new CountDownLatch(1);
    try (var _ = Locks.addListener(notes)) {
      Job<Void> owner =
          Job.start(
              "owner",
              () -> {
                try (Guard<Data> guard = mutex.lock()) {
                  mutex.awaitUntil(guard, atLeast(0));
                  mutex.awaitUntil(guard, atLeast(1));
                  end.await();
                }
                return null;
              });
      Await.dormant(mutex, 1);
      Task.named("setter").run(() -> set(1));
      Await.until("acquired again", () -> notes.told.size() == 6);
      assertThat(mutex.report().holder().orElseThrow().task()).isEqualTo("owner");
      end.countDown();
      owner.result();
    }
    assertThat(notes.told)
        .containsExactly(
            "owner acquired",
            "owner released",
            "owner requested",
            "setter acquired",
            "setter released",
            "owner acquired",
            "owner released");
  }

  @Test
  void listeners_ofRequestsThatEndOtherwise_hearHowEachEnded() throws Exception {
    Notes notes = new Notes();
    try (var _ = Locks.addListener(notes)) {
      Task.named("late").run(() -> mutex.lockWhenAsync(atLeast(1)).cancel(true));
      Task.named("failed")
          .run(() -> {
            var failed =
                mutex.lockWhenAsync(data -> {
                  throw new IllegalStateException("on purpose");
                });
            assertThat(failed).isCompletedExceptionally();
          });
      Task.named("async")
          .call(() -> {
            Guard<Data> guard = mutex.lock();
            assertThat(mutex.awaitUntilAsync(guard, atLeast(1)).cancel(true)).isTrue();
            guard = mutex.lock();
            granted(mutex.awaitUntilAsync(guard, atLeast(0))).close();
            return null;
          });
    }
    assertThat(notes.told)
        .containsExactly(
            "late requested",
            "late withdrawn",
            "failed requested",
            "failed acquired",
            "failed released",
            "async acquired",
            "async released",
            "async requested",
            "async withdrawn",
            "async acquired",
            "async released");
  }

  @Test
  void flightRecorder_ofAConditionThatComesTrue_hasOneWaitAndOneHold(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("conditions.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("keyhold.LockWait").withThreshold(Duration.ZERO);
      recording.enable("keyhold.LockHold").withThreshold(Duration.ZERO);
      recording.start();
      Task.named("atOnce").run(() -> granted(mutex.lockWhenAsync(atLeast(0))).close());
      var later = Task.named("later").call(() -> mutex.lockWhenAsync(atLeast(1)));
      set(1);
      granted(later).close();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    for (String task : List.of("atOnce", "later")) {
      assertThat(events.stream().filter(event -> task.equals(event.getString("task"))))
          .extracting(event -> event.getEventType().getName())
          .containsExactlyInAnyOrder("keyhold.LockWait", "keyhold.LockHold");
    }
  }
}
