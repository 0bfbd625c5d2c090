import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

/** A record gives what it was given, and has it still: nothing is acquired by asking. */
final class RecordAccessor {
  record Held(Guard<StringBuilder> guard, String why) {}

  int length(Held held) {
    return held.guard().get().length() + held.why().length();
  }

  void use(Mutex<StringBuilder> mutex) throws InterruptedException {
    try (Guard<StringBuilder> guard = mutex.lock()) {
      Held held = new Held(guard, "test");
      held.guard().get().append(length(held));
    }
  }
}
