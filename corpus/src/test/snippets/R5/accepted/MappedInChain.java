import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;

final class MappedInChain {
  record Shop(Database stock, Database orders) {}

  static int stock(Mutex<Shop> shop, RwLock<Shop> other) throws InterruptedException {
    try (Guard<Database> stock = shop.lock().map(Shop::stock);
        Guard<Database> orders = other.read().map(data -> data.orders())) {
      return stock.get().size() + orders.get().size();
    }
  }
}
