import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;

// Two tasks raise one counter, three times each; the counter's lock owns it.
void main() throws InterruptedException {
  Mutex<Database> shared = Mutex.of(Database::new);
  shared.with(database -> database.insert("counter", 0));
  Thread one = Thread.startVirtualThread(() -> increments(shared));
  Thread two = Thread.startVirtualThread(() -> increments(shared));
  one.join();
  two.join();
  IO.println("counter is " + shared.with(database -> database.get("counter").orElseThrow()));
}

void increments(Mutex<Database> shared) {
  for (int i = 0; i < 3; i++) {
    shared.with(
        database -> { // alone with the data, from here to the end
          long seen = database.get("counter").orElseThrow().asLong();
          return database.insert("counter", seen + 1);
        });
  }
}
