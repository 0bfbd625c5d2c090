package dev.keyhold.sync;

import dev.keyhold.error.ActorStoppedException;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Structure;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is under an {@link Actor}: its data, the line of messages, and the thread that runs them
 * while there are any.
 *
 * <p>Invariants, L being the latch, beside those of the queue:
 *
 * <ol>
 *   <li>While the queue is not empty, {@code manned} is set, and then exactly one runner has been
 *       started that has not ended or passed on. Nobody else touches the data.
 *   <li>{@code STOPPED} exactly if it was told to stop and is not manned; the queue is empty then.
 *   <li>No code of the user's runs under L.
 * </ol>
 *
 * <p>What one runner did with the data is seen by the next: within a thread by program order,
 * through L when the actor was idle in between, and else by starting the thread.
 *
 * @param <T> what the actor owns
 */
final class Mailbox<T> extends MessageQueue<T> implements Structure, Runnable {
  /** Messages that one thread runs before it goes to the end of the scheduler's queue. */
  private static final int MESSAGES_MAX = 64;

  /** The same in time: virtual threads are not sliced, so a busy actor has to step back itself. */
  private static final long NANOS_MAX = 1_000_000;

  private final T data;
  private final String target;

  /** Whom messages run as. */
  private final Owner owner;

  /** The thread that messages run on; null: none does now. */
  private volatile @Nullable Thread runner;

  // Guarded by the latch.

  private @Nullable Message<T, ?> current;
  private boolean manned;
  private ActorReport.Phase phase = ActorReport.Phase.OPEN;
  private List<Stopping> stoppings = List.of();

  Mailbox(ActorOptions options, T data) {
    super(options.mailboxMax());
    this.data = data;
    String label =
        options.name().isEmpty()
            ? "@" + Integer.toHexString(System.identityHashCode(this))
            : options.name();
    target = "actor '" + label + "'";
    owner = Owner.named(target);
  }

  // ── sending ────────────────────────────────────────────────────────────────────────────────

  /**
   * Takes the message if there is room.
   *
   * @return false: there is none
   * @throws ActorStoppedException the actor takes no more messages
   */
  boolean offer(Message<T, ?> message) {
    Host host = Host.current();
    host.point();
    return join(message, null, host);
  }

  /**
   * Takes the message, once there is room.
   *
   * @return false: out of time
   * @throws InterruptedException the message has left the line
   * @throws ActorStoppedException the actor takes no more messages
   */
  boolean send(Message<T, ?> message, long nanosMax) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (offer(message)) {
      return true;
    }
    if (nanosMax == 0) {
      return false;
    }
    Host host = Host.current();
    ParkedWaiter sender =
        new ParkedWaiter(
            new Room<>(this, message), Mode.EXCLUSIVE, host, Owner.currentId(), message.site());
    if (join(message, sender, host)) {
      return true;
    }
    long deadline =
        nanosMax == Long.MAX_VALUE ? ParkedWaiter.NEVER : sender.sinceNanos() + nanosMax;
    boolean accepted = sender.await(true, deadline, null, false);
    if (!accepted && message.isDropped()) {
      throw refused();
    }
    return accepted;
  }

  /** Joins the mailbox if there is room, or else the line before it, if there is a sender. */
  private boolean join(Message<T, ?> message, @Nullable ParkedWaiter sender, Host host) {
    boolean open;
    boolean accepted;
    boolean starts;
    latch();
    try {
      open = phase == ActorReport.Phase.OPEN;
      accepted = open && place(message, sender);
      starts = accepted && !manned;
      manned |= accepted;
    } finally {
      unlatch();
    }
    if (!open) {
      throw refused();
    }
    if (starts) {
      host.execute(this);
    }
    return accepted;
  }

  private ActorStoppedException refused() {
    return new ActorStoppedException(
        target + " has been stopped and takes no more messages; send them before, or make another");
  }

  // ── running ────────────────────────────────────────────────────────────────────────────────

  @Override
  public void run() {
    if (Host.current() == Host.JVM) {
      Thread.currentThread().setName(target);
    }
    owner.bind().run(this::runMessages);
  }

  /**
   * Answers are given between messages, so that they come in order; see {@link AnswerFuture} for
   * what keeps callbacks from holding the actor up.
   */
  private void runMessages() {
    Host host = Host.current();
    long sinceNanos = host.nanoTime();
    runner = Thread.currentThread();
    for (int done = 0; ; done++) {
      boolean tired =
          done == MESSAGES_MAX || (done > 0 && host.nanoTime() - sinceNanos > NANOS_MAX);
      Message<T, ?> message = next(host, tired);
      if (message == null) {
        return;
      }
      message.run(data);
      // An interrupt that a message has left behind is not for the next.
      var _ = Thread.interrupted();
      message.deliver();
      host.point();
    }
  }

  /** The next message, begun; null: this runner ends, there is nothing to do or another goes on. */
  private @Nullable Message<T, ?> next(Host host, boolean tired) {
    Message<T, ?> next;
    ParkedWaiter admitted = null;
    List<Stopping> ended = List.of();
    boolean passesOn = false;
    latch();
    try {
      next = front();
      current = null;
      if (next == null) {
        runner = null;
        manned = false;
        ended = endIfTold();
      } else if (tired) {
        next = null;
        runner = null;
        passesOn = true;
      } else {
        admitted = leaves(next);
        next.grant(1);
        next.begins(Recording.on(Recording.TIMES) ? host.nanoTime() : 0);
        current = next;
      }
    } finally {
      unlatch();
    }
    wake(admitted);
    if (passesOn) {
      host.execute(this);
    }
    ended.forEach(Stopping::deliver);
    return next;
  }

  // ── stopping ───────────────────────────────────────────────────────────────────────────────

  /**
   * Takes no more messages from now on. Senders that wait for room are refused. Once in an actor's
   * life the latch is held for as long as the line is.
   *
   * @param drops whether messages in the mailbox are dropped, too
   */
  AnswerFuture<Void> stop(boolean drops) {
    Host.current().point();
    Stopping stopping = new Stopping(this);
    List<Message<T, ?>> dropped = new ArrayList<>();
    List<ParkedWaiter> senders = new ArrayList<>();
    List<Stopping> ended;
    latch();
    try {
      List<Stopping> all = new ArrayList<>(stoppings);
      all.add(stopping);
      stoppings = all;
      if (phase == ActorReport.Phase.OPEN) {
        phase = ActorReport.Phase.STOPPING;
      }
      dropOutside(senders);
      if (drops) {
        dropInside(dropped);
      }
      ended = manned ? List.of() : endIfTold();
    } finally {
      unlatch();
    }
    senders.forEach(ParkedWaiter::deliver);
    dropped.forEach(message -> message.refuse(dropped()));
    ended.forEach(Stopping::deliver);
    logUnheard(dropped.stream().filter(Message::isTold).count());
    return stopping.future();
  }

  private ActorStoppedException dropped() {
    return new ActorStoppedException(
        target + " was stopped before the turn of this message, which has not run");
  }

  /** Under the latch, not manned: has stopped, if it was told to. */
  private List<Stopping> endIfTold() {
    if (phase == ActorReport.Phase.OPEN) {
      return List.of();
    }
    phase = ActorReport.Phase.STOPPED;
    List<Stopping> ended = stoppings;
    stoppings = List.of();
    ended.forEach(stopping -> stopping.grant(1));
    return ended;
  }

  private void logUnheard(long told) {
    if (told > 0) {
      System.getLogger("dev.keyhold.sync")
          .log(
              System.Logger.Level.WARNING,
              "{0} was stopped with {1} told messages in its mailbox, which have not run",
              target,
              told);
    }
  }

  /** Whether the current thread runs a message of this actor. */
  boolean runsHere() {
    return Thread.currentThread() == runner || Owner.currentId() == owner.id();
  }

  // ── being looked at ────────────────────────────────────────────────────────────────────────

  /**
   * Takes back a message that waits for its turn, or the answer of one that has begun, or the wish
   * to know of the end.
   */
  @Override
  @SuppressWarnings("unchecked") // messages of this mailbox
  public boolean withdraw(Waiter waiter) {
    ParkedWaiter admitted = null;
    latch();
    try {
      if (waiter.state() == Waiter.WAITING) {
        waiter.leave();
        if (waiter instanceof Message<?, ?> message) {
          admitted = leaves((Message<T, ?>) message);
        } else {
          stoppings = stoppings.stream().filter(other -> other != waiter).toList();
        }
      } else if (!(waiter instanceof Message<?, ?> begun && begun.lose())) {
        return false;
      }
    } finally {
      unlatch();
    }
    wake(admitted);
    return true;
  }

  @Override
  public List<Blocker> blockers(Waiter waiter) {
    boolean waits =
        waiter instanceof Message<?, ?> message
            ? message.isOpen()
            : waiter.state() == Waiter.WAITING;
    return waits ? runners() : List.of();
  }

  /**
   * The actor, and the thread that it runs on: a message may have put on another task's identity.
   *
   * <p>Both with the same ticket always: an edge to the actor ends with its waiter and never comes
   * back, and a thread is the actor's runner once.
   */
  List<Blocker> runners() {
    Blocker actor = new Blocker(owner.id(), 0);
    Thread thread = runner;
    return thread == null ? List.of(actor) : List.of(actor, new Blocker(Owner.threadId(thread), 0));
  }

  @Override
  public boolean mayBeInCycle(Waiter waiter) {
    Thread thread = runner;
    return mayBeInCycle(waiter, owner.id())
        || (thread != null && mayBeInCycle(waiter, Owner.threadId(thread)));
  }

  private static boolean mayBeInCycle(Waiter waiter, long id) {
    return waiter.is(id) || WaitGraph.stuckWith(id) != null;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public String wayOut() {
    return "let no message wait for an actor that may wait for its own";
  }

  @Override
  public HolderText describe(Blocker blocker) {
    Optional<ActorReport.Sending> running = report().running();
    return new HolderText(
        owner.name(),
        running
            .map(message ->
                "(which runs a message of "
                    + message.sender()
                    + message.sentAt().map(site -> ", sent at " + site).orElse("")
                    + ")")
            .orElse("(which runs no message now)"));
  }

  ActorReport report() {
    List<Waiter> senders = new ArrayList<>();
    Message<T, ?> runs;
    int queued;
    ActorReport.Phase seen;
    latch();
    try {
      runs = current;
      queued = inside();
      addSenders(senders);
      seen = phase;
    } finally {
      unlatch();
    }
    return new ActorReport(
        target,
        Optional.ofNullable(runs).map(message -> sending(message, message.begunNanos())),
        queued,
        max(),
        senders.stream().map(sender -> sending(sender, sender.sinceNanos())).toList(),
        seen);
  }

  private static ActorReport.Sending sending(Waiter waiter, long sinceNanos) {
    return new ActorReport.Sending(
        waiter.ownerName(),
        sinceNanos == 0
            ? Optional.empty()
            : Optional.of(Duration.ofNanos(Host.current().nanoTime() - sinceNanos)),
        Optional.ofNullable(waiter.site()));
  }

  @Override
  public String toString() {
    return target;
  }
}
