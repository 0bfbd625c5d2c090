package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever changes who shares, or looks at all of them, does so under the latch. */
@SuppressWarnings("keyhold:R3: closed by what the step returns")
@Timeout(120)
class SharingLatchTest {
  private final RwLock<int[]> lock = RwLock.of(LockOptions.named("latched"), () -> new int[1]);

  @AfterEach
  void nothingIsLeft() {
    Await.free(lock);
    assertThat(Word.isOpen(lock.word())).isTrue();
  }

  enum Step {
    SHARE,
    END,
    DOWNGRADE,
    DOWNGRADE_UPGRADABLE,
    TRY_UPGRADE,
    JOIN_UPGRADE,
    MOVE,
    DISOWN,
    LOOK_FOR_BLOCKERS,
    LOOK_FOR_STUCK
  }

  /** What is to be done with the latch open; what it returns gives up what it came to. */
  private Supplier<Runnable> prepared(Step step) throws InterruptedException {
    return switch (step) {
      case SHARE ->
          () -> {
            Share share = lock.tryShare(Mode.SHARED);
            return () -> lock.endShare(0, share);
          };
      case END -> {
        Share share = lock.tryShare(Mode.SHARED);
        yield () -> {
          lock.endShare(0, share);
          return () -> {};
        };
      }
      case DOWNGRADE -> {
        WriteGuard<int[]> writer = lock.write();
        yield () -> writer.downgrade()::close;
      }
      case DOWNGRADE_UPGRADABLE -> {
        UpgradableGuard<int[]> upgradable = lock.upgradableRead();
        yield () -> upgradable.downgrade()::close;
      }
      case TRY_UPGRADE -> {
        UpgradableGuard<int[]> upgradable = lock.upgradableRead();
        yield () -> {
          long ticket = lock.tryUpgrade(upgradable.upgradable());
          return () -> lock.release(ticket);
        };
      }
      case JOIN_UPGRADE -> {
        UpgradableGuard<int[]> upgradable = lock.upgradableRead();
        NotingWaiter waiter = new NotingWaiter(lock, Mode.UPGRADE, Owner.currentId());
        yield () -> {
          lock.joinUpgrade(waiter, upgradable.upgradable());
          return () -> lock.release(waiter.ticket());
        };
      }
      case MOVE -> {
        ReadGuard<int[]> reader = lock.read();
        Task task = Task.named("other");
        yield () -> {
          reader.moveTo(task);
          return reader::close;
        };
      }
      default -> {
        NotingWaiter waiter = new NotingWaiter(lock, Mode.SHARED, Owner.currentId());
        lock.join(waiter);
        yield () -> {
          switch (step) {
            case DISOWN -> lock.disown(waiter);
            case LOOK_FOR_BLOCKERS -> assertThat(lock.blockers(waiter)).isEmpty();
            default -> assertThat(lock.mayBeInCycle(waiter)).isFalse();
          }
          return () -> lock.endShare(0, SharingLock.shareOf(waiter));
        };
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void step_whileAnotherHasTheLatch_waitsForIt(Step step) throws Exception {
    Supplier<Runnable> prepared = prepared(step);
    lock.latchAndPin();
    Job<Runnable> job = Job.start(step.name(), prepared::get);
    Await.until("it sleeps, or is done", () -> job.isDone() || isAsleep(job.thread()));
    assertThat(job.isDone()).isFalse();
    lock.unpinAndUnlatch();
    job.result().run();
  }

  private static boolean isAsleep(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }
}
