package dev.keyhold.sync;

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
  EXCLUSIVE
}
