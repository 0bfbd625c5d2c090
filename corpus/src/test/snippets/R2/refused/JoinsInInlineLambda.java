import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The function has run before forEach returns. */
final class JoinsInInlineLambda {
  static void store(BlockingMutex<Database> shared, List<CompletableFuture<String>> answers) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      answers.forEach(
          answer -> guard.get().insert("answer", answer.join())); // warned: R2
    }
  }

  static void await(BlockingMutex<Database> shared, List<CompletableFuture<String>> answers) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      answers.forEach(CompletableFuture::join); // warned: R2
      guard.get().clear();
    }
  }
}
