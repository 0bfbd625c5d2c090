package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A claim on one key, which is its own token. */
final class KeyClaim extends Claim implements OwnToken {
  private final byte[] key;
  private final int hash;

  /** Changes under the latch. */
  private Mode mode;

  /** Guarded by the latch. */
  private @Nullable Item item;

  KeyClaim(GuardTable table, long owner, byte[] key, int hash, Mode mode) {
    super(table, owner);
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
  public Claim claim() {
    return this;
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

  @Override
  List<OwnToken> tokens() {
    return List.of(this);
  }

  @Override
  List<Span> spans() {
    return List.of();
  }

  @Override
  public @Nullable Mode covers(byte[] asked) {
    return Arrays.equals(key, asked) ? mode : null;
  }
}
