import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class MappedGuardClosed {
  static final class Bank {
    private final Map<String, List<Long>> accounts = new HashMap<>();

    List<Long> account(String owner) {
      return accounts.computeIfAbsent(owner, _ -> new ArrayList<>());
    }
  }

  static void pay(Mutex<Bank> bank, long cents) throws InterruptedException {
    try (Guard<List<Long>> account = bank.lock().map(b -> b.account("ada"))) {
      account.get().add(cents);
    }
  }

  static Guard<List<Long>> account(Mutex<Bank> bank, String owner) throws InterruptedException {
    return bank.lock().map(b -> b.account(owner));
  }
}
