package dev.keyhold.sync;

/**
 * Code that does something with data and has nothing to answer.
 *
 * @param <T> what it is done with
 * @param <X> what it throws; inferred as {@link RuntimeException} when it throws nothing checked
 */
@FunctionalInterface
public interface ThrowingConsumer<T, X extends Throwable> {
  /** Runs with the data. */
  void accept(T data) throws X;
}
