import dev.keyhold.SingleOwner;
import java.util.concurrent.Executor;

final class OwnTypeOfSingleOwner {
  @SingleOwner
  static final class Account {
    private long cents;

    void pay(long amount) {
      cents += amount;
    }

    long cents() {
      return cents;
    }
  }

  static long pay(Account account, Executor pool) {
    pool.execute(() -> account.pay(100));
    return account.cents(); // refused: R1
  }
}
