package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who is next where readers share: G1 to G4 and G6 for {@link RwLock}, with readers in slots
 * (nothing recorded) and in the list.
 */
@Timeout(120)
@ParameterizedClass
@EnumSource(
    value = Locks.Detail.class,
    names = {"NOTHING", "SITES"})
class RwLockOrderTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Parameter Locks.Detail detail = Locks.Detail.NOTHING;

  private final RwLock<List<String>> lock = RwLock.of(LockOptions.named("ordered"), ArrayList::new);
  private Locks.Detail before = Locks.Detail.NOTHING;

  @BeforeEach
  void record() throws InterruptedException {
    before = Locks.record(detail);
    // From the second reader on there are slots.
    lock.read().close();
  }

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
    Await.free(lock);
  }

  /** The future's guard, which is there once callbacks have run. */
  static <G extends Guard<?>> G granted(CompletableFuture<G> future) {
    Await.until("granted", future::isDone);
    return future.resultNow();
  }

  /** How a writer waits. */
  enum Writing {
    PARKED,
    TIMED,
    ASYNC,
    SCOPED
  }

  private Job<Void> waiting(String name, Callable<Void> code) {
    int ahead = lock.report().waiters().size();
    Job<Void> job = Job.start(name, code);
    Await.waiters(lock, ahead + 1);
    return job;
  }

  private Job<Guard<List<String>>> parked(String name, Callable<Guard<List<String>>> code) {
    int ahead = lock.report().waiters().size();
    Job<Guard<List<String>>> job = Job.start(name, code);
    Await.waiters(lock, ahead + 1);
    Await.parked(job.thread());
    return job;
  }

  private List<LockMode> holders() {
    return lock.report().holders().stream().map(LockReport.Holder::mode).toList();
  }

  private List<LockMode> waiters() {
    return lock.report().waiters().stream().map(LockReport.Waiting::mode).toList();
  }

  @Test
  void g01_requestsNeverLookedAt_keepTheirPlaces() throws Exception {
    WriteGuard<List<String>> first = lock.write();
    CompletableFuture<WriteGuard<List<String>>> writer = lock.writeAsync();
    CompletableFuture<ReadGuard<List<String>>> reader = lock.readAsync();
    Job<Void> later =
        waiting(
            "later",
            () -> {
              lock.withWrite(data -> data.add("later"));
              return null;
            });
    first.close();
    assertThat(writer).isCompleted();
    assertThat(reader).isNotDone();
    granted(writer).close();
    assertThat(granted(reader).get()).isEmpty();
    assertThat(later.isDone()).isFalse();
    granted(reader).close();
    later.result();
  }

  @Test
  void g02_tryForms_failWhileAConflictingRequestWaits() throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    CompletableFuture<WriteGuard<List<String>>> writer = lock.writeAsync();
    assertThat(lock.tryRead()).isNull();
    assertThat(lock.tryRead(Duration.ZERO)).isNull();
    assertThat(lock.tryUpgradableRead()).isNull();
    assertThat(lock.tryUpgradableRead(Duration.ZERO)).isNull();
    assertThat(lock.tryWrite()).isNull();
    reader.close();
    assertThat(lock.tryRead()).isNull();
    assertThat(lock.tryWrite(Duration.ZERO)).isNull();
    granted(writer).close();
    try (var guard = lock.tryRead()) {
      assertThat(guard).isNotNull();
      assertThat(lock.tryWrite()).isNull();
      try (var second = lock.tryUpgradableRead()) {
        assertThat(second).isNotNull();
        assertThat(lock.tryUpgradableRead()).isNull();
        Objects.requireNonNull(lock.tryRead()).close();
      }
    }
    try (var guard = lock.tryWrite()) {
      assertThat(guard).isNotNull();
      assertThat(lock.tryRead()).isNull();
    }
  }

  @Test
  void g02_tryWrite_thatFails_leavesReadersAsTheyWere() throws Exception {
    List<ReadGuard<List<String>>> readers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      readers.add(lock.read());
      assertThat(lock.tryWrite()).isNull();
      assertThat(lock.report().holders()).hasSize(i + 1);
    }
    for (int i = 0; i < 20; i++) {
      readers.get(i).close();
      assertThat(lock.report().holders()).hasSize(19 - i);
    }
    Objects.requireNonNull(lock.tryWrite()).close();
  }

  @Test
  void g03_releaseWithAWriterWaiting_isNeverObservablyFree() throws Exception {
    int rounds = 3_000;
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<WriteGuard<List<String>>>> queued = new ArrayList<>();
    ReadGuard<List<String>> first = lock.read();
    for (int i = 0; i < rounds; i++) {
      queued.add(lock.writeAsync());
    }
    AtomicInteger looks = new AtomicInteger();
    Job<Void> thief =
        Job.start(
            "thief",
            () -> {
              while (!stop.get()) {
                assertThat(lock.tryRead()).isNull();
                assertThat(lock.tryWrite()).isNull();
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
  }

  @ParameterizedTest
  @EnumSource(Writing.class)
  void g04_readerBehindAWaitingWriter_queuesBehindIt(Writing writing) throws Exception {
    ReadGuard<List<String>> first = lock.read();
    Job<Void> writer = startWriter(writing, "writer");
    Job<Guard<List<String>>> behind = parked("behind", lock::read);
    assertThat(waiters()).containsExactly(LockMode.EXCLUSIVE, LockMode.SHARED);
    first.close();
    writer.result();
    try (var guard = behind.result()) {
      assertThat(guard.get()).containsExactly("writer");
    }
  }

  /** Writes its name and leaves. */
  private Job<Void> startWriter(Writing writing, String name) {
    return waiting(
        name,
        () -> {
          if (writing == Writing.SCOPED) {
            lock.withWrite(data -> data.add(name));
            return null;
          }
          try (var guard =
              switch (writing) {
                case TIMED -> Objects.requireNonNull(lock.tryWrite(LONG));
                case ASYNC -> lock.writeAsync().join();
                default -> lock.write();
              }) {
            guard.get().add(name);
          }
          return null;
        });
  }

  @Test
  void g04_leavingWriter_admitsTheRunOfReadersAtTheHeadAndNoneBehindTheNextWriter()
      throws Exception {
    WriteGuard<List<String>> writer = lock.write();
    List<Job<Guard<List<String>>>> run = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      run.add(parked("run-" + i, lock::read));
    }
    CompletableFuture<ReadGuard<List<String>>> async = lock.readAsync();
    run.add(parked("upgradable", lock::upgradableRead));
    CompletableFuture<WriteGuard<List<String>>> next = lock.writeAsync();
    Job<Guard<List<String>>> behind = parked("behind", lock::read);
    CompletableFuture<ReadGuard<List<String>>> asyncBehind = lock.readAsync();
    writer.close();
    assertThat(waiters()).containsExactly(LockMode.EXCLUSIVE, LockMode.SHARED, LockMode.SHARED);
    assertThat(holders())
        .containsExactly(
            LockMode.SHARED,
            LockMode.SHARED,
            LockMode.SHARED,
            LockMode.SHARED,
            LockMode.UPGRADABLE);
    assertThat(lock.tryRead()).isNull();
    for (var reader : run) {
      assertThat(next).isNotDone();
      reader.result().close();
    }
    granted(async).close();
    assertThat(next).isCompleted();
    assertThat(asyncBehind).isNotDone();
    granted(next).close();
    behind.result().close();
    granted(asyncBehind).close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Writing.class,
      names = {"PARKED", "TIMED", "ASYNC"})
  void g06_writerAtTheHeadThatGivesUp_letsTheReadersBehindItIn(Writing writing) throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    CompletableFuture<WriteGuard<List<String>>> async = new CompletableFuture<>();
    Job<Void> writer = null;
    if (writing == Writing.ASYNC) {
      async = lock.writeAsync();
    } else {
      writer = startWriter(writing, "writer");
      Await.parked(writer.thread());
    }
    List<Job<Guard<List<String>>>> behind = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      behind.add(parked("behind-" + i, lock::read));
    }
    CompletableFuture<ReadGuard<List<String>>> asyncBehind = lock.readAsync();
    CompletableFuture<WriteGuard<List<String>>> next = lock.writeAsync();
    if (writer == null) {
      assertThat(async.cancel(true)).isTrue();
    } else {
      writer.interrupt();
      assertThat(writer.failure()).isInstanceOf(InterruptedException.class);
    }
    for (var job : behind) {
      job.result().close();
    }
    granted(asyncBehind).close();
    assertThat(next).isNotDone();
    reader.close();
    granted(next).close();
  }

  @Test
  void g06_writerAtTheHeadOutOfTime_letsTheReadersBehindItIn() throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    Job<Object> writer = Job.start("writer", () -> lock.tryWrite(Duration.ofMillis(300)));
    List<CompletableFuture<ReadGuard<List<String>>>> behind = new ArrayList<>();
    Await.until("waiting or over", () -> waiters().size() == 1 || writer.isDone());
    for (int i = 0; i < 3; i++) {
      behind.add(lock.readAsync());
    }
    assertThat(writer.result()).isNull();
    behind.forEach(future -> granted(future).close());
    reader.close();
  }

  @Test
  void g06_writerBetweenReadersThatGivesUp_makesOneRunOfThem() throws Exception {
    WriteGuard<List<String>> first = lock.write();
    CompletableFuture<ReadGuard<List<String>>> ahead = lock.readAsync();
    CompletableFuture<WriteGuard<List<String>>> leaver = lock.writeAsync();
    CompletableFuture<ReadGuard<List<String>>> behind = lock.readAsync();
    CompletableFuture<UpgradableGuard<List<String>>> upgradable = lock.upgradableReadAsync();
    assertThat(leaver.cancel(false)).isTrue();
    first.close();
    assertThat(holders()).containsExactly(LockMode.SHARED, LockMode.SHARED, LockMode.UPGRADABLE);
    granted(ahead).close();
    granted(behind).close();
    granted(upgradable).close();
  }

  @Test
  void g06_lastWaiterCancelled_readersComeInWithoutAQueueAgain() throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    CompletableFuture<WriteGuard<List<String>>> writer = lock.writeAsync();
    assertThat(lock.tryRead()).isNull();
    assertThat(writer.cancel(true)).isTrue();
    try (var second = lock.tryRead()) {
      assertThat(second).isNotNull();
    }
    reader.close();
    Objects.requireNonNull(lock.tryWrite()).close();
  }

  @Test
  void g02_sharedRequest_passesAnUpgradableOneThatWaitsForAnotherButNoWriter() throws Exception {
    UpgradableGuard<List<String>> holder = lock.upgradableRead();
    CompletableFuture<UpgradableGuard<List<String>>> second = lock.upgradableReadAsync();
    Objects.requireNonNull(lock.tryRead()).close();
    Job.start("reader", () -> lock.withRead(List::size)).result();
    CompletableFuture<WriteGuard<List<String>>> writer = lock.writeAsync();
    assertThat(lock.tryRead()).isNull();
    CompletableFuture<ReadGuard<List<String>>> behind = lock.readAsync();
    assertThat(behind).isNotDone();
    holder.close();
    assertThat(second).isCompleted();
    assertThat(writer).isNotDone();
    assertThat(behind).isNotDone();
    granted(second).close();
    assertThat(behind).isNotDone();
    granted(writer).close();
    granted(behind).close();
  }

  @Test
  void g02_sharedRequestQueuedBehindAnUpgradableOne_isAdmittedWithTheRun() throws Exception {
    WriteGuard<List<String>> writer = lock.write();
    CompletableFuture<UpgradableGuard<List<String>>> first = lock.upgradableReadAsync();
    CompletableFuture<UpgradableGuard<List<String>>> second = lock.upgradableReadAsync();
    CompletableFuture<ReadGuard<List<String>>> reader = lock.readAsync();
    writer.close();
    assertThat(holders()).containsExactly(LockMode.UPGRADABLE, LockMode.SHARED);
    assertThat(waiters()).containsExactly(LockMode.UPGRADABLE);
    granted(reader).close();
    assertThat(second).isNotDone();
    granted(first).close();
    granted(second).close();
  }
}
