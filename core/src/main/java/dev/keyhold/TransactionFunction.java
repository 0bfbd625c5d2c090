package dev.keyhold;

import org.jspecify.annotations.Nullable;

/**
 * Code of a transaction. It is also an action, whose result is of no interest: so where both are
 * possible, as with {@code tx -> tx.insert("a", 1)}, this is meant.
 *
 * @param <T> what it reads and writes through: a {@link Transaction} or a {@link KeyGuard}
 * @param <R> the result
 * @param <X> what it throws; inferred as {@link RuntimeException} when it throws nothing checked
 */
@FunctionalInterface
public interface TransactionFunction<
        T extends @Nullable Object, R extends @Nullable Object, X extends Throwable>
    extends TransactionAction<T, X> {
  /** Runs. */
  R apply(T access) throws X;

  @Override
  default void run(T access) throws X {
    apply(access);
  }
}
