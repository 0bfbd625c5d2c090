package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One range of a claim, {@code [from, to)}: an element of the gate. */
final class Span {
  private final ManyClaim claim;

  /** The first key; null: no lower bound. */
  private final byte @Nullable [] from;

  /** The first key behind; null: no upper bound. */
  private final byte @Nullable [] to;

  /**
   * Written under the latch. Lockers read it without: to one that sees it too late the span seems
   * to be in the way, and it looks again under the latch.
   */
  private Mode mode;

  /** The order of arrival in the table; 0: not registered. Guarded by the latch. */
  long number;

  /** Its places in lanes, linked by {@link Stub#nextStub}. Guarded by the latch. */
  @Nullable Stub firstStub;

  Span(ManyClaim claim, byte @Nullable [] from, byte @Nullable [] to, Mode mode) {
    this.claim = claim;
    this.from = from;
    this.to = to;
    this.mode = mode;
  }

  ManyClaim claim() {
    return claim;
  }

  byte @Nullable [] from() {
    return from;
  }

  byte @Nullable [] to() {
    return to;
  }

  Mode mode() {
    return mode;
  }

  void share() {
    mode = Mode.SHARED;
  }

  /** Whether all of it comes after a key. */
  boolean isBehind(byte[] key) {
    return from != null && Arrays.compareUnsigned(key, from) < 0;
  }

  boolean contains(byte[] key) {
    return !isBehind(key) && (to == null || Arrays.compareUnsigned(key, to) < 0);
  }

  boolean overlaps(Span other) {
    return startsBefore(other.to) && other.startsBefore(to);
  }

  private boolean startsBefore(byte @Nullable [] end) {
    return from == null || end == null || Arrays.compareUnsigned(from, end) < 0;
  }

  /** Whether they are of two claims that cannot be granted together. */
  boolean conflictsWith(Span other) {
    return !claim.isWith(other.claim) && mode.conflictsWith(other.mode) && overlaps(other);
  }

  boolean conflictsWith(byte[] key, Mode keyMode) {
    return mode.conflictsWith(keyMode) && contains(key);
  }
}
