package dev.keyhold.sync;

import dev.keyhold.error.ActorStoppedException;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.RequestFuture;
import dev.keyhold.internal.wait.Site;
import dev.keyhold.internal.wait.Waiter;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A function on an actor's data, from the call that sent it to its end.
 *
 * <p>As a {@link Waiter} it waits for its turn: granted, it has begun. Nobody is stuck with it
 * until somebody waits for the answer, so it is never in the wait graph itself; {@link Joining} is.
 *
 * @param <T> what the actor owns
 * @param <R> the answer
 */
final class Message<T, R> extends Waiter implements RequestFuture.Giver {
  private static final System.Logger LOG = System.getLogger("dev.keyhold.sync");

  private final ThrowingFunction<? super T, ? extends R, ?> function;
  private final Thread thread = Thread.currentThread();
  private final @Nullable Owner task = Owner.currentNamed();

  /** Null: nobody waits for an answer. */
  private final @Nullable AnswerFuture<R> answer;

  /** Who waits for room with this message; null: it is in the mailbox. Guarded by the latch. */
  @Nullable ParkedWaiter sender;

  /** When it began, on the host's clock; 0: not recorded. Written before it is seen to run. */
  private long begunNanos;

  /** Set under the latch before {@link #sender} is woken. */
  private volatile boolean dropped;

  /** The function has returned or thrown: the actor is in nobody's way for this message. */
  private volatile boolean finished;

  /** It had begun when its answer was given up. Set under the latch. */
  private volatile boolean lost;

  private @Nullable R result;
  private @Nullable Throwable failure;

  private Message(
      Mailbox<T> mailbox, ThrowingFunction<? super T, ? extends R, ?> function, boolean asks) {
    super(
        mailbox,
        Mode.EXCLUSIVE,
        Owner.currentId(),
        Owner.NOBODY,
        Recording.on(Recording.TIMES) ? Host.current().nanoTime() : 0,
        Observing.site());
    this.function = Objects.requireNonNull(function, "function");
    answer = asks ? new AnswerFuture<>(this) : null;
  }

  /** From the current task, with an answer. */
  static <T, R> Message<T, R> ask(
      Mailbox<T> mailbox, ThrowingFunction<? super T, ? extends R, ?> function) {
    return new Message<>(mailbox, function, true);
  }

  /** From the current task, without an answer. */
  static <T> Message<T, Boolean> tell(Mailbox<T> mailbox, ThrowingConsumer<? super T, ?> consumer) {
    Objects.requireNonNull(consumer, "function");
    return new Message<>(mailbox, data -> accept(consumer, data), false);
  }

  @SuppressWarnings("unchecked") // whatever is thrown is caught where the message runs
  private static <T> Boolean accept(ThrowingConsumer<? super T, ?> consumer, T data)
      throws Exception {
    ((ThrowingConsumer<T, Exception>) consumer).accept(data);
    return true;
  }

  /** The future of the answer to an ask. */
  CompletableFuture<R> answer() {
    return Objects.requireNonNull(answer);
  }

  boolean isTold() {
    return answer == null;
  }

  /** Whether whoever joins the answer still waits for the actor. */
  boolean isOpen() {
    return !finished && !lost && state() != WITHDRAWN;
  }

  /** Under the latch: its turn has come. */
  void begins(long nowNanos) {
    begunNanos = nowNanos;
  }

  /** When it began, on the host's clock; 0: not recorded. */
  long begunNanos() {
    return begunNanos;
  }

  /** Runs on the actor's thread; keeps what comes of it for {@link #deliver}. */
  void run(T data) {
    try {
      result = apply(data);
    } catch (Throwable e) {
      failure = e;
    }
    finished = true;
  }

  @SuppressWarnings("unchecked") // whatever is thrown goes to the sender
  private R apply(T data) throws Exception {
    return ((ThrowingFunction<T, R, Exception>) function).apply(data);
  }

  /** Under the latch: will not run, because its actor stops. */
  void drop() {
    dropped = true;
    leave();
  }

  /** Tells the sender of a dropped message that is in the mailbox; a told one has nobody to ask. */
  void refuse(ActorStoppedException reason) {
    failure = reason;
    deliver();
  }

  boolean isDropped() {
    return dropped;
  }

  /** Under the latch: the answer of a message that has begun is given up; false: there is one. */
  boolean lose() {
    if (state() != GRANTED || finished || lost) {
      return false;
    }
    lost = true;
    return true;
  }

  /** Tells the sender what came of it. */
  @Override
  public void deliver() {
    if (answer != null) {
      answer.settle(result, failure);
    } else if (failure != null && !dropped) {
      logFailure(failure);
    }
  }

  private void logFailure(Throwable failure) {
    try {
      LOG.log(
          System.Logger.Level.WARNING,
          "a message that %s told %s failed; it was sent %s"
              .formatted(ownerName(), structure().target(), Site.describe(site())),
          failure);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      // A log that is broken does not stop the actor.
    }
  }

  @Override
  public void givenUp() {}

  @Override
  public String ownerName() {
    return task == null ? Owner.describe(thread) : task.name();
  }
}
