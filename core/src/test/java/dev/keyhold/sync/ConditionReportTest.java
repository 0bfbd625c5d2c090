package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.json.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reports tell who waits for a condition, and who for its turn: G12. */
@Timeout(120)
class ConditionReportTest {
  private static final String UNTIL = " (until its condition holds) for ";

  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("reported"), () -> new int[1]);

  @AfterEach
  void everythingIsFree() {
    Await.free(mutex);
  }

  private static boolean positive(int[] data) {
    return data[0] > 0;
  }

  private void increment() {
    mutex.with(data -> data[0]++);
  }

  @Test
  void g12_report_whileConditionsWait_showsThemInLineOnAFreeLock() {
    Job<Guard<int[]>> parked =
        Job.start("parked", () -> mutex.lockWhen(ConditionReportTest::positive));
    Await.dormant(mutex, 1);
    var future = mutex.lockWhenAsync(Task.named("future"), ConditionReportTest::positive);
    LockReport report = mutex.report();
    assertThat(report.holder()).isEmpty();
    assertThat(report.isFree()).isFalse();
    assertThat(report.waiters())
        .allMatch(LockReport.Waiting::conditional)
        .extracting(LockReport.Waiting::task)
        .containsExactly("parked", "future");
    assertThat(report.toString())
        .contains("free")
        .contains("waiting: parked" + UNTIL)
        .contains("waiting: future" + UNTIL);
    increment();
    parked.result().close();
    granted(future).close();
  }

  @Test
  void g12_report_tellsWhoWaitsForAConditionAndWhoForItsTurn() throws Exception {
    Guard<int[]> guard = mutex.lock();
    var turn = mutex.lockAsync(Task.named("turn"));
    var condition = mutex.lockWhenAsync(Task.named("condition"), ConditionReportTest::positive);
    LockReport report = mutex.report();
    assertThat(report.waiters())
        .extracting(LockReport.Waiting::conditional)
        .containsExactly(false, true);
    assertThat(report.toString())
        .contains("waiting: turn for ")
        .contains("waiting: condition" + UNTIL);
    Json waiters = report.toJson().at("/waiters");
    assertThat(waiters.at("/0/conditional").asBoolean()).isFalse();
    assertThat(waiters.at("/1/conditional").asBoolean()).isTrue();
    guard.get()[0] = 1;
    guard.close();
    granted(turn).close();
    granted(condition).close();
  }

  /** Out of time or interrupted, it waits on for the mutex that it came with. */
  @Test
  void g12_report_ofAnAwaitUntilThatHasGivenUp_tellsThatItWaitsForItsTurn() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Job<String> job =
        Job.start(
            "awaiting",
            () -> {
              try (Guard<int[]> guard = mutex.lock()) {
                held.countDown();
                goOn.await();
                mutex.awaitUntil(guard, ConditionReportTest::positive);
                return "met";
              } catch (InterruptedException e) {
                return "interrupted";
              }
            });
    held.await();
    CompletableFuture<Guard<int[]>> another = mutex.lockAsync();
    goOn.countDown();
    Await.until("given away", another::isDone);
    assertThat(mutex.report().waiters()).singleElement().matches(LockReport.Waiting::conditional);
    job.interrupt();
    Await.until("given up", () -> !mutex.report().waiters().getFirst().conditional());
    granted(another).close();
    assertThat(job.result()).isEqualTo("interrupted");
  }
}
