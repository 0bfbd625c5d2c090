package dev.keyhold.sync;

import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Waiter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the threads behind holds and waiters are doing.
 *
 * <p>Mechanism. A look at the locks, then the stacks, then another look: a stack is kept only if
 * the same hold stands, and the same waiter waits, in both looks; so it was taken in between. (A
 * lock that does not count its holds may have been released and taken again by the same thread.)
 * Threads that are known as such are asked one by one. Platform threads known by number are found
 * by listing them, once; virtual ones, which nothing lists, come out of one thread dump for all.
 */
final class Stacks {
  /** Nobody has asked. */
  static final Stacks NONE = new Stacks();

  /** By {@link SeenHold} or {@link Waiter}, the very same. */
  private final IdentityHashMap<Object, List<StackTraceElement>> stacks = new IdentityHashMap<>();

  private Stacks() {}

  /** Of the thread behind this hold or waiter; empty: not to be had. */
  List<StackTraceElement> of(Object holdOrWaiter) {
    return stacks.getOrDefault(holdOrWaiter, List.of());
  }

  /** Takes the stacks of the first holders and waiters in each of {@code looks}. */
  static Stacks take(List<Look> looks) {
    Stacks taken = new Stacks();
    Map<Long, List<StackTraceElement>> byId = byId(idsWithoutThread(looks));
    for (Look look : looks) {
      for (Waiter waiter : first(look.waiters())) {
        taken.put(waiter, thread(waiter), waiter.thread(), byId);
      }
      for (SeenHold hold : first(look.holds())) {
        taken.put(hold, thread(hold), hold.owner(), byId);
      }
      taken.keepStanding(look);
    }
    return taken;
  }

  private void put(
      Object holdOrWaiter,
      @Nullable Thread thread,
      long id,
      Map<Long, List<StackTraceElement>> byId) {
    stacks.put(
        holdOrWaiter,
        thread == null ? byId.getOrDefault(id, List.of()) : List.of(thread.getStackTrace()));
  }

  /** Drops the stacks of those that hold or wait no more. */
  private void keepStanding(Look before) {
    if (before.holds().isEmpty() && before.waiters().isEmpty()) {
      return;
    }
    List<SeenHold> standing = before.lock().look().holds();
    for (SeenHold hold : first(before.holds())) {
      if (!standing.contains(hold)) {
        stacks.remove(hold);
      }
    }
    for (Waiter waiter : first(before.waiters())) {
      if (waiter.state() != Waiter.WAITING) {
        stacks.remove(waiter);
      }
    }
  }

  private static Set<Long> idsWithoutThread(List<Look> looks) {
    Set<Long> ids = new HashSet<>();
    for (Look look : looks) {
      for (Waiter waiter : first(look.waiters())) {
        if (thread(waiter) == null && Owner.isThread(waiter.thread())) {
          ids.add(waiter.thread());
        }
      }
      for (SeenHold hold : first(look.holds())) {
        if (thread(hold) == null && Owner.isThread(hold.owner())) {
          ids.add(hold.owner());
        }
      }
    }
    return ids;
  }

  private static Map<Long, List<StackTraceElement>> byId(Set<Long> wanted) {
    Map<Long, List<StackTraceElement>> found = new HashMap<>();
    if (wanted.isEmpty()) {
      return found;
    }
    Set<Long> missing = new HashSet<>(wanted);
    for (Thread thread : Owner.platformThreads()) {
      if (missing.remove(thread.threadId())) {
        found.put(thread.threadId(), List.of(thread.getStackTrace()));
      }
    }
    found.putAll(ThreadDump.stacks(missing));
    return found;
  }

  private static @Nullable Thread thread(Waiter waiter) {
    return waiter instanceof ParkedWaiter parked ? parked.parkedThread() : null;
  }

  private static @Nullable Thread thread(SeenHold seen) {
    Hold hold = seen.hold();
    return hold == null ? null : hold.thread();
  }

  private static <E> List<E> first(List<E> all) {
    return all.subList(0, Math.min(LockReport.SHOWN_MAX, all.size()));
  }
}
