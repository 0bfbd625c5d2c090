package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.json.Json;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** All locks of the process at once, with what their threads are doing: G12. */
@Timeout(120)
class ProcessReportTest {
  private final Locks.Detail before = Locks.record(Locks.Detail.NOTHING);
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void recordAsBefore() {
    over.countDown();
    Locks.record(before);
  }

  private static Optional<LockReport> part(ProcessReport report, LockBase lock) {
    return report.locks().stream().filter(part -> part.lock().equals(lock.target())).findFirst();
  }

  private static LockReport part(LockBase lock) {
    return part(Locks.report(), lock).orElseThrow();
  }

  private Void holdForATime(LockBase lock) throws Exception {
    try (Guard<int[]> _ = guard(lock)) {
      over.await();
    }
    return null;
  }

  @SuppressWarnings("unchecked")
  private static Guard<int[]> guard(LockBase lock) throws InterruptedException {
    return lock instanceof Mutex<?> mutex
        ? ((Mutex<int[]>) mutex).lock()
        : ((BlockingMutex<int[]>) lock).lock();
  }

  private static List<LockBase> unnamed() {
    return List.of(Mutex.of(() -> new int[1]), BlockingMutex.of(() -> new int[1]));
  }

  private static void assertHolds(List<StackTraceElement> stack) {
    assertThat(stack).extracting(StackTraceElement::getMethodName).contains("holdForATime");
    assertThat(stack)
        .extracting(StackTraceElement::getClassName)
        .contains(ProcessReportTest.class.getName());
  }

  @Test
  void g12_processReport_knowsANamedLock_fromItsMaking() {
    Mutex<int[]> mutex = Mutex.of(LockOptions.named("named, never used"), () -> new int[1]);
    ProcessReport report = Locks.report();
    assertThat(part(report, mutex)).hasValueSatisfying(part -> assertThat(part.isFree()).isTrue());
    assertThat(report.freeCount()).isPositive();
    assertThat(report.toString()).doesNotContain(mutex.target());
    assertThat(report.toLongString()).contains(mutex.target() + ": free");
  }

  @Test
  void g12_processReport_knowsALockWithoutName_fromTheFirstWait() throws Exception {
    for (LockBase lock : unnamed()) {
      Guard<int[]> guard = guard(lock);
      assertThat(part(Locks.report(), lock)).isEmpty();
      Job<Void> waiter =
          Job.start(
              "waiter",
              () -> {
                guard(lock).close();
                return null;
              });
      Await.waiters(lock, 1);
      ProcessReport report = Locks.report();
      assertThat(report.heldCount()).isPositive();
      assertThat(report.waitingCount()).isPositive();
      LockReport part = part(report, lock).orElseThrow();
      assertThat(part.waiters()).hasSize(1);
      assertThat(part.waiters().getFirst().thread()).contains("waiter");
      assertThat(part.waiters().getFirst().stack())
          .extracting(StackTraceElement::getMethodName)
          .contains("guard");
      guard.close();
      waiter.result();
      assertThat(part(lock).isFree()).isTrue();
    }
  }

  @Test
  void g12_processReport_forgetsALock_thatWasCollected() {
    // A name of its own: other tests' locks may be there for as long as they like.
    String name = "to be collected";
    WeakReference<Mutex<int[]>> gone =
        new WeakReference<>(Mutex.of(LockOptions.named(name), () -> new int[1]));
    Await.until(
        "collected",
        () -> {
          System.gc();
          return gone.refersTo(null);
        });
    assertThat(Locks.report().locks()).noneMatch(part -> part.lock().contains(name));
  }

  @Test
  void g12_processReport_withNothingRecorded_showsTheStackOfAVirtualHolder() {
    for (LockBase lock : named("virtual")) {
      Job<Void> holder = Job.startVirtual("", () -> holdForATime(lock));
      Await.until("held", () -> lock.report().holder().isPresent());
      Await.parked(holder.thread());
      LockReport.Holder held = part(lock).holder().orElseThrow();
      assertThat(held.task()).isEqualTo("virtual thread #" + holder.thread().threadId());
      assertThat(held.thread()).contains(held.task());
      assertHolds(held.stack());
      assertHolds(lock.reportWithStacks().holder().orElseThrow().stack());
      assertThat(lock.report().holder().orElseThrow().stack()).isEmpty();
    }
  }

  @Test
  void g12_processReport_withNothingRecorded_showsTheStackOfAPlatformHolder() {
    for (LockBase lock : named("platform")) {
      Job<Void> holder = Job.start("platform holder", () -> holdForATime(lock));
      Await.until("held", () -> lock.report().holder().isPresent());
      Await.parked(holder.thread());
      LockReport.Holder held = part(lock).holder().orElseThrow();
      assertThat(held.thread()).contains("platform holder");
      assertHolds(held.stack());
    }
  }

  @Test
  void g12_processReport_ofARecordedHold_showsTheStackOfItsThread_whoeverTheTaskIs() {
    Locks.record(Locks.Detail.TIMES);
    for (LockBase lock : named("recorded")) {
      Job<Void> holder =
          Job.startVirtual(
              "carrier of the task", () -> Task.named("writer").call(() -> holdForATime(lock)));
      Await.until("held", () -> lock.report().holder().isPresent());
      Await.parked(holder.thread());
      LockReport.Holder held = part(lock).holder().orElseThrow();
      assertThat(held.task()).isEqualTo("writer");
      assertThat(held.thread()).contains("carrier of the task");
      assertHolds(held.stack());
      assertThat(Locks.report().toString())
          .contains("held by writer for ", ", on carrier of the task", "      at ");
    }
  }

  private static List<LockBase> named(String name) {
    LockOptions options = LockOptions.named(name);
    return List.of(
        Mutex.of(options, () -> new int[1]), BlockingMutex.of(options, () -> new int[1]));
  }

  @Test
  void g12_processReport_marksAGrantThatNobodyPicksUp_andNamesNoThreadForIt() throws Exception {
    for (Locks.Detail detail : Locks.Detail.values()) {
      Locks.record(detail);
      Mutex<int[]> mutex = Mutex.of(LockOptions.named("unclaimed " + detail), () -> new int[1]);
      Guard<int[]> first = mutex.lock();
      CompletableFuture<Guard<int[]>> second = mutex.lockAsync(Task.named("second"));
      first.close();
      ProcessReport report = Locks.report();
      assertThat(report.unclaimedCount()).isPositive();
      assertThat(report.toString()).contains("granted but not picked up");
      LockReport.Holder held = part(report, mutex).orElseThrow().holder().orElseThrow();
      assertThat(held.unclaimed()).isTrue();
      assertThat(held.thread()).isEmpty();
      assertThat(held.stack()).isEmpty();
      granted(second).get()[0]++;
      LockReport.Holder picked = part(mutex).holder().orElseThrow();
      assertThat(picked.unclaimed()).isFalse();
      assertThat(picked.thread()).contains(Thread.currentThread().getName());
      granted(second).close();
    }
  }

  @Test
  void g12_processReport_showsAPoisonedLock_thoughItIsFree() {
    BlockingMutex<int[]> mutex =
        BlockingMutex.of(LockOptions.named("poisoned one"), () -> new int[1]);
    try {
      mutex.with(data -> data[1]++);
    } catch (ArrayIndexOutOfBoundsException _) {
      assertThat(mutex.isPoisoned()).isTrue();
    }
    assertThat(Locks.report().toString()).contains(mutex.target() + " (poisoned): free");
  }

  @Test
  void g12_processReport_asJson_tellsTheSame() throws Exception {
    Locks.record(Locks.Detail.SITES);
    Mutex<int[]> mutex = Mutex.of(LockOptions.named("as JSON"), () -> new int[1]);
    Guard<int[]> guard = Task.named("holder").call(mutex::lock);
    CompletableFuture<Guard<int[]>> waiting = mutex.lockAsync(Task.named("waiter"));
    Json all = Json.parse(Locks.report().toJson().toString());
    assertThat(all.at("/held").asInt()).isPositive();
    assertThat(all.at("/waiting").asInt()).isPositive();
    assertThat(all.at("/known").asInt())
        .isEqualTo(all.at("/free").asInt() + notFree(all.at("/locks").elements()));

    Json lock = Json.NULL;
    for (Json each : all.at("/locks").elements()) {
      if (each.at("/lock").asString().equals("mutex 'as JSON'")) {
        lock = each;
      }
    }
    assertThat(lock.at("/poisoned").asBoolean()).isFalse();
    assertThat(lock.at("/holders/0/task").asString()).isEqualTo("holder");
    assertThat(lock.at("/holders/0/mode").asString()).isEqualTo("EXCLUSIVE");
    assertThat(lock.at("/holders/0/heldNanos").asLong()).isPositive();
    assertThat(lock.at("/holders/0/acquiredAt").asString()).contains("ProcessReportTest.java");
    assertThat(lock.at("/holders/0/unclaimed").asBoolean()).isFalse();
    assertThat(lock.at("/holders/0/stack").size()).isPositive();
    assertThat(lock.at("/waiters/0/task").asString()).isEqualTo("waiter");
    assertThat(lock.at("/waiters/0/waitedNanos").asLong()).isPositive();
    assertThat(lock.at("/waiters/0/thread").isNull()).isTrue();
    assertThat(lock.at("/waiters/0/stack").size()).isZero();
    assertThat(mutex.report().toJson().at("/holders/0/stack").size()).isZero();
    guard.close();
    granted(waiting).close();
  }

  private static int notFree(Iterable<Json> locks) {
    int count = 0;
    for (Json lock : locks) {
      if (lock.at("/holders").size() + lock.at("/waiters").size() > 0) {
        count++;
      }
    }
    return count;
  }

  @Test
  void threadDump_asTheJdkWritesIt_givesTheWantedThreadsOnly() {
    String dump =
        """
        {"threadDump": {"processId": "1", "threadContainers": [{"container": "<root>",
         "parent": null, "owner": null, "threads": [
          {"tid": "3", "name": "other", "stack": ["java.base/java.lang.Thread.run(Thread.java:1)"]},
          {"tid": "31", "name": "", "state": "WAITING", "parkBlocker": {"object": "Mutex@1"},
           "stack": ["app.Bank.pay(Bank.java:12)", "app.Main.main(Unknown Source)"]}],
         "threadCount": "2"}]}}
        """;
    try (var parser = JsonMapper.shared().createParser(dump)) {
      assertThat(ThreadDump.read(parser, Set.of(31L, 77L)))
          .containsOnlyKeys(31L)
          .hasEntrySatisfying(
              31L,
              stack ->
                  assertThat(stack)
                      .extracting(StackTraceElement::toString)
                      .containsExactly(
                          "app.Bank.pay(Bank.java:12)", "app.Main.main(Unknown Source)"));
    }
  }

  @Test
  void threadDump_frames_areReadBackAsTheyWere() {
    for (String text :
        List.of(
            "java.base/java.lang.VirtualThread.park(VirtualThread.java:742)",
            "java.base/jdk.internal.misc.Unsafe.park(Native Method)",
            "app//com.example.Main.main(Main.java:3)",
            "my.module@1.2/com.example.Main.<init>(Main.java)",
            "loader/my.module@1.2/com.example.Main.run(Main.java:3)",
            "D$$Lambda/0x00007f01.run(Unknown Source)",
            "java.base/java.util.X$$Lambda/0x00007f01.run(Unknown Source)",
            "Main.lambda$main$0(Main.java:3)")) {
      assertThat(ThreadDump.frame(text)).hasToString(text);
    }
    StackTraceElement hidden =
        ThreadDump.frame("java.base/java.util.X$$Lambda/0x00007f01.run(Unknown Source)");
    assertThat(hidden.getModuleName()).isEqualTo("java.base");
    assertThat(hidden.getClassName()).isEqualTo("java.util.X$$Lambda/0x00007f01");
    assertThat(hidden.getMethodName()).isEqualTo("run");
  }
}
