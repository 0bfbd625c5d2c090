import dev.keyhold.Database;
import dev.keyhold.testkit.TaskHandle;
import dev.keyhold.testkit.Tasks;

final class SimulatedTasksOneDatabase {
  static void program(Tasks tasks, Database shared) throws InterruptedException {
    TaskHandle one = tasks.spawn("one", () -> shared.insert("counter", 1));
    TaskHandle two =
        tasks.spawn(
            "two",
            () -> {
              shared.insert("counter", 2); // refused: R1
            });
    one.join();
    two.join();
  }
}
