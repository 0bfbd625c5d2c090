package dev.keyhold.sync;

import dev.keyhold.error.ActorStoppedException;
import dev.keyhold.error.DeadlockException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The option without a lock: data with one owner, and a bounded mailbox. Others send functions; the
 * owner runs them on the data, one at a time, in the order in which they were sent.
 *
 * <pre>{@code
 * try (Actor<Database> accounts = Actor.of(Database::new)) {
 *   accounts.tell(database -> database.insert("my-key", 1));
 *   CompletableFuture<Long> count = accounts.ask(database -> database.size());
 *   …
 * } // finishes what was sent
 * }</pre>
 *
 * <p><b>Which one should I use?</b> An actor when messages take long or wait themselves, when the
 * sender should go on meanwhile, or when the line must be bounded and who sends too fast slowed
 * down. {@link Mutex#submit} when a function is a few operations on data in memory and somebody
 * waits for each: it runs on a thread that is there already, but holds that stranger up. A {@link
 * Mutex} when the task wants the data in its own hands.
 *
 * <p><b>Order.</b> A message's place is fixed by the call that sends it, in whatever form, also
 * where it then waits for room: senders are admitted in the order in which they came. No form
 * overtakes, the refusing ones included. Messages run in that order.
 *
 * <p><b>Back-pressure.</b> So many messages may wait for their turn as {@link
 * ActorOptions#mailboxMax} says. When the mailbox is full, {@link #ask(ThrowingFunction) ask} and
 * {@link #tell(ThrowingConsumer) tell} wait for room, {@code tryAsk} and {@code tryTell} refuse,
 * and with a duration wait for so long. A wait that is interrupted or out of time leaves the line
 * at once, with its message, and costs its place, nothing else.
 *
 * <p><b>Giving up.</b> Cancelling an ask's future (or {@code completeExceptionally}, {@code
 * orTimeout}) takes its message out of the mailbox at once, which makes room. If the message has
 * begun it is not interrupted; only its answer is lost. Cancelling a stage <em>derived</em> from
 * the future does not reach the message.
 *
 * <p><b>Failures.</b> What a message throws, errors included, is told to its sender and nobody
 * else: an ask's future fails with it; for a tell it is logged once, as a warning of {@code
 * dev.keyhold.sync}, with the sender and the sending line if recorded. The actor goes on with the
 * next message. Nothing is rolled back: a message that may fail half way has to mend the data.
 *
 * <p><b>Threads.</b> While there are messages, they run on a virtual thread, which ends when the
 * mailbox is empty: an idle actor is memory only, and garbage when nobody refers to it. After 64
 * messages or a millisecond, whichever is first, a busy actor goes on in a new thread, at the end
 * of the scheduler's queue, so that it keeps no processor from others. So two messages may run on
 * two threads: keep nothing in thread-locals between them, and no {@link BlockingMutex}'s guard.
 *
 * <p><b>Callbacks.</b> Answers come in the order of messages. A thread that waits for one is woken
 * by the actor; where callbacks are attached to a future, it is completed on a thread of its own,
 * so that a long callback does not keep the actor. One attached in the moment of the answer may
 * still run on the actor's thread, so callbacks should be short, or have an executor.
 *
 * <p><b>Deadlock.</b> A message runs as a task of its own, named after the actor: what it locks is
 * the actor's. Who joins an answer, or waits for room, waits for the actor. If that closes a circle
 * (an actor that waits for its own answer, two that wait for each other's, one that wants a mutex
 * whose holder waits for its answer), a {@link DeadlockException} that names it comes at once: from
 * the sending call, or as the failure of the future. The message of such a future is taken back,
 * unless it has begun: then it goes on, and its answer is lost.
 *
 * <p><b>Memory.</b> Everything done before sending a message is seen by it; everything a message
 * did is seen by the next, and by whoever gets its answer.
 *
 * @param <T> what it owns; not to be used outside of messages
 */
public final class Actor<T> implements AutoCloseable {
  private final Mailbox<T> mailbox;

  private Actor(Mailbox<T> mailbox) {
    this.mailbox = mailbox;
  }

  /**
   * An actor with new data.
   *
   * @param data makes the data, on the current thread, so that nobody else has it
   */
  public static <T> Actor<T> of(Supplier<? extends T> data) {
    return of(ActorOptions.defaults(), data);
  }

  /**
   * An actor with new data, with a name or another mailbox.
   *
   * @param options name and room in the mailbox (1,024 messages unless asked for)
   * @param data makes the data, on the current thread, so that nobody else has it
   */
  public static <T> Actor<T> of(ActorOptions options, Supplier<? extends T> data) {
    return new Actor<>(
        new Mailbox<>(options, Objects.requireNonNull(data.get(), "the data is null")));
  }

  // ── asking ─────────────────────────────────────────────────────────────────────────────────

  /**
   * Sends a message and gives the future of its answer; waits while the mailbox is full, not for
   * the answer.
   *
   * @param function what to do with the data; gives the answer: not the data itself, please
   * @return fails with what {@code function} throws, with an {@link ActorStoppedException} if the
   *     message is dropped by {@link #stopNow}, or with a {@link DeadlockException} if it is joined
   *     and would never come. Nobody but the actor can complete it with a value
   * @throws InterruptedException interrupted before or while waiting; the message was not sent
   * @throws ActorStoppedException the actor takes no more messages
   * @throws DeadlockException there would never be room
   */
  public <R extends @Nullable Object> CompletableFuture<R> ask(
      ThrowingFunction<? super T, ? extends R, ?> function) throws InterruptedException {
    Message<T, R> message = Message.ask(mailbox, function);
    mailbox.send(message, Long.MAX_VALUE);
    return message.answer();
  }

  /**
   * The same if there is room in the mailbox and nobody waits for it.
   *
   * @return null: there is none, the message was not sent
   * @throws ActorStoppedException the actor takes no more messages
   */
  public <R extends @Nullable Object> @Nullable CompletableFuture<R> tryAsk(
      ThrowingFunction<? super T, ? extends R, ?> function) {
    Message<T, R> message = Message.ask(mailbox, function);
    return mailbox.offer(message) ? message.answer() : null;
  }

  /**
   * The same, but waits for room no longer than {@code timeout}, which does not limit the wait for
   * the answer.
   *
   * @param timeout zero: like {@link #tryAsk(ThrowingFunction)}
   * @return null: out of time, the message was not sent
   * @throws InterruptedException interrupted before or while waiting; the message was not sent
   * @throws IllegalArgumentException the timeout is negative
   * @throws ActorStoppedException the actor takes no more messages
   * @throws DeadlockException there would never be room
   */
  public <R extends @Nullable Object> @Nullable CompletableFuture<R> tryAsk(
      Duration timeout, ThrowingFunction<? super T, ? extends R, ?> function)
      throws InterruptedException {
    long nanos = Timeouts.nanos(timeout);
    Message<T, R> message = Message.ask(mailbox, function);
    return mailbox.send(message, nanos) ? message.answer() : null;
  }

  // ── telling ────────────────────────────────────────────────────────────────────────────────

  /**
   * Sends a message that has no answer; waits while the mailbox is full.
   *
   * @param consumer what to do with the data; what it throws is logged
   * @throws InterruptedException interrupted before or while waiting; the message was not sent
   * @throws ActorStoppedException the actor takes no more messages
   * @throws DeadlockException there would never be room
   */
  public void tell(ThrowingConsumer<? super T, ?> consumer) throws InterruptedException {
    mailbox.send(Message.tell(mailbox, consumer), Long.MAX_VALUE);
  }

  /**
   * The same if there is room in the mailbox and nobody waits for it.
   *
   * @return false: there is none, the message was not sent
   * @throws ActorStoppedException the actor takes no more messages
   */
  public boolean tryTell(ThrowingConsumer<? super T, ?> consumer) {
    return mailbox.offer(Message.tell(mailbox, consumer));
  }

  /**
   * The same, but waits for room no longer than {@code timeout}.
   *
   * @param timeout zero: like {@link #tryTell(ThrowingConsumer)}
   * @return false: out of time, the message was not sent
   * @throws InterruptedException interrupted before or while waiting; the message was not sent
   * @throws IllegalArgumentException the timeout is negative
   * @throws ActorStoppedException the actor takes no more messages
   * @throws DeadlockException there would never be room
   */
  public boolean tryTell(Duration timeout, ThrowingConsumer<? super T, ?> consumer)
      throws InterruptedException {
    long nanos = Timeouts.nanos(timeout);
    return mailbox.send(Message.tell(mailbox, consumer), nanos);
  }

  // ── stopping ───────────────────────────────────────────────────────────────────────────────

  /**
   * Takes no more messages, finishes those in the mailbox, and does not wait for that. Senders that
   * wait for room fail with an {@link ActorStoppedException}. May be called again, by anybody, from
   * within a message, too.
   *
   * @return done when the last message has ended; each call's own, and cancelling it only ends the
   *     interest in it. {@code stop().get()} waits interruptibly. Joined within a message of this
   *     actor, it fails with a {@link DeadlockException}
   */
  public CompletableFuture<Void> stop() {
    return mailbox.stop(false);
  }

  /**
   * The same, but drops the messages in the mailbox: the futures of asks fail with an {@link
   * ActorStoppedException}; of tells the number is logged. The message that runs is neither
   * interrupted nor dropped. May follow {@link #stop}.
   *
   * @return as of {@link #stop}
   */
  public CompletableFuture<Void> stopNow() {
    return mailbox.stop(true);
  }

  /**
   * Stops as {@link #stop} does and waits until the last message has ended, without regard to
   * interrupts: the flag is set when this returns. Within a message of this actor it does not wait,
   * since the message is one of those to be finished.
   *
   * @throws DeadlockException the last message waits for this task; the actor is stopping all the
   *     same
   */
  @Override
  public void close() {
    CompletableFuture<Void> stopped = stop();
    if (mailbox.runsHere()) {
      return;
    }
    try {
      stopped.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DeadlockException deadlock) {
        throw deadlock;
      }
      throw e;
    }
  }

  // ── being looked at ────────────────────────────────────────────────────────────────────────

  /**
   * What this actor does and who waits for it, now. Takes its latch for a moment, so it can be
   * asked at any time, by anybody.
   */
  public ActorReport report() {
    return mailbox.report();
  }

  /** The report as text. */
  @Override
  public String toString() {
    return report().toString();
  }
}
