package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a simulation may let another task run: before each asking, and after each release. */
@Timeout(120)
class HostPointsTest {
  private final HandHost host = new HandHost();
  private final Mutex<int[]> mutex = Mutex.of(() -> new int[1]);
  private final Mutex<int[]> other = Mutex.of(() -> new int[1]);

  enum Form {
    LOCK,
    TRY,
    TIMED,
    ALL,
    TRY_ALL,
    TIMED_ALL
  }

  private AutoCloseable ask(Form form) throws Exception {
    Duration time = Duration.ofMinutes(1);
    return Objects.requireNonNull(
        switch (form) {
          case LOCK -> mutex.lock();
          case TRY -> mutex.tryLock();
          case TIMED -> mutex.tryLock(time);
          case ALL -> Locks.all(mutex, other);
          case TRY_ALL -> Locks.tryAll(mutex, other);
          case TIMED_ALL -> Locks.tryAll(time, mutex, other);
        });
  }

  @ParameterizedTest
  @EnumSource
  void asking_inAnyForm_isAPoint(Form form) {
    int points =
        HandHost.on(
            host,
            () -> {
              try (AutoCloseable _ = ask(form)) {
                return host.points;
              }
            });
    assertThat(points).isEqualTo(1);
  }

  @Test
  void release_ofEachLock_isAPoint() {
    int points =
        HandHost.on(
            host,
            () -> {
              AllGuard guard = Locks.all(mutex, other);
              int before = host.points;
              guard.close();
              return host.points - before;
            });
    assertThat(points).isEqualTo(2);
  }
}
