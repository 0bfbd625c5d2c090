package dev.keyhold;

import dev.keyhold.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a database at one moment, made by {@link Keyhold#statistics}. What counts events
 * counts from the opening of the database and only grows. Reads are not counted: a count that all
 * readers write would cost more than the read. Immutable.
 *
 * @param entries the keys that have a value, with those that have expired and not been removed yet
 * @param revision of the newest commit
 * @param commits how many there were
 * @param writes the writes of all commits
 * @param waiting the requests for guards that wait now, plain writes among them
 * @param waits the requests that have waited, however that ended; those that were granted at once
 *     are not counted
 * @param waited how long they have waited, together
 * @param timeouts the waits that ended with the end of their time
 * @param deadlocks the requests that were refused because they would have waited for ever
 * @param snapshots the open ones, of walks too
 * @param oldestSnapshot for how long the oldest of them has been open; empty: none is
 * @param versionsKept the values that are kept for snapshots alone
 * @param snapshotsForgotten the snapshots that became garbage before they were closed
 * @param historyCommits the commits that are kept for those who follow them
 * @param historyBytes what those take, about
 */
public record KeyholdStatistics(
    long entries,
    long revision,
    long commits,
    long writes,
    long waiting,
    long waits,
    Duration waited,
    long timeouts,
    long deadlocks,
    int snapshots,
    Optional<Duration> oldestSnapshot,
    long versionsKept,
    long snapshotsForgotten,
    long historyCommits,
    long historyBytes) {

  /** The figures by their names; durations in nanoseconds, {@code null} for none. */
  public Json toJson() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("entries", entries);
    fields.put("revision", revision);
    fields.put("commits", commits);
    fields.put("writes", writes);
    fields.put("waiting", waiting);
    fields.put("waits", waits);
    fields.put("waitedNanos", waited.toNanos());
    fields.put("timeouts", timeouts);
    fields.put("deadlocks", deadlocks);
    fields.put("snapshots", snapshots);
    fields.put("oldestSnapshotNanos", oldestSnapshot.map(Duration::toNanos).orElse(null));
    fields.put("versionsKept", versionsKept);
    fields.put("snapshotsForgotten", snapshotsForgotten);
    fields.put("historyCommits", historyCommits);
    fields.put("historyBytes", historyBytes);
    return Json.of(fields);
  }

  /** A line for each kind of figures. */
  @Override
  public String toString() {
    return """
    entries: %,d; revision %,d; %,d commits of %,d writes
    guards: %,d requests wait; %,d have waited, %,d ms together; %,d timeouts, %,d deadlocks
    snapshots: %,d open, the oldest for %s; %,d values kept for them; %,d forgotten
    history: %,d commits, %,d bytes\
    """
        .formatted(
            entries,
            revision,
            commits,
            writes,
            waiting,
            waits,
            waited.toMillis(),
            timeouts,
            deadlocks,
            snapshots,
            oldestSnapshot.map(age -> "%,d ms".formatted(age.toMillis())).orElse("no time"),
            versionsKept,
            snapshotsForgotten,
            historyCommits,
            historyBytes);
  }
}
