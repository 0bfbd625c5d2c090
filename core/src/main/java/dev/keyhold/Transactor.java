package dev.keyhold;

import dev.keyhold.error.RolledBackException;
import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.guard.Retries;
import dev.keyhold.internal.wait.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the code of transactions of one engine, until an attempt comes through. */
final class Transactor {
  private final Engine engine;

  /** Covers everything and is never acquired: see {@link EmbeddedTransaction}. */
  private final Claim everything;

  Transactor(Engine engine) {
    this.engine = engine;
    this.everything = engine.table.claims().all(Mode.EXCLUSIVE).build();
  }

  /** See {@link Keyhold#transact(TransactionFunction)}. */
  @SuppressWarnings("keyhold:R3: the guard holds nothing that would have to be released")
  <R extends @Nullable Object, X extends Throwable> R run(
      TransactionFunction<? super Transaction, ? extends R, X> code)
      throws X, InterruptedException {
    engine.requireOpen();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Retries retries = new Retries();
    Throwable last;
    do {
      EmbeddedGuard guard = new EmbeddedGuard(engine, everything, List.of(KeyRange.all()));
      EmbeddedTransaction transaction = new EmbeddedTransaction(engine, guard, retries);
      try {
        transaction.begin();
        R result = code.apply(transaction);
        transaction.commit();
        return result;
      } catch (Throwable e) {
        if (e instanceof Error || e instanceof InterruptedException) {
          throw e;
        }
        if (transaction.isInterrupted()) {
          throw interrupted(e);
        }
        if (!(e instanceof RolledBackException) && !transaction.isRolledBack()) {
          throw e;
        }
        // Whatever an attempt throws that was rolled back comes of that.
        last = e;
      } finally {
        transaction.end();
      }
    } while (retries.again());
    throw givenUp(last);
  }

  private static InterruptedException interrupted(Throwable cause) {
    InterruptedException interrupt = new InterruptedException();
    interrupt.initCause(cause);
    return interrupt;
  }

  private static RolledBackException givenUp(Throwable last) {
    RolledBackException error =
        new RolledBackException(
            "the transaction was rolled back %d times, the limit: something waits for what its task"
                    .formatted(Retries.ATTEMPTS_MAX)
                + " holds beside it; take locks within the transaction, or after it. The last time:"
                + " "
                + last.getMessage());
    error.addSuppressed(last);
    return error;
  }

  /** See {@link Keyhold#transact(java.util.Collection, TransactionFunction)}. */
  static <R extends @Nullable Object, X extends Throwable> R run(
      KeyGuard held, TransactionFunction<? super KeyGuard, ? extends R, X> code) throws X {
    try (held) {
      R result = code.apply(held);
      held.commit();
      return result;
    }
  }

  /** Code that has nothing to return as code that returns null. */
  static <T extends @Nullable Object, X extends Throwable>
      TransactionFunction<T, @Nullable Object, X> function(TransactionAction<? super T, X> code) {
    return access -> {
      code.run(access);
      return null;
    };
  }
}
