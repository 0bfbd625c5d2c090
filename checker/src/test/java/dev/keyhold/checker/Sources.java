package dev.keyhold.checker;

/** Sources that several tests compile. */
public final class Sources {
  private Sources() {}

  /** One mistake of each kind; it needs the annotations. */
  public static final String EVERY_RULE =
      """
      import dev.keyhold.check.EventLoop;
      import dev.keyhold.check.MustClose;
      import dev.keyhold.check.ThreadBound;
      import java.util.ArrayList;

      class Rules {
        @MustClose interface Guard extends AutoCloseable {
          ArrayList<String> get();
          @Override void close();
        }
        @ThreadBound interface Bound extends Guard {}
        interface Lock { Guard lock(); }
        interface BoundLock { Bound lock(); }

        void shared() {
          ArrayList<String> list = new ArrayList<>();
          Thread.startVirtualThread(() -> list.add("a"));
          list.add("b"); // <- error R1
        }

        void suspended(BoundLock lock) throws InterruptedException {
          try (Bound guard = lock.lock()) {
            guard.get().add("a");
            Thread.sleep(1); // <- warning R2
          }
        }

        @EventLoop
        void suspendedOnLoop(BoundLock lock) throws InterruptedException {
          try (Bound guard = lock.lock()) {
            guard.get().add("a");
            Thread.sleep(1); // <- error R2
          }
        }

        void leaked(Lock lock, boolean odd) {
          Guard guard = lock.lock(); // <- error R3
          guard.get().add("a");
          if (odd) {
            return;
          }
          guard.close();
        }

        ArrayList<String> escaping(Lock lock) {
          try (Guard guard = lock.lock()) {
            return guard.get(); // <- error R4
          }
        }

        void nameless(Lock lock) {
          lock.lock().get().add("a"); // <- error R5
        }

        void within(Lock lock) {
          try (Guard outer = lock.lock()) {
            outer.get().add("a");
            try (Guard inner = lock.lock()) { // <- error R6
              inner.get().add("b");
            }
          }
        }

        ArrayList<String> right(Lock lock) {
          try (Guard guard = lock.lock()) {
            guard.get().add("a");
            return new ArrayList<>(guard.get());
          }
        }
      }
      """;
}
