import dev.keyhold.Database;

// Two tasks raise one counter, three times each.
void main() throws InterruptedException {
  Database shared = new Database();
  shared.insert("counter", 0);
  Thread one = Thread.startVirtualThread(() -> increments(shared));
  Thread two = Thread.startVirtualThread(() -> increments(shared));
  one.join();
  two.join();
  IO.println("counter is " + shared.get("counter").orElseThrow());
}

void increments(Database shared) {
  for (int i = 0; i < 3; i++) {
    long seen = shared.get("counter").orElseThrow().asLong();
    shared.insert("counter", seen + 1); // whatever came in between is lost
  }
}
