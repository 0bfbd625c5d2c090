package dev.keyhold.sync;

import java.util.Objects;
import java.util.Optional;

/**
 * How a lock is made: its name and whether it poisons. Immutable; each method gives a changed copy.
 *
 * <pre>{@code
 * Mutex<Database> accounts =
 *     Mutex.of(LockOptions.named("accounts").poisonOnThrow(true), Database::new);
 * }</pre>
 */
public final class LockOptions {
  private static final LockOptions DEFAULTS = new LockOptions("", Optional.empty());

  private final String name;
  private final Optional<Boolean> poisonOnThrow;

  private LockOptions(String name, Optional<Boolean> poisonOnThrow) {
    this.name = name;
    this.poisonOnThrow = poisonOnThrow;
  }

  /** Without a name, poisoning as the lock's class does by default. */
  public static LockOptions defaults() {
    return DEFAULTS;
  }

  /**
   * With a name, for reports, events and errors; {@link Locks#report} knows the lock from the
   * start.
   *
   * @param name not necessarily unique
   */
  public static LockOptions named(String name) {
    return new LockOptions(Objects.requireNonNull(name, "name"), Optional.empty());
  }

  /**
   * Whether a throw from code given to a scoped form ({@code with}, {@code submit}) poisons the
   * lock: later requests then fail with a {@link dev.keyhold.error.PoisonedException} until the
   * data has been repaired. By default a {@link BlockingMutex} does and a {@link Mutex} does not.
   */
  public LockOptions poisonOnThrow(boolean poison) {
    return new LockOptions(name, Optional.of(poison));
  }

  /** The name; empty if the lock has none. */
  public String name() {
    return name;
  }

  boolean poisonOnThrowOr(boolean otherwise) {
    return poisonOnThrow.orElse(otherwise);
  }
}
