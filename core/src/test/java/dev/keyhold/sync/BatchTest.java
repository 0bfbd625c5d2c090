package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many closures a thread runs that has released, and who goes on. */
@Timeout(120)
class BatchTest {
  private static final int MANY = 600;

  private final HandHost host = new HandHost();
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("batched"), () -> new int[1]);
  private final List<CompletableFuture<Integer>> futures = new ArrayList<>();

  /** Releases with so many closures in line, each taking so long; how many ran in the release. */
  private int releaseWith(int closures, long nanosEach) throws Exception {
    Guard<int[]> guard = mutex.lock();
    for (int i = 0; i < closures; i++) {
      futures.add(
          mutex.submit(count -> {
            host.nanos += nanosEach;
            return ++count[0];
          }));
    }
    guard.close();
    int ran = (int) futures.stream().filter(CompletableFuture::isDone).count();
    int counted = mutex.with(count -> count[0]);
    assertThat(counted).isGreaterThanOrEqualTo(ran);
    return ran;
  }

  private void assertAllRun() {
    assertThat(host.started).isEmpty();
    assertThat(mutex.report().isFree()).isTrue();
    for (int i = 0; i < futures.size(); i++) {
      assertThat(futures.get(i)).isCompletedWithValue(i + 1);
    }
  }

  @Test
  void release_moreClosuresThanABatch_runsABatchAndAnotherThreadTheRest() {
    HandHost.on(
        host,
        () -> {
          assertThat(releaseWith(MANY, 0)).isEqualTo(256);
          assertThat(mutex.tryLock()).as("passed on, not free").isNull();
          assertThat(host.started).hasSize(1);
          host.started.removeFirst().run();
          assertAllRun();
          return null;
        });
  }

  @Test
  void release_exactlyABatch_startsNobody() {
    HandHost.on(
        host,
        () -> {
          assertThat(releaseWith(256, 0)).isEqualTo(256);
          assertAllRun();
          return null;
        });
  }

  @Test
  void release_slowClosures_stopsAfterItsTimeHasPassed() {
    HandHost.on(
        host,
        () -> {
          // Looks at the clock after each 16: at its limit to the nanosecond, and then beyond it.
          assertThat(releaseWith(MANY, 100_000 / 16)).isEqualTo(32);
          assertThat(host.started).hasSize(1);
          // A thread of its own has twenty times as long.
          host.started.removeFirst().run();
          assertThat(futures).filteredOn(CompletableFuture::isDone).hasSize(32 + 336);
          assertThat(host.started).hasSize(1);
          host.started.removeFirst().run();
          assertAllRun();
          return null;
        });
  }
}
