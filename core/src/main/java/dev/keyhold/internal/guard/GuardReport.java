package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds what in a table and who waits for what, at one moment: exact for all that somebody
 * waits for, and for a key that nobody waits for at the moment at which its slot was read.
 * Immutable.
 *
 * @param table the database's name
 * @param holders each key and range that is held, ranges first
 * @param waiters each claim that waits, in order of arrival in each line
 */
public record GuardReport(String table, List<Holder> holders, List<Waiting> waiters) {
  /** Copies the lists. */
  public GuardReport {
    holders = List.copyOf(holders);
    waiters = List.copyOf(waiters);
  }

  /** A key or a range, one of the two. */
  public static final class Place {
    private final byte @Nullable [] key;
    private final byte @Nullable [] from;
    private final byte @Nullable [] to;

    Place(byte @Nullable [] key, byte @Nullable [] from, byte @Nullable [] to) {
      this.key = key;
      this.from = from;
      this.to = to;
    }

    /** The key in UTF-8; null: it is a range. */
    public byte @Nullable [] key() {
      return key == null ? null : key.clone();
    }

    /** The first key of the range; null: no lower bound. */
    public byte @Nullable [] from() {
      return from == null ? null : from.clone();
    }

    /** The first key behind the range; null: no upper bound. */
    public byte @Nullable [] to() {
      return to == null ? null : to.clone();
    }

    /** {@code key 'a'}, {@code range ['a', 'b')}, {@code all keys}. */
    @Override
    public String toString() {
      if (key != null) {
        return "key " + Shown.key(key);
      }
      return from == null && to == null ? "all keys" : "range " + Shown.range(from, to);
    }
  }

  /**
   * A holder.
   *
   * @param place what of
   * @param mode how
   * @param task who; a plain write has none
   * @param sinceNanos since when, on the host's clock; empty: not recorded
   * @param acquiredAt from which line; empty: not recorded
   * @param unclaimed granted to a future, and nobody has used the guard yet
   * @param thread which acquired it, or was the first to use a guard granted to a future; empty:
   *     not known. Where a task goes from thread to thread, it may be on another one by now
   */
  public record Holder(
      Place place,
      Mode mode,
      String task,
      Optional<Long> sinceNanos,
      Optional<StackTraceElement> acquiredAt,
      boolean unclaimed,
      Optional<Thread> thread) {}

  /**
   * A waiter.
   *
   * @param places all that it asks for
   * @param mode exclusive if any of it is
   * @param task who
   * @param sinceNanos since when, on the host's clock
   * @param requestedAt from which line; empty: not recorded
   * @param thread which is stuck meanwhile; empty: none is, a future waits
   */
  public record Waiting(
      List<Place> places,
      Mode mode,
      String task,
      long sinceNanos,
      Optional<StackTraceElement> requestedAt,
      Optional<Thread> thread) {}

  /** A line for each. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("database '").append(table).append('\'');
    for (Holder holder : holders) {
      text.append("\n  %s held by %s (%s)".formatted(holder.place, holder.task, holder.mode));
      holder.acquiredAt.ifPresent(site -> text.append(" at ").append(site));
    }
    for (Waiting waiting : waiters) {
      text.append("\n  %s waits for %s (%s)".formatted(waiting.task, waiting.places, waiting.mode));
      waiting.requestedAt.ifPresent(site -> text.append(" at ").append(site));
    }
    return text.toString();
  }
}
