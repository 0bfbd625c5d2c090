package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import org.jspecify.annotations.Nullable;

/** A place in the lane of one key. All of it is guarded by the latch. */
class Item {
  final Lane lane;

  /** Null for a {@link Stub}. */
  @Nullable Token token;

  @Nullable Item previous;
  @Nullable Item next;

  /** Whether it belongs to the admitted prefix of its lane. */
  boolean marked;

  /** Not marked, and its claim waits for that: one of its {@link Claim#pending}. */
  boolean counted;

  Item(Lane lane, @Nullable Token token) {
    this.lane = lane;
    this.token = token;
  }

  Mode mode() {
    return requireToken().mode();
  }

  /** The claim that this is a place of; null: a plain write's. */
  @Nullable Claim claim() {
    return token instanceof OwnToken own ? own.claim() : null;
  }

  /** Whether both are of one claim, or of claims of one set. */
  final boolean isWith(Item other) {
    Claim mine = claim();
    Claim theirs = other.claim();
    return this == other || (mine != null && theirs != null && mine.isWith(theirs));
  }

  /** Whether the two cannot be admitted together. */
  final boolean conflictsWith(Item other) {
    return mode().conflictsWith(other.mode()) && !isWith(other);
  }

  /** Whether its claim may wait for more than this place. */
  boolean isOneOfMany() {
    return token instanceof KeyToken;
  }

  private Token requireToken() {
    if (token == null) {
      throw new AssertionError("a place of nothing");
    }
    return token;
  }
}
