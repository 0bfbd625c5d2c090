package dev.keyhold.sync;

import dev.keyhold.check.MustClose;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.WaitGraph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The right to use what several locks own, until it is closed; see {@link Locks#all}. Like other
 * guards it may be held across a suspension and handed to another task, and is used by one at a
 * time.
 */
@MustClose
public final class AllGuard implements AutoCloseable {
  private final List<Place> places;
  private boolean closed;
  private @Nullable StackTraceElement closedAt;

  AllGuard(List<Place> places) {
    this.places = places;
  }

  /**
   * What one of the locks owns.
   *
   * @param part as it was asked for
   * @throws IllegalArgumentException it was not asked for
   * @throws GuardClosedException this guard has been closed
   */
  public <T> T get(LockPart<T> part) {
    if (closed) {
      throw Observing.closed(places.getFirst().lock(), closedAt);
    }
    for (Place place : places) {
      if (place.part().equals(part)) {
        place.claim();
        return Place.dataOf(part);
      }
    }
    throw new IllegalArgumentException(
        "this guard does not cover %s; it covers %s"
            .formatted(Place.lockOf(part).target(), covered()));
  }

  /**
   * Releases all of them, in the order in which they were asked for. Closing again does nothing.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closedAt = Observing.site();
      places.forEach(Place::release);
    }
  }

  /** Whether this guard has been closed. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Says that this guard now belongs to {@code task}; see {@link Guard#moveTo}.
   *
   * @throws GuardClosedException this guard has been closed
   */
  public void moveTo(Task task) {
    if (closed) {
      throw Observing.closed(places.getFirst().lock(), closedAt);
    }
    places.forEach(place -> place.move(task));
    WaitGraph.moved(task.id());
  }

  /** The current task has it now, if it was asked for by nobody in particular. */
  void adopt() {
    if (!closed && places.getFirst().owner() == Owner.ANONYMOUS) {
      moveTo(Task.current());
    }
  }

  @Override
  public String toString() {
    return (closed ? "closed guard of " : "guard of ") + covered();
  }

  private String covered() {
    return AllRequest.targets(places.stream().map(Place::part).toList());
  }
}
