import dev.keyhold.Database;

final class StarterGoesOnUsing {
  static void load(Database database) {
    Thread.startVirtualThread(
        () -> {
          for (int i = 0; i < 1000; i++) {
            database.insert("key-" + i, i);
          }
        });
    database.insert("loading", true); // refused: R1
  }
}
