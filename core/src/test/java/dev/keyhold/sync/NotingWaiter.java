package dev.keyhold.sync;

import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Structure;
import dev.keyhold.internal.wait.Waiter;

/** A request of somebody who is no thread, which only notes what it is told. */
final class NotingWaiter extends Waiter {
  int queued;
  int delivered;
  int hinted;

  /** How often its name was asked for. */
  int named;

  NotingWaiter(Structure lock, Mode mode, long owner) {
    super(lock, mode, owner, Owner.NOBODY, 0, null);
  }

  @Override
  public void queued() {
    queued++;
  }

  @Override
  public void deliver() {
    delivered++;
  }

  @Override
  public void hint() {
    hinted++;
  }

  @Override
  public String ownerName() {
    named++;
    return super.ownerName();
  }
}
