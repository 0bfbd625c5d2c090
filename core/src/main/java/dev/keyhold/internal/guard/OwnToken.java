package dev.keyhold.internal.guard;

import org.jspecify.annotations.Nullable;

/** A token of a claim: it knows its place in a lane, so that it leaves without being looked for. */
sealed interface OwnToken extends Token permits KeyClaim, KeyToken {
  /** The claim that this is, or is part of. */
  Claim claim();

  /** Under the latch: its place in its key's lane; null: thin in its slot, or not in the table. */
  @Nullable Item item();

  /** Under the latch. */
  void item(@Nullable Item item);

  /** Under the latch: it shares from now. */
  void share();
}
