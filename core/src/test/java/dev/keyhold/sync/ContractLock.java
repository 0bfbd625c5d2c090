package dev.keyhold.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A lock around a {@code T}, as {@link LockContractTest} sees it. */
interface ContractLock<T> {
  Held<T> lock() throws InterruptedException;

  Held<T> lockUninterruptibly();

  @Nullable Held<T> tryLock();

  @Nullable Held<T> tryLock(Duration timeout) throws InterruptedException;

  <R> R with(ThrowingFunction<? super T, ? extends R, ? extends Exception> function)
      throws Exception;

  <R> R repair(ThrowingFunction<? super T, ? extends R, ? extends Exception> function)
      throws Exception;

  boolean isPoisoned();

  void clearPoison();

  /** Who holds; null: nobody. */
  @Nullable String holder();

  /** How many wait. */
  int waiters();

  /** A guard. */
  interface Held<T> extends AutoCloseable {
    T get();

    boolean isClosed();

    @Override
    void close();

    static <T> @Nullable Held<T> of(@Nullable Guard<T> guard) {
      return guard == null
          ? null
          : new Held<>() {
            @Override
            public T get() {
              return guard.get();
            }

            @Override
            public boolean isClosed() {
              return guard.isClosed();
            }

            @Override
            public void close() {
              guard.close();
            }
          };
    }
  }
}
