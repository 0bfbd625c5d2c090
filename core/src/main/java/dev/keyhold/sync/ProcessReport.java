package dev.keyhold.sync;

import dev.keyhold.json.Json;
import java.util.List;

/**
 * Who holds and who waits, for all known locks of the process: made by {@link Locks#report}, which
 * says which locks those are. Immutable.
 *
 * <p>Each lock's part is true for one moment; the locks are looked at one after the other, so two
 * parts may be some moments apart.
 *
 * @param locks all known locks, in the order in which they became known
 */
public record ProcessReport(List<LockReport> locks) {

  /** Copies the list. */
  public ProcessReport {
    locks = List.copyOf(locks);
  }

  /** Looks at these locks, and at what the threads behind them are doing. */
  static ProcessReport of(List<LockBase> locks) {
    List<Look> looks = locks.stream().map(LockBase::look).toList();
    Stacks stacks = Stacks.take(looks);
    return new ProcessReport(looks.stream().map(look -> look.report(stacks)).toList());
  }

  /** How many locks are held. */
  public int heldCount() {
    return (int) locks.stream().filter(lock -> !lock.holders().isEmpty()).count();
  }

  /** How many locks nobody holds and nobody waits for. */
  public int freeCount() {
    return (int) locks.stream().filter(LockReport::isFree).count();
  }

  /** How many requests wait, over all locks. */
  public int waitingCount() {
    return locks.stream().mapToInt(lock -> lock.waiters().size()).sum();
  }

  /** How many holds were granted to a future whose guard nobody has used yet. */
  public int unclaimedCount() {
    return (int)
        locks.stream()
            .flatMap(lock -> lock.holders().stream())
            .filter(LockReport.Holder::unclaimed)
            .count();
  }

  /** The locks that are held, waited for, or poisoned. */
  public List<LockReport> notable() {
    return locks.stream().filter(lock -> !lock.isFree() || lock.poisoned()).toList();
  }

  /** The counts, and each of the {@link #notable} locks as {@link LockReport#toJson} gives it. */
  public Json toJson() {
    return ReportText.json(this);
  }

  /** The counts, and each of the {@link #notable} locks as {@link LockReport#toString} gives it. */
  @Override
  public String toString() {
    return ReportText.text(this, notable());
  }

  /** The same with all the other locks, too. */
  public String toLongString() {
    return ReportText.text(this, locks);
  }
}
