package dev.keyhold.sync;

import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.RequestFuture;
import dev.keyhold.internal.wait.Waiter;

/** Somebody who wants to know when an actor has stopped. */
final class Stopping extends Waiter implements RequestFuture.Giver {
  private final AnswerFuture<Void> future = new AnswerFuture<>(this);

  Stopping(Mailbox<?> mailbox) {
    super(
        mailbox,
        Mode.EXCLUSIVE,
        Owner.currentId(),
        Owner.NOBODY,
        Host.current().nanoTime(),
        Observing.site());
  }

  AnswerFuture<Void> future() {
    return future;
  }

  @Override
  public void deliver() {
    future.settle(null, null);
  }

  @Override
  public void givenUp() {}
}
