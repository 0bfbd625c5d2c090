import dev.keyhold.check.EventLoop;
import java.util.concurrent.CompletableFuture;

/** Of monitors and ReentrantLock it is a warning even here. */
@EventLoop
final class MonitorHeldInEventLoop {
  private final Object lock = new Object();

  String ask(CompletableFuture<String> answer) {
    synchronized (lock) {
      return answer.join(); // warned: R2
    }
  }
}
