package dev.keyhold.sync;

import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Says in the log which locks have been held, and which requests have waited, for too long.
 *
 * <p>Mechanism. A look goes over the known locks and keeps a <em>sight</em> of every hold, and of
 * every wait that is too long. The next look finds it again, as the same, by a key that keeps
 * neither lock nor waiter from being collected; a sight that is not found again has ended. What is
 * due is collected first and told afterwards, so that stacks are taken once for all of it. Looks
 * are taken by one thread; time comes from outside.
 */
final class Watchdog implements Runnable {
  private static final long PERIOD_NANOS_MIN = 10_000_000;

  /** Of one lock's waits in one look, so many are told one by one; the others in one line. */
  private static final int WAITS_TOLD_MAX = 10;

  private final long holdNanosMax;
  private final long waitNanosMax;
  private final System.Logger log;

  /** By {@link HoldKey} or {@link WaitKey}. */
  private final Map<Object, Sight> sights = new HashMap<>();

  /** The number of the present look. */
  private long round;

  private volatile boolean closed;

  /**
   * Has seen nothing yet.
   *
   * @param holdNanosMax from how long on a hold is told
   * @param waitNanosMax from how long on a wait is told
   */
  Watchdog(long holdNanosMax, long waitNanosMax, System.Logger log) {
    this.holdNanosMax = holdNanosMax;
    this.waitNanosMax = waitNanosMax;
    this.log = log;
  }

  /** Starts a watchdog on a thread of its own, which does not keep the JVM alive. */
  static Locks.Registration start(Duration holdMax, Duration waitMax, System.Logger log) {
    Watchdog watchdog = new Watchdog(nanos("holdMax", holdMax), nanos("waitMax", waitMax), log);
    // In real time, wherever it is asked for: a simulation would have to wait for its end.
    Thread thread = Thread.ofPlatform().daemon().name("keyhold-watchdog").start(watchdog);
    return new Ending(() -> {
      watchdog.closed = true;
      Host.JVM.unpark(thread);
    });
  }

  private static long nanos(String name, Duration max) {
    if (max.isNegative() || max.isZero()) {
      throw new IllegalArgumentException(
          "%s is %s; it must be longer than zero (ChronoUnit.FOREVER.getDuration() watches nothing)"
              .formatted(name, max));
    }
    return Timeouts.nanos(max);
  }

  @Override
  public void run() {
    long periodNanos = Math.max(PERIOD_NANOS_MIN, Math.min(holdNanosMax, waitNanosMax) / 4);
    while (!closed) {
      try {
        look(Host.JVM.nanoTime());
      } catch (RuntimeException | Error e) {
        failed(e);
      }
      Host.JVM.parkNanos(this, periodNanos);
      // Nobody has reason to interrupt this thread, and it would not park any more.
      Thread.interrupted();
    }
  }

  private void failed(Throwable cause) {
    try {
      log.log(
          System.Logger.Level.WARNING, "the watchdog of locks failed to look; it goes on", cause);
    } catch (RuntimeException | Error _) {
      // The log is what fails. There is nobody to tell.
    }
  }

  /** Looks at all known locks and tells what is due at this time. */
  void look(long nowNanos) {
    round++;
    List<Due> due = new ArrayList<>();
    for (KnownLocks.Entry entry : KnownLocks.entries()) {
      LockBase lock = entry.get();
      if (lock != null) {
        Look look = lock.look();
        List<String> lines = new ArrayList<>();
        seeHolds(entry, look, nowNanos, lines);
        seeWaits(entry, look, nowNanos, lines);
        if (!lines.isEmpty()) {
          due.add(new Due(look, lines));
        }
      }
    }
    tell(due);
    forgetEnded();
  }

  private void seeHolds(KnownLocks.Entry lock, Look look, long nowNanos, List<String> lines) {
    for (SeenHold seen : look.holds()) {
      Hold hold = seen.hold();
      HoldKey key =
          new HoldKey(lock, seen.owner(), seen.ticket(), hold == null ? 0 : hold.sinceNanos());
      Sight sight = sights.get(key);
      if (sight == null) {
        sight = new Sight(kind(seen), hold == null ? nowNanos : hold.sinceNanos(), holdNanosMax);
        sights.put(key, sight);
      }
      if (sight.isDue(round, nowNanos)) {
        lines.add(sight.tell(Look.task(seen), look.lock().target()));
      }
    }
  }

  private static Sight.Kind kind(SeenHold seen) {
    if (seen.hold() != null) {
      return Sight.Kind.HOLD;
    }
    return seen.isCounted() ? Sight.Kind.HOLD_SINCE_SEEN : Sight.Kind.HOLD_SEEN_AGAIN;
  }

  private void seeWaits(KnownLocks.Entry lock, Look look, long nowNanos, List<String> lines) {
    int told = 0;
    int others = 0;
    for (Waiter waiter : look.waiters()) {
      if (nowNanos - waiter.sinceNanos() < waitNanosMax) {
        continue;
      }
      Sight sight =
          sights.computeIfAbsent(
              new WaitKey(
                  lock, waiter.owner(), waiter.sinceNanos(), System.identityHashCode(waiter)),
              key -> new Sight(Sight.Kind.WAIT, waiter.sinceNanos(), waitNanosMax));
      if (sight.isDue(round, nowNanos)) {
        if (told < WAITS_TOLD_MAX) {
          lines.add(sight.tell(waiter.ownerName(), look.lock().target()));
          told++;
        } else {
          sight.counted();
          others++;
        }
      }
    }
    if (others > 0) {
      lines.add(
          "%,d more requests have waited too long for %s".formatted(others, look.lock().target()));
    }
  }

  private void tell(List<Due> due) {
    if (due.isEmpty()) {
      return;
    }
    // Those who wait are counted only.
    List<Look> holders =
        due.stream().map(each -> new Look(each.look.lock(), each.look.holds(), List.of())).toList();
    Stacks stacks = Stacks.take(holders);
    for (Due each : due) {
      String lock = ReportText.summary(each.look.report(stacks));
      for (String line : each.lines) {
        log.log(System.Logger.Level.WARNING, line + "\n" + lock);
      }
    }
  }

  private void forgetEnded() {
    for (Iterator<Sight> all = sights.values().iterator(); all.hasNext(); ) {
      Sight sight = all.next();
      if (!sight.isSeenIn(round)) {
        all.remove();
        if (sight.isTold()) {
          log.log(System.Logger.Level.INFO, sight.endLine());
        }
      }
    }
  }

  /**
   * Which hold.
   *
   * @param lock the lock
   * @param owner who holds
   * @param ticket the hold's
   * @param sinceNanos since when, if that is recorded
   */
  private record HoldKey(KnownLocks.Entry lock, long owner, long ticket, long sinceNanos) {}

  /**
   * Which request.
   *
   * @param lock the lock
   * @param owner who waits
   * @param sinceNanos since when
   * @param identity the waiter's hash
   */
  private record WaitKey(KnownLocks.Entry lock, long owner, long sinceNanos, int identity) {}

  /**
   * What is to be told about a lock.
   *
   * @param look the lock as it was seen
   * @param lines what for
   */
  private record Due(Look look, List<String> lines) {}
}
