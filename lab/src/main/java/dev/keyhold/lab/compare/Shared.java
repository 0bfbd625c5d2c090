package dev.keyhold.lab.compare;

import dev.keyhold.Database;
import org.jspecify.annotations.Nullable;

/** A database that several tasks use, and the rule by which they do. */
interface Shared {

  /** What a task does with the database while nobody else is at it. */
  @FunctionalInterface
  interface Section<R extends @Nullable Object> {
    R run(Database database);
  }

  /** Waits for the turn of the calling task, runs {@code section}, and lets the next one in. */
  <R extends @Nullable Object> R locked(Section<R> section) throws InterruptedException;
}
