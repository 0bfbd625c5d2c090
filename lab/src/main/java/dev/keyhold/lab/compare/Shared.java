package dev.keyhold.lab.compare;

import dev.keyhold.Database;
import org.jspecify.annotations.Nullable;

/** A database that several tasks use, and the rule by which they do. */
interface Shared {

  /** What a task does with the database when its turn has come. */
  @FunctionalInterface
  interface Section<R extends @Nullable Object> {
    R run(Database database);
  }

  /**
   * Waits for the turn of the calling task, runs {@code section} while nobody else is at the
   * database, and lets the next one in.
   */
  <R extends @Nullable Object> R locked(Section<R> section) throws InterruptedException;

  /** The same for a section that only reads: others that read may be at the database too. */
  default <R extends @Nullable Object> R read(Section<R> section) throws InterruptedException {
    return locked(section);
  }
}
