package dev.keyhold.error;

import java.util.List;

/**
 * A request that would never have been granted: its own task holds what it asks for, or a circle of
 * tasks waits for each other. It is thrown at once, the request is withdrawn, and the guards that
 * the task holds stay as they are: release them, let the others finish, and try again.
 */
public final class DeadlockException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /** The circle, one step a waiting task; the requester first. */
  private final transient List<Step> cycle;

  /**
   * One step of the circle.
   *
   * @param task who waits
   * @param lock for what
   * @param waitsAt from which line; may say that this is not recorded
   * @param holder who holds it, or is ahead in line
   * @param heldSince when and where it was acquired or asked for, as far as that is known
   * @param queued whether {@code holder} does not hold it, but has asked for it before
   */
  public record Step(
      String task, String lock, String waitsAt, String holder, String heldSince, boolean queued) {}

  /**
   * @param message the circle in words, and the way out
   * @param cycle the circle, the requester first
   */
  public DeadlockException(String message, List<Step> cycle) {
    super(message, null);
    this.cycle = List.copyOf(cycle);
  }

  /** The circle, one step a waiting task, the requester first; empty after deserialization. */
  public List<Step> cycle() {
    return cycle == null ? List.of() : cycle;
  }
}
