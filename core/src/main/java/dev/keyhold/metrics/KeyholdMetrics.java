package dev.keyhold.metrics;

import dev.keyhold.Keyhold;
import dev.keyhold.KeyholdStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The {@link KeyholdStatistics} of a database as meters of Micrometer, each with the tag {@code
 * database}, its name:
 *
 * <ul>
 *   <li>{@code keyhold.entries}, {@code keyhold.commits}, {@code keyhold.writes}
 *   <li>{@code keyhold.guards.waiting} now, {@code keyhold.guards.waits} with their time, {@code
 *       keyhold.guards.timeouts}, {@code keyhold.guards.deadlocks}
 *   <li>{@code keyhold.snapshots.open}, {@code keyhold.snapshots.age} of the oldest, {@code
 *       keyhold.snapshots.forgotten}, {@code keyhold.versions.kept}
 *   <li>{@code keyhold.history.commits}, {@code keyhold.history.size} in bytes
 * </ul>
 *
 * {@snippet :
 * new KeyholdMetrics(db).bindTo(registry);
 * }
 *
 * <p>The registry does not keep the database from being collected; it costs something only when it
 * asks. Needs the module {@code micrometer.core}, which whoever uses this has.
 */
@SuppressWarnings("exports") // transitively required, it would have to be there for everybody
public final class KeyholdMetrics implements MeterBinder {
  private final Keyhold database;
  private final Iterable<Tag> tags;

  /** For a database, with no tags but its name. */
  public KeyholdMetrics(Keyhold database) {
    this(database, Tags.empty());
  }

  /** For a database, with more tags. */
  public KeyholdMetrics(Keyhold database, Iterable<Tag> tags) {
    this.database = database;
    this.tags = Tags.of(tags).and("database", database.name());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "entries", "entries", "Keys that have a value", KeyholdStatistics::entries);
    counter(registry, "commits", "commits", "Commits", KeyholdStatistics::commits);
    counter(registry, "writes", "writes", "Writes of all commits", KeyholdStatistics::writes);
    guards(registry);
    snapshots(registry);
    gauge(
        registry,
        "history.commits",
        "commits",
        "Commits that are kept for followers",
        KeyholdStatistics::historyCommits);
    gauge(
        registry,
        "history.size",
        "bytes",
        "What the kept commits take, about",
        KeyholdStatistics::historyBytes);
  }

  private void guards(MeterRegistry registry) {
    gauge(
        registry,
        "guards.waiting",
        "requests",
        "Requests for guards that wait now",
        KeyholdStatistics::waiting);
    FunctionTimer.builder(
            "keyhold.guards.waits",
            database,
            db -> db.statistics().waits(),
            db -> db.statistics().waited().toNanos(),
            TimeUnit.NANOSECONDS)
        .description("Requests for guards that have waited")
        .tags(tags)
        .register(registry);
    counter(
        registry,
        "guards.timeouts",
        "requests",
        "Waits that ended with the end of their time",
        KeyholdStatistics::timeouts);
    counter(
        registry,
        "guards.deadlocks",
        "requests",
        "Requests that were refused because they would have waited for ever",
        KeyholdStatistics::deadlocks);
  }

  private void snapshots(MeterRegistry registry) {
    gauge(registry, "snapshots.open", "snapshots", "Open snapshots", KeyholdStatistics::snapshots);
    TimeGauge.builder(
            "keyhold.snapshots.age",
            database,
            TimeUnit.NANOSECONDS,
            db -> db.statistics().oldestSnapshot().orElse(Duration.ZERO).toNanos())
        .description("For how long the oldest snapshot has been open; 0: none is")
        .tags(tags)
        .register(registry);
    counter(
        registry,
        "snapshots.forgotten",
        "snapshots",
        "Snapshots that became garbage before they were closed",
        KeyholdStatistics::snapshotsForgotten);
    gauge(
        registry,
        "versions.kept",
        "values",
        "Values that are kept for snapshots alone",
        KeyholdStatistics::versionsKept);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String unit,
      String description,
      ToDoubleFunction<KeyholdStatistics> figure) {
    Gauge.builder("keyhold." + name, database, db -> figure.applyAsDouble(db.statistics()))
        .baseUnit(unit)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String unit,
      String description,
      ToDoubleFunction<KeyholdStatistics> figure) {
    FunctionCounter.builder(
            "keyhold." + name, database, db -> figure.applyAsDouble(db.statistics()))
        .baseUnit(unit)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
