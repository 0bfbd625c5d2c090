package dev.keyhold;

import org.jspecify.annotations.Nullable;

/**
 * Code of a transaction that has nothing to return.
 *
 * @param <T> what it reads and writes through: a {@link Transaction} or a {@link KeyGuard}
 * @param <X> what it throws; inferred as {@link RuntimeException} when it throws nothing checked
 */
@FunctionalInterface
public interface TransactionAction<T extends @Nullable Object, X extends Throwable> {
  /** Runs. */
  void run(T access) throws X;
}
