package dev.keyhold.sync;

import dev.keyhold.internal.wait.Structure;
import dev.keyhold.internal.wait.Waiter;
import java.util.List;

/**
 * The room in a mailbox that the sender of one message waits for: in the wait graph, whoever waits
 * for it waits for the actor.
 *
 * @param <T> what the actor owns
 */
record Room<T>(Mailbox<T> mailbox, Message<T, ?> message) implements Structure {

  @Override
  public boolean withdraw(Waiter sender) {
    return mailbox.withdraw(message, sender);
  }

  @Override
  public List<Blocker> blockers(Waiter sender) {
    return sender.state() == Waiter.WAITING ? mailbox.runners() : List.of();
  }

  @Override
  public boolean mayBeInCycle(Waiter sender) {
    return mailbox.mayBeInCycle(sender);
  }

  @Override
  public String target() {
    return "room in the mailbox of " + mailbox.target();
  }

  @Override
  public String wayOut() {
    return mailbox.wayOut();
  }

  @Override
  public HolderText describe(Blocker blocker) {
    return mailbox.describe(blocker);
  }
}
