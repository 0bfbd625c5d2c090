import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import java.util.Optional;

final class ReturnsImmutable {
  record Config(String host, int port) {}

  private Json last = Json.NULL;

  Optional<Json> get(Mutex<Database> shared, String key) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      last = guard.get().get(key).orElse(Json.NULL);
      return guard.get().get(key);
    }
  }

  static Config current(RwLock<RwLock.Cell<Config>> config) throws InterruptedException {
    try (ReadGuard<RwLock.Cell<Config>> guard = config.read()) {
      return guard.get().get();
    }
  }

  static String name(Mutex<String> name) {
    return name.with(text -> text);
  }
}
