package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a simulation may let another task run: as for a {@link Mutex}, and before an upgrade. */
@Timeout(120)
class RwLockHostPointsTest {
  private final HandHost host = new HandHost();
  private final RwLock<int[]> lock = RwLock.of(() -> new int[1]);

  private interface Asking {
    Guard<int[]> ask() throws Exception;
  }

  private int pointsOf(Asking asking) {
    return HandHost.on(
        host,
        () -> {
          int before = host.points;
          try (Guard<int[]> _ = asking.ask()) {
            return host.points - before;
          }
        });
  }

  private int pointsIn(Asking asking, Consumer<Guard<int[]>> code) {
    return HandHost.on(
        host,
        () -> {
          Guard<int[]> guard = asking.ask();
          int before = host.points;
          code.accept(guard);
          return host.points - before;
        });
  }

  @Test
  void asking_inAnyForm_isAPoint() {
    assertThat(pointsOf(lock::read)).isEqualTo(1);
    assertThat(pointsOf(lock::readUninterruptibly)).isEqualTo(1);
    assertThat(pointsOf(() -> Objects.requireNonNull(lock.tryRead()))).isEqualTo(1);
    assertThat(pointsOf(lock::upgradableRead)).isEqualTo(1);
    assertThat(pointsOf(lock::write)).isEqualTo(1);
  }

  @Test
  void release_isAPoint() {
    assertThat(pointsIn(lock::read, Guard::close)).isEqualTo(1);
    assertThat(pointsIn(lock::upgradableRead, Guard::close)).isEqualTo(1);
    assertThat(pointsIn(lock::write, Guard::close)).isEqualTo(1);
  }

  @Test
  void upgrade_isAPoint_andItsReleaseAnother() {
    int points =
        pointsIn(
            lock::upgradableRead,
            guard -> ((UpgradableGuard<int[]>) guard).upgradeUninterruptibly().close());
    assertThat(points).isEqualTo(2);
  }
}
