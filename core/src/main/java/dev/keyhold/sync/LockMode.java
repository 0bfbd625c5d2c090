package dev.keyhold.sync;

import dev.keyhold.internal.wait.Mode;

/** How a lock is held or asked for. */
public enum LockMode {
  /** For reading, by many at once; also beside one that holds {@link #UPGRADABLE}. */
  SHARED,

  /**
   * For reading, with the right to become {@link #EXCLUSIVE} without letting go; by one at a time,
   * beside any number that hold {@link #SHARED}.
   */
  UPGRADABLE,

  /** By one alone. */
  EXCLUSIVE;

  static LockMode of(Mode mode) {
    return switch (mode) {
      case SHARED -> SHARED;
      case UPGRADABLE -> UPGRADABLE;
      case EXCLUSIVE, UPGRADE -> EXCLUSIVE;
    };
  }
}
