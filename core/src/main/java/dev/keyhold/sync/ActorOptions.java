package dev.keyhold.sync;

import java.util.Objects;

/**
 * How an actor is made: its name and the room in its mailbox. Immutable; each method gives a
 * changed copy.
 *
 * <pre>{@code
 * Actor<Database> accounts =
 *     Actor.of(ActorOptions.named("accounts").mailboxMax(64), Database::new);
 * }</pre>
 */
public final class ActorOptions {
  /** Enough to ride out a burst; little enough that who sends too fast notices soon. */
  private static final int MAILBOX_MAX = 1_024;

  private static final ActorOptions DEFAULTS = new ActorOptions("", MAILBOX_MAX);

  private final String name;
  private final int mailboxMax;

  private ActorOptions(String name, int mailboxMax) {
    this.name = name;
    this.mailboxMax = mailboxMax;
  }

  /** Without a name, with room for 1,024 messages. */
  public static ActorOptions defaults() {
    return DEFAULTS;
  }

  /**
   * With a name, for reports, thread dumps and errors.
   *
   * @param name not necessarily unique
   */
  public static ActorOptions named(String name) {
    return new ActorOptions(Objects.requireNonNull(name, "name"), MAILBOX_MAX);
  }

  /**
   * With room for so many messages that wait for their turn; the one that runs is not counted.
   *
   * @throws IllegalArgumentException less than 1
   */
  public ActorOptions mailboxMax(int messages) {
    if (messages < 1) {
      throw new IllegalArgumentException(
          "mailboxMax is "
              + messages
              + "; it must be at least 1, for the message that goes next to stand in");
    }
    return new ActorOptions(name, messages);
  }

  /** The name; empty if the actor has none. */
  public String name() {
    return name;
  }

  /** How many messages may wait for their turn. */
  public int mailboxMax() {
    return mailboxMax;
  }
}
