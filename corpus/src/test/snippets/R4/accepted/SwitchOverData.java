import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.List;

final class SwitchOverData {
  static String describe(Mutex<Object> shared) throws InterruptedException {
    try (Guard<Object> guard = shared.lock()) {
      return switch (guard.get()) {
        case String text -> text;
        case List<?> list when list.isEmpty() -> "empty";
        case List<?> list -> {
          int size = list.size();
          yield "list of " + size;
        }
        case Integer number -> "number " + number;
        default -> "something";
      };
    }
  }
}
