package dev.keyhold.sync;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Those that read with the right to upgrade exclude each other and those that write: together they
 * are a lock like any other.
 */
class RwLockUpgradableContractTest extends LockContractTest {

  @Override
  ContractLock<Counter> newLock(boolean poisonOnThrow) {
    return new Adapter<>(
        new RwLockWriteContractTest.Adapter<>(
            RwLock.of(LockOptions.named("contract").poisonOnThrow(poisonOnThrow), Counter::new)));
  }

  /** Guards are upgradable, scoped forms write. */
  private record Adapter<T>(RwLockWriteContractTest.Adapter<T> writing) implements ContractLock<T> {
    @Override
    public Held<T> lock() throws InterruptedException {
      return Objects.requireNonNull(Held.of(writing.rwLock().upgradableRead()));
    }

    @Override
    public Held<T> lockUninterruptibly() {
      return Objects.requireNonNull(Held.of(writing.rwLock().upgradableReadUninterruptibly()));
    }

    @Override
    public @Nullable Held<T> tryLock() {
      return Held.of(writing.rwLock().tryUpgradableRead());
    }

    @Override
    public @Nullable Held<T> tryLock(Duration timeout) throws InterruptedException {
      return Held.of(writing.rwLock().tryUpgradableRead(timeout));
    }

    @Override
    public <R> R with(ThrowingFunction<? super T, ? extends R, ? extends Exception> function)
        throws Exception {
      return writing.with(function);
    }

    @Override
    public <R> R repair(ThrowingFunction<? super T, ? extends R, ? extends Exception> function)
        throws Exception {
      return writing.repair(function);
    }

    @Override
    public boolean isPoisoned() {
      return writing.isPoisoned();
    }

    @Override
    public void clearPoison() {
      writing.clearPoison();
    }

    @Override
    public @Nullable String holder() {
      return writing.holder();
    }

    @Override
    public int waiters() {
      return writing.waiters();
    }
  }
}
