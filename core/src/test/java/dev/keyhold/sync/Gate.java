package dev.keyhold.sync;

import java.util.concurrent.CountDownLatch;

/** Keeps an actor busy with one message until it is opened. */
final class Gate implements AutoCloseable {
  private final CountDownLatch open = new CountDownLatch(1);

  /** Returns once the actor runs a message that waits for the gate; its mailbox was empty. */
  static Gate before(Actor<?> actor) throws InterruptedException {
    Gate gate = new Gate();
    CountDownLatch entered = new CountDownLatch(1);
    actor.tell(_ -> {
      entered.countDown();
      gate.open.await();
    });
    entered.await();
    return gate;
  }

  /** Lets the message end. */
  @Override
  public void close() {
    open.countDown();
  }
}
