import dev.keyhold.check.RunsInline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

final class AnnotatedToRunInline {
  /** An executor for tests: does at once what others start. */
  static final class Direct implements Executor {
    @Override
    @RunsInline
    public void execute(Runnable command) {
      command.run();
    }
  }

  static List<String> run() {
    List<String> order = new ArrayList<>();
    Direct direct = new Direct();
    for (int i = 0; i < 3; i++) {
      String name = "task " + i;
      direct.execute(() -> order.add(name));
    }
    order.add("done");
    return order;
  }
}
