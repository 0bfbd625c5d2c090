package dev.keyhold.internal.wait;

/** How something is asked for. Two requests conflict if they cannot be held at once. */
public enum Mode {
  /** With any number of others that share, one of them upgradable. */
  SHARED,
  /** Sharing, and the only one that may become exclusive. */
  UPGRADABLE,
  /** Alone. */
  EXCLUSIVE,
  /** From upgradable to exclusive, keeping the hold meanwhile. */
  UPGRADE;

  /** Whether it excludes everybody else. */
  public boolean isExclusive() {
    return this == EXCLUSIVE || this == UPGRADE;
  }

  /** Whether the two cannot be held at once; symmetric. */
  public boolean conflictsWith(Mode other) {
    return isExclusive() || other.isExclusive() || (this == UPGRADABLE && other == UPGRADABLE);
  }
}
