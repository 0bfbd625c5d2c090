package dev.keyhold.sync;

/** How a lock is held or asked for. */
public enum LockMode {
  /** By one alone. */
  EXCLUSIVE
}
