import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

final class OneTaskInEachBranch {
  enum When {
    NOW,
    SOON,
    INLINE
  }

  static void clear(When when, Executor pool, ScheduledExecutorService timer) {
    List<String> trash = new ArrayList<>();
    trash.add("old");
    switch (when) {
      case NOW -> pool.execute(() -> trash.clear());
      case SOON -> timer.schedule(() -> trash.clear(), 1, TimeUnit.SECONDS);
      case INLINE -> trash.clear();
    }
  }
}
