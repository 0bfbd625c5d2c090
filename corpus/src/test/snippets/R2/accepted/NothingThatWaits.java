import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Methods called get, put, join and take that wait for nobody, and forms that do not wait. */
final class NothingThatWaits {
  record Plan(List<String> steps) {
    String join() {
      return String.join(",", steps);
    }

    String take() {
      return steps.getFirst();
    }

    void await() {}
  }

  static void run(
      BlockingMutex<Database> shared,
      BlockingQueue<String> queue,
      CompletableFuture<String> answer,
      Semaphore permits,
      Plan plan,
      Optional<String> name) {
    Map<String, String> settings = new ConcurrentHashMap<>();
    AtomicReference<Path> path = new AtomicReference<>(Path.of("."));
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      guard.get().insert(plan.join(), plan.take());
      plan.await();
      settings.put("path", path.get().toString());
      settings.get(name.get());
      queue.offer("line");
      queue.poll();
      answer.complete("done");
      answer.getNow("not yet");
      if (answer.isDone() && permits.tryAcquire()) {
        permits.release();
      }
    }
  }
}
