package dev.keyhold.internal.wait;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.RolledBackException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom, over all locks of the process, and the search for circles in it.
 *
 * <p>Mechanism. A node is an owner; it is <em>stuck</em> while a waiter of its is published here.
 * Edges are not stored: a waiter tells its blockers when asked, reading its own structure. So an
 * owner that is not stuck costs nothing, and a guard that moves to another owner takes its edges
 * with it.
 *
 * <ol>
 *   <li><em>Publish, then search.</em> A waiter joins its queue, is published, and then searches.
 *       In a real cycle every edge stands still, and the member that published last sees all of
 *       them: no cycle is missed.
 *   <li><em>Ask again.</em> A waiter may name the request ahead of it in place of all that are
 *       further ahead. If that one leaves while it is searched, the way ends although it goes on;
 *       so the waiter is asked again. Each time somebody has left a queue, so this ends.
 *   <li><em>Look twice.</em> The edges of a candidate were read one after the other. A second pass
 *       must find the same waiter, still waiting, behind the same hold, of the same owner. Waiters
 *       are never reused and a hold's ticket is never seen again once it has gone, so each edge
 *       stood all the time between its two looks, and all of them at the instant between the
 *       passes: no cycle is imagined.
 *   <li><em>One victim.</em> Two members may find the same cycle at once. Verifying it and dooming
 *       a victim happen under one lock; a doomed waiter's edge counts as gone. It will be: either
 *       it is withdrawn now, or it has been granted or has left meanwhile.
 *   <li>The victim is who searches, unless there are transactions in the cycle: then the youngest
 *       of them, whoever searches. See {@link Attempt}.
 *   <li>Who searches goes through doomed waiters all the same, since in a line one may stand for
 *       those ahead of it; and looks again until they have left, because what they stood for may
 *       close another cycle.
 *   <li>The victim is withdrawn with nothing held: that may let others in, and run their code (G8).
 * </ol>
 *
 * Lock order: the victim lock, then a structure's latch; never two latches.
 */
public final class WaitGraph {
  private static final int SLOT_BITS = 15;

  /** How many neighbouring slots an owner may use: one line of a processor's cache at the most. */
  static final int PROBES = 8;

  /** Stuck waiters by owner: the common place, one compare-and-set in and one out. */
  private static final AtomicReferenceArray<@Nullable Waiter> TABLE =
      new AtomicReferenceArray<>(1 << SLOT_BITS);

  /** Where a waiter goes whose slots are taken. */
  private static final ConcurrentHashMap<Long, Waiter> OVERFLOW = new ConcurrentHashMap<>();

  private static final ReentrantLock VICTIM = new ReentrantLock();

  private WaitGraph() {}

  /**
   * Publishes a waiter that is in its queue and about to be stuck, and searches for a cycle.
   *
   * @throws DeadlockException the waiter closes a cycle and was withdrawn
   * @throws RolledBackException the same, and it belongs to the transaction that gives way
   */
  public static void enter(Waiter waiter) {
    publish(waiter);
    search(waiter);
  }

  /**
   * Searches for a cycle through a published waiter.
   *
   * @throws DeadlockException the waiter closes a cycle and was withdrawn
   * @throws RolledBackException the same, and it belongs to the transaction that gives way
   */
  public static void search(Waiter waiter) {
    if (waiter.structure().mayBeInCycle(waiter)) {
      refuseCycles(waiter);
    }
  }

  /** Publishes a waiter without searching; for a request whose owner looks later. */
  public static void publish(Waiter waiter) {
    put(waiter.owner(), waiter);
    if (waiter.thread() != waiter.owner()) {
      put(waiter.thread(), waiter);
    }
  }

  /** Takes back {@link #publish}; nothing if it was not published. */
  public static void leave(Waiter waiter) {
    remove(waiter.owner(), waiter);
    if (waiter.thread() != waiter.owner()) {
      remove(waiter.thread(), waiter);
    }
  }

  /** The waiter that an owner is stuck with; null if it is not stuck. */
  public static @Nullable Waiter stuckWith(long owner) {
    // One that was granted and has not run since is not stuck.
    int slot = slot(owner);
    for (int i = 0; i < PROBES; i++) {
      Waiter waiter = TABLE.get(slot ^ i);
      if (waiter != null && waiter.is(owner) && waiter.state() == Waiter.WAITING) {
        return waiter;
      }
    }
    Waiter waiter = OVERFLOW.get(owner);
    return waiter != null && waiter.state() == Waiter.WAITING ? waiter : null;
  }

  /**
   * A guard has moved to {@code owner}: if that closes a cycle, the newest waiter in it is refused.
   */
  public static void moved(long owner) {
    Waiter start = stuckWith(owner);
    if (start == null) {
      return;
    }
    for (var cycle = findCycle(start); cycle != null; cycle = findCycle(start)) {
      Waiter victim = start;
      for (Edge edge : cycle) {
        if (edge.waiter.sinceNanos() - victim.sinceNanos() > 0) {
          victim = edge.waiter;
        }
      }
      Waiter youngest = youngest(cycle);
      victim = youngest == null ? victim : youngest;
      if (refuse(victim, rotate(cycle, victim)) != null) {
        victim.deliver();
        return;
      }
      letVictimLeave();
    }
  }

  private static void refuseCycles(Waiter waiter) {
    for (var cycle = findCycle(waiter); cycle != null; cycle = findCycle(waiter)) {
      Waiter youngest = youngest(cycle);
      Waiter victim = youngest == null ? waiter : youngest;
      RuntimeException refusal = refuse(victim, rotate(cycle, victim));
      if (refusal == null) {
        letVictimLeave();
      } else if (victim == waiter) {
        throw refusal;
      } else {
        victim.deliver();
      }
    }
  }

  /** Of the transactions in a cycle the youngest; null: there is none in it. */
  private static @Nullable Waiter youngest(List<Edge> cycle) {
    Waiter youngest = null;
    Attempt attempt = null;
    for (Edge edge : cycle) {
      Attempt other = Attempt.of(edge.waiter);
      if (other != null && (attempt == null || other.isYoungerThan(attempt))) {
        youngest = edge.waiter;
        attempt = other;
      }
    }
    return youngest;
  }

  /**
   * The cycle changes, or is another's to break: whoever does needs a processor, perhaps this one.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void letVictimLeave() {
    Thread.yield();
  }

  /** Withdraws the waiter if the cycle still stands; null: it does not. */
  private static @Nullable RuntimeException refuse(Waiter victim, List<Edge> cycle) {
    RuntimeException refusal;
    Attempt attempt = Attempt.of(victim);
    VICTIM.lock();
    try {
      if (!stands(cycle)) {
        return null;
      }
      refusal = attempt == null ? DeadlockText.of(cycle) : DeadlockText.rollback(cycle);
      victim.refusal = refusal;
    } finally {
      VICTIM.unlock();
    }
    if (victim.structure().refuse(victim)) {
      if (attempt != null) {
        attempt.doom();
      }
      return refusal;
    }
    victim.refusal = null;
    return null;
  }

  /** A path from the waiter's owner back to it; null if there is none. */
  private static @Nullable List<Edge> findCycle(Waiter start) {
    return isDoomed(start) ? null : search(start, new HashSet<>());
  }

  /** Whether a waiter is the victim of a cycle, and about to be withdrawn. */
  private static boolean isDoomed(Waiter waiter) {
    return waiter.refusal != null;
  }

  /** Deep first. A path may go through a long line, so it is no recursion. */
  private static @Nullable List<Edge> search(Waiter start, Set<Waiter> seen) {
    List<Look> path = new ArrayList<>();
    path.add(new Look(start));
    while (!path.isEmpty()) {
      Look look = path.getLast();
      Structure.Blocker blocker = look.next();
      if (blocker == null) {
        path.removeLast();
      } else if (start.is(blocker.owner())) {
        return path.stream().map(Look::edge).toList();
      } else {
        Waiter next = stuckWith(blocker.owner());
        if (next != null && seen.add(next)) {
          path.add(new Look(next));
        }
      }
    }
    return null;
  }

  /** Goes through those in the way of one waiter; again, if one left that hid others. */
  private static final class Look {
    private final Waiter waiter;
    private Iterator<Structure.Blocker> blockers;
    private Structure.@Nullable Blocker at;
    private boolean changed;

    Look(Waiter waiter) {
      this.waiter = waiter;
      blockers = waiter.structure().blockers(waiter).iterator();
    }

    /** The next; null: there is none. */
    Structure.@Nullable Blocker next() {
      changed |= at != null && at.hasLeft();
      if (!blockers.hasNext() && changed) {
        changed = false;
        blockers = waiter.structure().blockers(waiter).iterator();
      }
      at = blockers.hasNext() ? blockers.next() : null;
      return at;
    }

    Edge edge() {
      return new Edge(waiter, Objects.requireNonNull(at, "before the first"));
    }
  }

  private static boolean stands(List<Edge> cycle) {
    for (int i = 0; i < cycle.size(); i++) {
      Edge edge = cycle.get(i);
      Waiter next = cycle.get((i + 1) % cycle.size()).waiter;
      boolean stuck = i == cycle.size() - 1 || stuckWith(edge.blocker.owner()) == next;
      if (!stuck
          || edge.waiter.state() != Waiter.WAITING
          || isDoomed(edge.waiter)
          || !edge.waiter.structure().blockers(edge.waiter).contains(edge.blocker)) {
        return false;
      }
    }
    return true;
  }

  private static List<Edge> rotate(List<Edge> cycle, Waiter first) {
    int at = 0;
    while (cycle.get(at).waiter != first) {
      at++;
    }
    List<Edge> rotated = new ArrayList<>(cycle.subList(at, cycle.size()));
    rotated.addAll(cycle.subList(0, at));
    return rotated;
  }

  /** How many owners are stuck. */
  public static int stuckCount() {
    int count = OVERFLOW.size();
    for (int slot = 0; slot < TABLE.length(); slot++) {
      if (TABLE.get(slot) != null) {
        count++;
      }
    }
    return count;
  }

  private static void put(long owner, Waiter waiter) {
    if (owner == Owner.NOBODY || owner == Owner.ANONYMOUS) {
      return;
    }
    int slot = slot(owner);
    for (int i = 0; i < PROBES; i++) {
      if (TABLE.get(slot ^ i) == null && TABLE.compareAndSet(slot ^ i, null, waiter)) {
        return;
      }
    }
    OVERFLOW.put(owner, waiter);
  }

  private static void remove(long owner, Waiter waiter) {
    if (owner == Owner.NOBODY || owner == Owner.ANONYMOUS) {
      return;
    }
    // From both: if its two owners share a slot, each may stand in either place.
    int slot = slot(owner);
    for (int i = 0; i < PROBES; i++) {
      if (TABLE.get(slot ^ i) == waiter) {
        TABLE.set(slot ^ i, null);
      }
    }
    OVERFLOW.remove(owner, waiter);
  }

  static int slot(long owner) {
    return (int) ((owner * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - SLOT_BITS));
  }

  /**
   * A waiter and who is in its way.
   *
   * @param waiter who waits
   * @param blocker whom for
   */
  record Edge(Waiter waiter, Structure.Blocker blocker) {}
}
