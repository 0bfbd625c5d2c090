package dev.keyhold.sync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an actor does and who waits for it, at one moment.
 *
 * @param actor the actor, as messages name it
 * @param running the message that runs; empty: none does
 * @param queued how many messages wait for their turn in the mailbox
 * @param mailboxMax how many may
 * @param waiters senders that wait for room in the mailbox, in the order in which they will get it
 * @param phase whether it takes messages
 */
public record ActorReport(
    String actor,
    Optional<Sending> running,
    int queued,
    int mailboxMax,
    List<Sending> waiters,
    Phase phase) {

  /** Copies the list. */
  public ActorReport {
    waiters = List.copyOf(waiters);
  }

  /** How far an actor's life has gone. */
  public enum Phase {
    /** Takes messages. */
    OPEN,
    /** Takes no more, and finishes what it has. */
    STOPPING,
    /** Has nothing left to do. */
    STOPPED
  }

  /**
   * A message that runs, or one whose sender waits for room.
   *
   * @param sender who sent it
   * @param lasts for how long it has run, or waited for room; empty: not recorded
   * @param sentAt from which line; empty: not recorded
   */
  public record Sending(
      String sender, Optional<Duration> lasts, Optional<StackTraceElement> sentAt) {}

  /**
   * One line for the actor, one for the message that runs, one for each of the first 100 waiting
   * senders.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(actor);
    switch (phase) {
      case OPEN -> text.append(running.isEmpty() ? ": idle" : ": busy");
      case STOPPING -> text.append(": stopping");
      case STOPPED -> text.append(": stopped");
    }
    text.append(", ").append(queued).append(" of ").append(mailboxMax).append(" queued");
    running.ifPresent(sending -> append(text.append("\n  runs a message of "), sending));
    for (Sending waiting : waiters.subList(0, Math.min(100, waiters.size()))) {
      append(text.append("\n  waiting for room: "), waiting);
    }
    if (waiters.size() > 100) {
      text.append("\n  … and ").append(waiters.size() - 100).append(" more");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Sending sending) {
    text.append(sending.sender());
    sending.lasts().ifPresent(lasts -> text.append(" for ").append(lasts.toMillis()).append(" ms"));
    sending.sentAt().ifPresent(site -> text.append(", at ").append(site));
  }
}
