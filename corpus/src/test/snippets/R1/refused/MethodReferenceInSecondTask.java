import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

final class MethodReferenceInSecondTask {
  static Future<String> last(ExecutorService pool) {
    Deque<String> stack = new ArrayDeque<>();
    pool.submit(() -> stack.push("pushed"));
    return pool.submit(stack::pop); // refused: R1
  }
}
