package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who holds, who waits, and what happened in which order: G12. */
@Timeout(120)
class ReportTest {
  private final Locks.Detail before = Locks.recorded();
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("seen"), () -> new int[1]);
  private final BlockingMutex<int[]> blocking =
      BlockingMutex.of(LockOptions.named("seen, too"), () -> new int[1]);

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
  }

  @Test
  void g12_report_withLines_tellsTaskModeTimeAndPlaceOfHolderAndWaiters() throws Exception {
    Locks.record(Locks.Detail.SITES);
    Task holder = Task.named("holder");
    Guard<int[]> guard = holder.call(mutex::lock);
    Job<Guard<int[]>> waiter = Job.start("waiter", () -> mutex.lock());
    Await.waiters(mutex, 1);
    CompletableFuture<Guard<int[]>> async = mutex.lockAsync(Task.named("async"));
    var closure = Task.named("closure").call(() -> mutex.submit(data -> data[0]));

    LockReport report = mutex.report();
    assertThat(report.lock()).isEqualTo("mutex 'seen'");
    LockReport.Holder held = report.holder().orElseThrow();
    assertThat(held.task()).isEqualTo("holder");
    assertThat(held.mode()).isEqualTo(LockMode.EXCLUSIVE);
    assertThat(held.held()).hasValueSatisfying(time -> assertThat(time).isPositive());
    assertThat(held.acquiredAt().orElseThrow().getClassName()).isEqualTo(getClass().getName());
    assertThat(report.waiters())
        .extracting(LockReport.Waiting::task)
        .containsExactly("waiter", "async", "closure");
    assertThat(report.waiters())
        .allSatisfy(waiting -> {
          assertThat(waiting.waited()).isPositive();
          assertThat(waiting.requestedAt().orElseThrow().getFileName())
              .isEqualTo("ReportTest.java");
        });
    assertThat(report.toString())
        .contains("mutex 'seen'", "held by holder for ", "waiting: waiter for ", "ReportTest.java");

    guard.close();
    waiter.result().close();
    granted(async).close();
    assertThat(closure.join()).isZero();
    assertThat(mutex.toString()).isEqualTo("mutex 'seen': free");
  }

  @Test
  void g12_report_ofABlockingMutex_tellsTheSame() throws Exception {
    Locks.record(Locks.Detail.SITES);
    try (var _ = blocking.lock()) {
      Job<Boolean> waiter = Job.startVirtual("waiter", () -> blocking.with(data -> true));
      Await.waiters(blocking, 1);
      LockReport report = blocking.report();
      assertThat(report.holder().orElseThrow().task()).isEqualTo(Thread.currentThread().getName());
      assertThat(report.holder().orElseThrow().acquiredAt()).isPresent();
      assertThat(report.waiters().getFirst().task()).isEqualTo("waiter");
      assertThat(waiter.isDone()).isFalse();
    }
    Await.free(blocking);
  }

  @Test
  void g12_report_withNothingRecorded_stillTellsWhoHolds() throws Exception {
    Locks.record(Locks.Detail.NOTHING);
    for (LockBase lock : List.of(mutex, blocking)) {
      Job<Void> holder =
          Job.start(
              "plain holder",
              () -> {
                try (Guard<int[]> _ = lock == mutex ? mutex.lock() : blocking.lock()) {
                  Await.waiters(lock, 1);
                  LockReport.Holder held = lock.report().holder().orElseThrow();
                  assertThat(held.task()).isEqualTo("plain holder");
                  assertThat(held.held()).isEmpty();
                  assertThat(held.acquiredAt()).isEmpty();
                }
                return null;
              });
      Await.until("held", () -> lock.report().holder().isPresent());
      Job<Void> waiter =
          Job.start(
              "waiter",
              () -> {
                (lock == mutex ? mutex.lock() : blocking.lock()).close();
                return null;
              });
      holder.result();
      waiter.result();
      Await.free(lock);
    }
  }

  @Test
  void g12_report_whileAClosureRuns_tellsItsTaskAndPlace() throws Exception {
    Locks.record(Locks.Detail.SITES);
    Guard<int[]> guard = mutex.lock();
    var queued = Task.named("queued").call(() -> mutex.submit(data -> mutex.report()));
    guard.close();
    var direct = Task.named("direct").call(() -> mutex.submit(data -> mutex.report()));
    LockReport.Holder first = queued.join().holder().orElseThrow();
    LockReport.Holder second = direct.join().holder().orElseThrow();
    assertThat(first.task()).isEqualTo("queued");
    assertThat(first.acquiredAt()).isPresent();
    assertThat(second.task()).isEqualTo("direct");
    assertThat(second.acquiredAt()).isPresent();
  }

  @Test
  void g12_report_ofAVeryLongQueue_isShortenedAsText() throws Exception {
    Guard<int[]> guard = mutex.lock();
    List<CompletableFuture<Guard<int[]>>> queue = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      queue.add(mutex.lockAsync());
    }
    assertThat(mutex.report().waiters()).hasSize(150);
    assertThat(mutex.toString()).contains("… and 50 more");
    queue.forEach(future -> future.cancel(true));
    guard.close();
  }

  @Test
  void g12_listeners_areToldInAnOrderThatTellsTheTruth() throws Exception {
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    LockListener listener =
        new LockListener() {
          @Override
          public void requested(LockEvent event) {
            log.add("requested " + event.task());
          }

          @Override
          public void acquired(LockEvent event) {
            log.add("acquired " + event.task());
          }

          @Override
          public void released(LockEvent event) {
            log.add("released " + event.task());
          }

          @Override
          public void withdrawn(LockEvent event) {
            log.add("withdrawn " + event.task());
          }
        };
    try (var _ = Locks.addListener(listener)) {
      Guard<int[]> first = Task.named("first").call(mutex::lock);
      var second = mutex.lockAsync(Task.named("second"));
      var third = Task.named("third").call(() -> mutex.submit(data -> data[0]));
      assertThat(mutex.lockAsync(Task.named("quitter")).cancel(true)).isTrue();
      first.close();
      granted(second).close();
      third.join();
    }
    mutex.lock().close();
    assertThat(log)
        .containsSubsequence(
            "requested second", "requested third", "requested quitter", "withdrawn quitter")
        .containsSubsequence(
            "acquired first",
            "released first",
            "acquired second",
            "released second",
            "acquired third",
            "released third")
        .doesNotHaveDuplicates();
  }

  @Test
  void g12_listeners_underContention_neverHearOfTwoHoldersAtOnce() throws Exception {
    List<LockEvent> log = Collections.synchronizedList(new ArrayList<>());
    LockListener listener =
        new LockListener() {
          @Override
          public void acquired(LockEvent event) {
            log.add(event);
          }

          @Override
          public void released(LockEvent event) {
            log.add(event);
          }
        };
    int rounds = 500;
    try (var _ = Locks.addListener(listener)) {
      List<Job<Void>> jobs = new ArrayList<>();
      for (int task = 0; task < 4; task++) {
        boolean virtual = task % 2 == 0;
        java.util.concurrent.Callable<Void> code =
            () -> {
              for (int round = 0; round < rounds; round++) {
                mutex.lock().close();
                blocking.lock().close();
                mutex.submit(data -> data[0]++).join();
              }
              return null;
            };
        jobs.add(virtual ? Job.startVirtual("v" + task, code) : Job.start("p" + task, code));
      }
      jobs.forEach(Job::result);
    }
    for (String lock : List.of("mutex 'seen'", "blocking mutex 'seen, too'")) {
      List<LockEvent> events = log.stream().filter(event -> event.lock().equals(lock)).toList();
      assertThat(events).hasSize(4 * rounds * 2 * (lock.startsWith("blocking") ? 1 : 2));
      for (int i = 0; i < events.size(); i += 2) {
        assertThat(events.get(i + 1).task()).isEqualTo(events.get(i).task());
      }
    }
  }

  @Test
  void g12_listenerThatThrows_harmsNobody() throws Exception {
    LockListener failing =
        new LockListener() {
          @Override
          public void acquired(LockEvent event) {
            throw new IllegalStateException("a listener that fails on purpose");
          }
        };
    try (var _ = Locks.addListener(failing)) {
      mutex.lock().close();
    }
    assertThat(mutex.report().holder()).isEmpty();
  }

  @Test
  void g12_flightRecorder_hasWaitsAndHolds(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("locks.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("keyhold.LockWait").withThreshold(Duration.ZERO);
      recording.enable("keyhold.LockHold").withThreshold(Duration.ZERO);
      recording.start();
      Guard<int[]> guard = Task.named("recorded holder").call(mutex::lock);
      Job<Guard<int[]>> waiter = Job.start("recorded waiter", mutex::lock);
      Await.waiters(mutex, 1);
      Job<Object> quitter = Job.start("recorded quitter", mutex::lock);
      Await.waiters(mutex, 2);
      quitter.interrupt();
      assertThat(quitter.failure()).isInstanceOf(InterruptedException.class);
      guard.close();
      waiter.result().close();
      mutex.submit(data -> data[0]).join();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("keyhold.LockHold"))
        .allSatisfy(event -> assertThat(event.getString("lock")).isEqualTo("mutex 'seen'"))
        .allSatisfy(event -> assertThat(event.getString("mode")).isEqualTo("EXCLUSIVE"))
        .extracting(event -> event.getString("task"))
        .contains("recorded holder", "recorded waiter")
        .hasSize(3);
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("keyhold.LockWait"))
        .extracting(event -> event.getString("task") + " " + event.getBoolean("granted"))
        .contains("recorded waiter true", "recorded quitter false");
  }
}
