package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Structure;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.WaitQueue;
import dev.keyhold.internal.wait.Waiter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request for several locks.
 *
 * <p>Mechanism. It takes its place in every line at one moment, holding the latches of all its
 * locks (taken in the order of their numbers, so that two requests never wait for each other's
 * latches). Then each place is a waiter like any other and is granted in its turn; with the last
 * place the whole request is granted.
 *
 * <ol>
 *   <li>Of two such requests one is ahead in every line that they share. So they wait in one
 *       direction only and, however many there are, never in a circle.
 *   <li>The whole settles once, under this object's latch: granted by the place that came last, or
 *       withdrawn.
 *   <li>Whoever withdraws the whole gives up every place: each settles once under its lock's latch,
 *       so it is either taken out of its line, or granted and then released.
 *   <li>A place that is granted before the others holds its lock. That may close a circle with
 *       somebody who holds another of the locks and waits for this one, so it is looked for then.
 * </ol>
 *
 * <p>Taking the locks one by one in a fixed order would be as free of deadlocks, but not first
 * come, first served: a later request could be served first in all lines but one.
 */
final class AllRequest extends WaitQueue implements Structure {
  private final List<LockPart<?>> parts;

  /** In the order of {@link #parts}. Set once, before it is shared. */
  private List<Place> places = List.of();

  /** The same in the order of their locks' numbers. */
  private List<Place> latchOrder = List.of();

  /** Places that have not been granted. Guarded by the latch. */
  private int pending;

  private AllRequest(LockPart<?>... parts) {
    this.parts = List.of(parts);
    if (parts.length == 0) {
      throw new IllegalArgumentException("no lock was named: name at least one");
    }
    Set<FifoLock> seen = new HashSet<>();
    for (LockPart<?> part : parts) {
      if (!seen.add(Place.lockOf(part))) {
        throw new IllegalArgumentException(
            Place.lockOf(part).target()
                + " was named twice: name each lock once, and for writing if it is for both");
      }
    }
  }

  // ── asking ─────────────────────────────────────────────────────────────────────────────────

  /** Takes them if all are to be had now; null: not now. */
  static @Nullable AllGuard tryNow(LockPart<?>... parts) {
    AllRequest request = new AllRequest(parts);
    Host host = Host.current();
    host.point();
    Waiter whole = request.waiter(host);
    request.begin(whole);
    request.takeAll(whole, false);
    return isGranted(whole) ? request.guard(0, false) : null;
  }

  /**
   * Waits for them.
   *
   * @param nanosMax how long at the most; {@link Long#MAX_VALUE}: for ever
   * @return null: out of time
   */
  static @Nullable AllGuard acquire(boolean interruptible, long nanosMax, LockPart<?>... parts)
      throws InterruptedException {
    AllRequest request = new AllRequest(parts);
    if (interruptible && Thread.interrupted()) {
      throw new InterruptedException();
    }
    Host host = Host.current();
    host.point();
    ParkedWaiter waiter = request.waiter(host);
    request.begin(waiter);
    WaitObserver observer = WaitObserver.start(waiter);
    boolean acquired = false;
    try {
      request.join(waiter);
      long deadline =
          nanosMax == Long.MAX_VALUE ? ParkedWaiter.NEVER : waiter.sinceNanos() + nanosMax;
      acquired = waiter.await(interruptible, deadline, null, false);
    } finally {
      observer.end(acquired);
    }
    return acquired ? request.guard(observer.waitedNanos(), false) : null;
  }

  /** Asks for them without blocking. */
  static CompletableFuture<AllGuard> async(@Nullable Task task, LockPart<?>... parts) {
    AllRequest request = new AllRequest(parts);
    LockRequest<AllGuard> waiter =
        LockRequest.make(
            task, request, Mode.EXCLUSIVE, granted -> request.guard(granted.waitedNanos(), true));
    request.begin(waiter);
    return waiter.ask(request::join);
  }

  private ParkedWaiter waiter(Host host) {
    return new ParkedWaiter(this, Mode.EXCLUSIVE, host, Owner.currentId(), Observing.site());
  }

  private void begin(Waiter whole) {
    places = parts.stream().map(part -> new Place(this, part, whole)).toList();
    latchOrder = new ArrayList<>(places);
    latchOrder.sort(Comparator.comparingLong(place -> place.lock().number()));
  }

  /**
   * Takes a place in every line, at once.
   *
   * @return 0: has them all
   * @throws DeadlockException the waiter's own task is in its way
   */
  private int join(Waiter whole) {
    Own own = takeAll(whole, true);
    if (own != null) {
      whole.leave();
      throw own.place.lock().selfDeadlock(own.place, own.hold);
    }
    if (isGranted(whole)) {
      return 0;
    }
    places.forEach(place -> KnownLocks.add(place.lock()));
    return Integer.MAX_VALUE;
  }

  /**
   * Grants each place or puts it in line, all of them at one moment.
   *
   * @param whole granted, or in line
   * @param waits false: if one would have to wait, does nothing
   * @return a place in whose way its own task is: then nothing was done
   */
  private @Nullable Own takeAll(Waiter whole, boolean waits) {
    latchOrder.forEach(place -> place.lock().latchAndPin());
    Own own = null;
    int waiting = 0;
    for (Place place : latchOrder) {
      if (!place.lock().isOpenTo(place.mode())) {
        waiting++;
        Blocker hold = place.lock().ownHold(place);
        if (hold != null) {
          own = new Own(place, hold);
        }
      }
    }
    if (own == null && (waits || waiting == 0)) {
      pending = waiting;
      latchOrder.forEach(place -> place.lock().grantOrAdd(place));
      if (waiting == 0) {
        whole.grant(0);
      } else {
        whole.queued();
      }
    }
    latchOrder.forEach(place -> place.lock().unpinAndUnlatch());
    return own;
  }

  /** A place, and its own task's hold that is in its way. */
  private record Own(Place place, Blocker hold) {}

  private static boolean isGranted(Waiter whole) {
    return whole.state() == Waiter.GRANTED;
  }

  /** The guard of the granted request; on a poisoned lock, ends all holds and throws. */
  private AllGuard guard(long waitedNanos, boolean unclaimed) {
    places.forEach(place -> place.begun(waitedNanos, unclaimed));
    for (Place place : places) {
      if (place.lock().isPoisoned()) {
        places.forEach(Place::release);
        throw place.lock().poisoned();
      }
    }
    return new AllGuard(places);
  }

  // ── being served ───────────────────────────────────────────────────────────────────────────

  /** One of the places of {@code whole} was granted; no latch is held. */
  void placeGranted(Waiter whole) {
    boolean last;
    boolean waits;
    latch();
    pending--;
    waits = whole.state() == Waiter.WAITING;
    last = waits && pending == 0;
    if (last) {
      whole.grant(0);
    }
    unlatch();
    if (last) {
      whole.deliver();
    } else if (waits) {
      WaitGraph.moved(whole.owner());
    }
  }

  @Override
  public boolean withdraw(Waiter waiter) {
    latch();
    boolean waits = waiter.state() == Waiter.WAITING;
    if (waits) {
      waiter.leave();
    }
    unlatch();
    if (waits) {
      places.forEach(Place::giveUp);
    }
    return waits;
  }

  /** The grant was given up before it arrived: until it is passed on, it is nobody's. */
  void disown() {
    places.forEach(place -> place.lock().disown(place));
  }

  // ── being looked at ────────────────────────────────────────────────────────────────────────

  @Override
  public List<Blocker> blockers(Waiter waiter) {
    List<Blocker> found = new ArrayList<>();
    for (Place place : places) {
      for (Blocker blocker : place.lock().blockers(place)) {
        found.add(Blocker.at(place, blocker));
      }
    }
    return found;
  }

  @Override
  public boolean mayBeInCycle(Waiter waiter) {
    return places.stream().anyMatch(place -> place.lock().mayBeInCycle(place));
  }

  @Override
  public String target() {
    return targets(parts);
  }

  static String targets(List<? extends LockPart<?>> parts) {
    return parts.stream()
        .map(part -> Place.lockOf(part).target())
        .collect(Collectors.joining(", ", "", parts.size() == 1 ? "" : " together"));
  }

  /** Of those that {@link #blockers} gave, each is in the way of a place. */
  @Override
  public HolderText describe(Blocker blocker) {
    Structure.At at = (Structure.At) Objects.requireNonNull(blocker.place());
    return at.place().structure().describe(at.blocker());
  }
}
