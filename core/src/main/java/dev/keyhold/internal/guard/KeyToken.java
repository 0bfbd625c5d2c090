package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import org.jspecify.annotations.Nullable;

/** One key of a claim on several. */
final class KeyToken implements OwnToken {
  private final byte[] key;
  private final int hash;
  private final ManyClaim claim;

  /** Changes under the latch. */
  private Mode mode;

  /** Guarded by the latch. */
  private @Nullable Item item;

  KeyToken(ManyClaim claim, byte[] key, int hash, Mode mode) {
    this.claim = claim;
    this.key = key;
    this.hash = hash;
    this.mode = mode;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public int keyHash() {
    return hash;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public long owner() {
    return claim.owner();
  }

  @Override
  public Claim claim() {
    return claim;
  }

  @Override
  public @Nullable Item item() {
    return item;
  }

  @Override
  public void item(@Nullable Item place) {
    item = place;
  }

  @Override
  public void share() {
    mode = Mode.SHARED;
  }
}
