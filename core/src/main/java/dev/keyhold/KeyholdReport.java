package dev.keyhold;

import dev.keyhold.json.Json;
import dev.keyhold.sync.LockReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who holds and who waits for which keys of a database, and which snapshots are open, at one
 * moment. Immutable; made by {@link Keyhold#report}.
 *
 * @param database its name
 * @param held each key and range that is held, ranges first
 * @param waiting each request that waits; those for the same key in the order in which they will be
 *     served
 * @param snapshots the open ones, oldest first
 * @param statistics figures of the database
 */
public record KeyholdReport(
    String database,
    List<Held> held,
    List<Waiting> waiting,
    List<OpenSnapshot> snapshots,
    KeyholdStatistics statistics) {

  /** How many of each list are shown as text. */
  static final int SHOWN_MAX = 100;

  /** Copies the lists. */
  public KeyholdReport {
    held = List.copyOf(held);
    waiting = List.copyOf(waiting);
    snapshots = List.copyOf(snapshots);
  }

  /**
   * What is guarded.
   *
   * @param range the keys
   * @param key if it is one key, existing or not
   */
  public record Place(KeyRange range, Optional<String> key) {

    /** {@code key "a"}, {@code range ["a", "b")}, {@code all keys}; long keys are cut. */
    @Override
    public String toString() {
      return key.map(text -> "key " + Shown.key(text, Shown.CHARS_MAX))
          .orElse(range.equals(KeyRange.all()) ? "all keys" : "range " + range);
    }
  }

  /**
   * A key or range that is held.
   *
   * @param place what of
   * @param by who, since when, from which line; a plain write, which is about to end, has no task
   */
  public record Held(Place place, LockReport.Holder by) {}

  /**
   * A request that waits.
   *
   * @param places all that it asks for; it gets all or none
   * @param by who, since when, from which line; exclusive if any of it is
   */
  public record Waiting(List<Place> places, LockReport.Waiting by) {

    /** Copies the list. */
    public Waiting {
      places = List.copyOf(places);
    }
  }

  /**
   * A snapshot that is open, a walk's own one among them.
   *
   * @param revision what it sees
   * @param age for how long it has been open
   * @param openedAt at which line; empty: not recorded, see {@link dev.keyhold.sync.Locks#record}
   * @param versionsKept the values that are kept for it, and for no newer one
   */
  public record OpenSnapshot(
      long revision, Duration age, Optional<StackTraceElement> openedAt, long versionsKept) {}

  /** Whether nobody holds anything, and nobody waits. */
  public boolean isFree() {
    return held.isEmpty() && waiting.isEmpty();
  }

  /**
   * The report as JSON: holders and waiters as {@link LockReport#toJson} has them, each with what
   * it is about.
   *
   * <pre>{@code
   * {"database": "keyhold",
   *  "held": [{"place": {"key": "a"}, "by": {"task": "http-3", "mode": "EXCLUSIVE", …}}],
   *  "waiting": [{"places": [{"from": "a", "to": "b"}], "by": {"task": "reader", …}}],
   *  "snapshots": [{"revision": 7, "ageNanos": 12000000, "openedAt": null, "versionsKept": 3}],
   *  "statistics": {"entries": 600, …}}
   * }</pre>
   */
  public Json toJson() {
    return KeyholdReportText.json(this);
  }

  /** A page: the statistics, then a line for each holder, waiter and snapshot, 100 of each. */
  @Override
  public String toString() {
    return KeyholdReportText.text(this);
  }
}
