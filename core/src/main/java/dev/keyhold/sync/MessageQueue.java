package dev.keyhold.sync;

import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.WaitQueue;
import dev.keyhold.internal.wait.Waiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line of an actor's messages: those in the mailbox, and behind them those whose senders wait
 * for room.
 *
 * <pre>
 *   in the mailbox: at most max            senders wait for room
 *   front ── … ── … ── … ── message │ outside ── … ── … ── last   &lt;── who sends
 *     │                             │
 *     │                             moves on by one when a message leaves from its left
 *     └──&gt; runs
 * </pre>
 *
 * <p>Mailbox and waiting senders are one queue with a border in it. So a message's place is fixed
 * when it is sent, whether there is room or not, and nobody can get in between: room that becomes
 * free goes to the first behind the border by moving the border.
 *
 * <p>Invariants, L being the latch:
 *
 * <ol>
 *   <li>A message's place is the order in which it took L to join; messages leave from the front to
 *       run, from anywhere when given up.
 *   <li>There is an {@code outside} exactly if the queue is longer than max; it is then the
 *       (max+1)th. A message has a {@code sender} exactly if it stands there or behind.
 *   <li>A message or sender settles in the same L section in which it leaves its place, once.
 * </ol>
 *
 * @param <T> what the actor owns
 */
abstract class MessageQueue<T> extends WaitQueue {
  private final int max;

  /** The first whose sender waits for room. Guarded by the latch. */
  private @Nullable Message<T, ?> outside;

  MessageQueue(int max) {
    this.max = max;
  }

  final int max() {
    return max;
  }

  /** Under the latch: how many are in the mailbox. */
  final int inside() {
    return Math.min(size(), max);
  }

  /**
   * Under the latch: puts a message into the mailbox, or behind the border if there is a sender.
   *
   * @return whether it is in the mailbox
   */
  final boolean place(Message<T, ?> message, @Nullable ParkedWaiter sender) {
    if (size() < max) {
      add(message);
      return true;
    }
    if (sender != null) {
      add(message);
      message.sender = sender;
      if (outside == null) {
        outside = message;
      }
    }
    return false;
  }

  /** Under the latch: who is next; null: nobody. */
  @SuppressWarnings("unchecked") // nothing else joins this queue
  final @Nullable Message<T, ?> front() {
    return (Message<T, ?>) first();
  }

  /** Under the latch: takes a message out; whoever gets its room has to be woken. */
  final @Nullable ParkedWaiter leaves(Message<T, ?> message) {
    boolean wasInside = message.sender == null;
    if (message == outside) {
      outside = nextOf(message);
    }
    remove(message);
    return wasInside ? admit() : null;
  }

  /** Under the latch: there is room for one more. */
  private @Nullable ParkedWaiter admit() {
    Message<T, ?> next = outside;
    if (next == null) {
      return null;
    }
    outside = nextOf(next);
    ParkedWaiter sender = next.sender;
    next.sender = null;
    if (sender != null) {
      sender.grant(1);
    }
    return sender;
  }

  @SuppressWarnings("unchecked") // nothing else joins this queue
  private @Nullable Message<T, ?> nextOf(Message<T, ?> message) {
    return (Message<T, ?>) behind(message);
  }

  /** A sender gives up waiting for room, and its message with it. */
  final boolean withdraw(Message<T, ?> message, Waiter sender) {
    latch();
    try {
      if (sender.state() != Waiter.WAITING) {
        return false;
      }
      sender.leave();
      message.leave();
      leaves(message);
      return true;
    } finally {
      unlatch();
    }
  }

  /** Under the latch: the messages behind the border will not run, their senders go. */
  final void dropOutside(List<ParkedWaiter> senders) {
    addSenders(senders);
    for (Message<T, ?> message = outside; message != null; message = outside) {
      outside = nextOf(message);
      remove(message);
      message.drop();
    }
    senders.forEach(Waiter::leave);
  }

  /** Under the latch, with nobody outside: the messages in the mailbox will not run. */
  final void dropInside(List<? super Message<T, ?>> dropped) {
    for (Message<T, ?> message = front(); message != null; message = front()) {
      remove(message);
      message.drop();
      dropped.add(message);
    }
  }

  /** Under the latch: adds those who wait for room, in order. */
  final void addSenders(List<? super ParkedWaiter> senders) {
    for (Message<T, ?> message = outside; message != null; message = nextOf(message)) {
      ParkedWaiter sender = message.sender;
      assert sender != null : "who waits for room has a sender";
      senders.add(sender);
    }
  }

  /** Nothing internal is held. */
  static void wake(@Nullable ParkedWaiter sender) {
    if (sender != null) {
      sender.deliver();
    }
  }
}
