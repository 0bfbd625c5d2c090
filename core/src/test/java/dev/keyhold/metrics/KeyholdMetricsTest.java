package dev.keyhold.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.KeyGuard;
import dev.keyhold.Keyhold;
import dev.keyhold.Snapshot;
import dev.keyhold.sync.Job;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyholdMetricsTest {

  @Test
  void bindTo_registry_givesTheFiguresWithNameAndTags() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (Keyhold db = Keyhold.builder().name("shop").open()) {
      new KeyholdMetrics(db, Tags.of("shard", "7")).bindTo(registry);
      db.insert("a", 1);
      try (Snapshot then = db.snapshot();
          KeyGuard guard = db.lock("b", "c")) {
        db.insert("a", 2);
        guard.insert("b", 1);
        guard.insert("c", 1);
        guard.commit();
        Job<Boolean> hasty =
            Job.start(
                "hasty",
                () -> db.guards().exclusive("b").tryLock(Duration.ofMillis(1)).isPresent());
        assertThat(hasty.result()).isFalse();
        assertThat(then.revision()).isEqualTo(1);
        assertThat(gauge(registry, "keyhold.entries")).isEqualTo(3);
        assertThat(gauge(registry, "keyhold.snapshots.open")).isEqualTo(1);
        assertThat(gauge(registry, "keyhold.versions.kept")).isEqualTo(1);
        assertThat(gauge(registry, "keyhold.guards.waiting")).isZero();
        assertThat(gauge(registry, "keyhold.history.commits")).isEqualTo(2);
        assertThat(registry.get("keyhold.snapshots.age").timeGauge().value(TimeUnit.NANOSECONDS))
            .isPositive();
      }
      assertThat(gauge(registry, "keyhold.history.commits")).as("nobody watches").isZero();
      assertThat(counter(registry, "keyhold.commits")).isEqualTo(3);
      assertThat(counter(registry, "keyhold.writes")).isEqualTo(4);
      assertThat(counter(registry, "keyhold.guards.timeouts")).isEqualTo(1);
      assertThat(counter(registry, "keyhold.guards.deadlocks")).isZero();
      assertThat(registry.get("keyhold.guards.waits").functionTimer().count()).isEqualTo(1);
      assertThat(
              registry.get("keyhold.guards.waits").functionTimer().totalTime(TimeUnit.NANOSECONDS))
          .isPositive();
      assertThat(registry.get("keyhold.history.size").gauge().getId().getBaseUnit())
          .isEqualTo("bytes");
      assertThat(registry.getMeters())
          .allSatisfy(meter -> {
            assertThat(meter.getId().getTag("database")).isEqualTo("shop");
            assertThat(meter.getId().getTag("shard")).isEqualTo("7");
            assertThat(meter.getId().getDescription()).isNotEmpty();
          });
    }
  }

  private static double gauge(SimpleMeterRegistry registry, String name) {
    return registry.get(name).tag("database", "shop").gauge().value();
  }

  private static double counter(SimpleMeterRegistry registry, String name) {
    return registry.get(name).tag("database", "shop").functionCounter().count();
  }
}
