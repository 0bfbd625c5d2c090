import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

final class MonitorHeld {
  private final Object lock = new Object();

  String ask(Future<String> answer) throws ExecutionException, InterruptedException {
    synchronized (lock) {
      return answer.get(); // warned: R2
    }
  }

  synchronized void pause() throws InterruptedException {
    Thread.sleep(1000); // warned: R2
  }

  synchronized void all(List<CompletableFuture<String>> answers) {
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join(); // warned: R2
  }
}
