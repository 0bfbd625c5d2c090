import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Methods called lock and get that give no guard. */
final class OtherLocksAndGetters {
  static int run(Supplier<Map<String, Integer>> supplier, FileChannel channel) throws Exception {
    ReentrantLock lock = new ReentrantLock();
    ReentrantReadWriteLock both = new ReentrantReadWriteLock();
    lock.lock();
    try {
      both.writeLock().lock();
      try {
        supplier.get().put("key", Optional.of(1).get());
      } finally {
        both.writeLock().unlock();
      }
    } finally {
      lock.unlock();
    }
    try (FileLock file = channel.lock()) {
      return file.isValid() ? 1 : 0;
    }
  }
}
