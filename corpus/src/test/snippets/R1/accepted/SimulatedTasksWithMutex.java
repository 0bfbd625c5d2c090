import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.testkit.TaskHandle;
import dev.keyhold.testkit.Tasks;
import java.util.ArrayList;
import java.util.List;

final class SimulatedTasksWithMutex {
  static void program(Tasks tasks) throws InterruptedException {
    Mutex<Database> shared = Mutex.of(Database::new);
    List<TaskHandle> handles = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      handles.add(
          tasks.spawn(
              name,
              () -> {
                try (Guard<Database> guard = shared.lock()) {
                  guard.get().insert(name, 1);
                }
              }));
    }
    for (TaskHandle handle : handles) {
      handle.join();
    }
  }
}
