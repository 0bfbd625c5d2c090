package dev.keyhold.sync;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The writing side of an {@link RwLock} is a lock like any other. */
class RwLockWriteContractTest extends LockContractTest {

  @Override
  ContractLock<Counter> newLock(boolean poisonOnThrow) {
    return new Adapter<>(
        RwLock.of(LockOptions.named("contract").poisonOnThrow(poisonOnThrow), Counter::new));
  }

  /** Written under the guard. */
  record Adapter<T>(RwLock<T> rwLock) implements ContractLock<T> {
    @Override
    public Held<T> lock() throws InterruptedException {
      return Objects.requireNonNull(Held.of(rwLock.write()));
    }

    @Override
    public Held<T> lockUninterruptibly() {
      return Objects.requireNonNull(Held.of(rwLock.writeUninterruptibly()));
    }

    @Override
    public @Nullable Held<T> tryLock() {
      return Held.of(rwLock.tryWrite());
    }

    @Override
    public @Nullable Held<T> tryLock(Duration timeout) throws InterruptedException {
      return Held.of(rwLock.tryWrite(timeout));
    }

    @Override
    public <R> R with(ThrowingFunction<? super T, ? extends R, ? extends Exception> function)
        throws Exception {
      return rwLock.<R, Exception>withWrite(function::apply);
    }

    @Override
    public <R> R repair(ThrowingFunction<? super T, ? extends R, ? extends Exception> function)
        throws Exception {
      return rwLock.<R, Exception>repair(function::apply);
    }

    @Override
    public boolean isPoisoned() {
      return rwLock.isPoisoned();
    }

    @Override
    public void clearPoison() {
      rwLock.clearPoison();
    }

    @Override
    public @Nullable String holder() {
      return rwLock.report().holder().map(LockReport.Holder::task).orElse(null);
    }

    @Override
    public int waiters() {
      return rwLock.report().waiters().size();
    }
  }
}
