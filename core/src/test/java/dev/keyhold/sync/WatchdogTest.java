package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds and waits that take too long, in the log. Time is what the test says it is. */
@SuppressWarnings("keyhold:R2: holds for too long, to be noticed")
@Timeout(120)
class WatchdogTest {
  /** Long, so that no pause of the machine makes a difference. */
  private static final long HOUR = 3_600_000_000_000L;

  private static final Duration EVER = ChronoUnit.FOREVER.getDuration();

  private final Locks.Detail before = Locks.record(Locks.Detail.NOTHING);
  private final Log log = new Log("'watched");
  private final Watchdog watchdog = new Watchdog(10 * HOUR, 20 * HOUR, log);
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("watched mutex"), () -> new int[1]);
  private final BlockingMutex<int[]> blocking =
      BlockingMutex.of(LockOptions.named("watched, too"), () -> new int[1]);
  private final long startNanos = System.nanoTime();

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
  }

  private void lookAt(long hours) {
    watchdog.look(startNanos + hours * HOUR);
  }

  @Test
  void g12_hold_overItsLimit_isToldOnce_againWhenDoubled_andWhenItEnds() throws Exception {
    Locks.record(Locks.Detail.TIMES);
    Guard<int[]> guard = Task.named("slow").call(mutex::lock);
    lookAt(9);
    assertThat(log.taken()).isEmpty();
    lookAt(12);
    assertThat(log.taken())
        .singleElement()
        .asString()
        .startsWith("WARNING slow has held mutex 'watched mutex' for ")
        .contains("the limit is 36000000 ms", "\n  held by slow", "WatchdogTest")
        .doesNotContain("at least", "waiting:");
    lookAt(20);
    assertThat(log.taken()).isEmpty();
    lookAt(25);
    assertThat(log.taken()).singleElement().asString().startsWith("WARNING slow ");
    lookAt(30);
    guard.close();
    lookAt(31);
    assertThat(log.taken())
        .singleElement()
        .asString()
        .startsWith("INFO slow does not hold mutex 'watched mutex' any more");
    lookAt(100);
    assertThat(log.taken()).isEmpty();
  }

  @Test
  void g12_hold_whoseTimeIsNotRecorded_isCountedFromTheFirstLook() throws Exception {
    Guard<int[]> guard = mutex.lock();
    BlockingGuard<int[]> other = blocking.lock();
    lookAt(100);
    lookAt(109);
    assertThat(log.taken()).isEmpty();
    lookAt(111);
    List<String> told = log.taken();
    assertThat(told).hasSize(2);
    assertThat(told.getFirst())
        .contains("has held mutex 'watched mutex' for at least 39600000 ms", "not recorded")
        .doesNotContain("let go")
        .contains("      at ", "WatchdogTest");
    assertThat(told.getLast())
        .contains("has held blocking mutex 'watched, too' for at least 39600000 ms", "let go");
    guard.close();
    other.close();
    lookAt(112);
    assertThat(log.taken()).hasSize(2).allMatch(line -> line.startsWith("INFO "));
  }

  @Test
  void g12_hold_thatIsAnotherOneByNow_isNotTakenForTheSame() throws Exception {
    for (int hour = 100; hour < 200; hour += 9) {
      Guard<int[]> guard = mutex.lock();
      lookAt(hour);
      guard.close();
    }
    assertThat(log.taken()).isEmpty();
  }

  @Test
  void g12_wait_overItsLimit_isTold_andWhenItEnds() throws Exception {
    Guard<int[]> guard = mutex.lock();
    CompletableFuture<Guard<int[]>> waiting = mutex.lockAsync(Task.named("patient"));
    lookAt(1);
    assertThat(log.taken()).isEmpty();
    watchdogOfWaits().look(startNanos + 30 * HOUR);
    assertThat(log.taken())
        .singleElement()
        .asString()
        .startsWith("WARNING patient has waited for mutex 'watched mutex' for ")
        .contains(
            "the limit is 72000000 ms", "held by ", "waiting: 1, the first of them patient for");
    guard.close();
    waiting.join().close();
  }

  private Watchdog watchdogOfWaits() {
    return new Watchdog(Long.MAX_VALUE / 2, 20 * HOUR, log);
  }

  @Test
  void g12_wait_thatIsCancelled_isToldToHaveEnded() throws Exception {
    Watchdog waits = watchdogOfWaits();
    Guard<int[]> guard = mutex.lock();
    CompletableFuture<Guard<int[]>> waiting = mutex.lockAsync(Task.named("patient"));
    waits.look(System.nanoTime() + 21 * HOUR);
    assertThat(log.taken()).hasSize(1);
    waiting.cancel(true);
    waits.look(System.nanoTime() + 22 * HOUR);
    assertThat(log.taken())
        .singleElement()
        .asString()
        .startsWith("INFO patient does not wait for mutex 'watched mutex' any more");
    guard.close();
  }

  @Test
  void g12_waits_inGreatNumber_areCounted() throws Exception {
    Guard<int[]> guard = mutex.lock();
    List<CompletableFuture<Guard<int[]>>> queue = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      queue.add(mutex.lockAsync(Task.named("waiter " + i)));
    }
    watchdogOfWaits().look(System.nanoTime() + 21 * HOUR);
    List<String> told = log.taken();
    assertThat(told).hasSize(11);
    assertThat(told.getFirst()).contains("waiter 0 has waited", "waiting: 150, the first");
    assertThat(told.getLast()).contains("140 more requests have waited too long for mutex");
    queue.forEach(future -> future.cancel(true));
    guard.close();
  }

  @Test
  void g12_holdByAVirtualThread_isToldWithItsStack() {
    CountDownLatch over = new CountDownLatch(1);
    Job<Void> holder = Job.startVirtual("", () -> holdForATime(over));
    Await.until("held", () -> blocking.report().holder().isPresent());
    Await.parked(holder.thread());
    lookAt(100);
    lookAt(120);
    assertThat(log.taken()).singleElement().asString().contains("WatchdogTest.holdForATime(");
    over.countDown();
    holder.result();
  }

  private Void holdForATime(CountDownLatch over) throws Exception {
    try (var _ = blocking.lock()) {
      over.await();
    }
    return null;
  }

  @Test
  void watch_withALimitThatIsNotPositive_isRefused() {
    for (Duration limit : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
      assertThatThrownBy(() -> Locks.watch(limit, EVER))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("holdMax is " + limit);
      assertThatThrownBy(() -> Locks.watch(EVER, limit))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("waitMax is " + limit);
    }
  }

  @Test
  void watch_inRealTime_tellsFromADaemonThread_andEndsWhenClosed() throws Exception {
    Thread thread;
    try (var _ = Watchdog.start(Duration.ofNanos(1), EVER, log)) {
      Guard<int[]> guard = mutex.lock();
      Await.until("told", () -> log.has("WARNING "));
      guard.close();
      Await.until("end told", () -> log.has("INFO "));
      thread = log.thread();
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.isAlive()).isTrue();
      // An interrupt does not end it, and does not make it spin.
      thread.interrupt();
      Await.until("went on", () -> !thread.isInterrupted());
    }
    Await.until("ended", () -> !thread.isAlive());
  }

  @Test
  void watch_whoseLogFails_goesOn() throws Exception {
    Log failing = new Log("'watched");
    failing.failures.set(3);
    try (var _ = Watchdog.start(Duration.ofNanos(1), EVER, failing)) {
      Guard<int[]> guard = mutex.lock();
      Await.until("told after failures", () -> failing.has("WARNING "));
      guard.close();
    }
  }

  /** Keeps what concerns the locks of this test; other tests' locks may be there. */
  private static final class Log implements System.Logger {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final String about;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable Thread thread;

    Log(String about) {
      this.about = about;
    }

    List<String> taken() {
      synchronized (lines) {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
      }
    }

    boolean has(String start) {
      synchronized (lines) {
        return lines.stream().anyMatch(line -> line.startsWith(start));
      }
    }

    Thread thread() {
      Thread seen = thread;
      assertThat(seen).isNotNull();
      return seen;
    }

    @Override
    public String getName() {
      return "log";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      write(level, message);
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... parameters) {
      write(level, format);
    }

    private void write(Level level, @Nullable String line) {
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("a log that fails on purpose");
      }
      thread = Thread.currentThread();
      if (line != null && line.contains(about)) {
        lines.add(level + " " + line);
      }
    }
  }
}
