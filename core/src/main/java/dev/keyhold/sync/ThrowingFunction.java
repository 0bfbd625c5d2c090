package dev.keyhold.sync;

/**
 * Code that runs under a lock. Its checked exception, if it has one, is that of the method it is
 * given to.
 *
 * @param <T> what the lock owns
 * @param <R> the result
 * @param <X> what it throws; inferred as {@link RuntimeException} when it throws nothing checked
 */
@FunctionalInterface
public interface ThrowingFunction<T, R, X extends Throwable> {
  /** Runs with the lock's data. */
  R apply(T data) throws X;
}
