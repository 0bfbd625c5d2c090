package dev.keyhold.sync;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

class MutexContractTest extends LockContractTest {

  @Override
  ContractLock<Counter> newLock(boolean poisonOnThrow) {
    return new Adapter<>(
        Mutex.of(LockOptions.named("contract").poisonOnThrow(poisonOnThrow), Counter::new));
  }

  private record Adapter<T>(Mutex<T> mutex) implements ContractLock<T> {
    @Override
    public Held<T> lock() throws InterruptedException {
      return Objects.requireNonNull(Held.of(mutex.lock()));
    }

    @Override
    public Held<T> lockUninterruptibly() {
      return Objects.requireNonNull(Held.of(mutex.lockUninterruptibly()));
    }

    @Override
    public @Nullable Held<T> tryLock() {
      return Held.of(mutex.tryLock());
    }

    @Override
    public @Nullable Held<T> tryLock(Duration timeout) throws InterruptedException {
      return Held.of(mutex.tryLock(timeout));
    }

    @Override
    public <R> R with(ThrowingFunction<? super T, ? extends R, ? extends Exception> function)
        throws Exception {
      return mutex.<R, Exception>with(function::apply);
    }

    @Override
    public <R> R repair(ThrowingFunction<? super T, ? extends R, ? extends Exception> function)
        throws Exception {
      return mutex.<R, Exception>repair(function::apply);
    }

    @Override
    public boolean isPoisoned() {
      return mutex.isPoisoned();
    }

    @Override
    public void clearPoison() {
      mutex.clearPoison();
    }

    @Override
    public @Nullable String holder() {
      return mutex.report().holder().map(LockReport.Holder::task).orElse(null);
    }

    @Override
    public int waiters() {
      return mutex.report().waiters().size();
    }
  }
}
