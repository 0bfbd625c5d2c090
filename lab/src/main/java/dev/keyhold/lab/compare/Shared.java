package dev.keyhold.lab.compare;

import org.jspecify.annotations.Nullable;

/** A database that several tasks use, and the rule by which they do. */
interface Shared {

  /** What a task does with the database when its turn has come. */
  @FunctionalInterface
  interface Section<R extends @Nullable Object> {
    R run(Data data);
  }

  /**
   * Waits for the turn of the calling task, runs {@code section} while nobody else is at the
   * database, and lets the next one in.
   */
  <R extends @Nullable Object> R locked(Section<R> section) throws InterruptedException;

  /**
   * The same for a section that is at one key: others may be at other keys.
   *
   * @param key the only one that the section reads and writes
   */
  default <R extends @Nullable Object> R write(String key, Section<R> section)
      throws InterruptedException {
    return locked(section);
  }

  /**
   * The same for a section that only reads: others that read may be at the key too.
   *
   * @param key the only one that the section reads
   */
  default <R extends @Nullable Object> R read(String key, Section<R> section)
      throws InterruptedException {
    return locked(section);
  }
}
