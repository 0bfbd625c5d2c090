import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;

final class NamelessInLoopHeader {
  static void print(Mutex<Database> shared) throws InterruptedException {
    for (Database.Entry entry : shared.lock().get()) { // refused: R5
      System.out.println(entry.key());
    }
  }
}
