package dev.keyhold.sync;

import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * The place of an {@link AllRequest} in one lock's line; once granted, its hold of that lock. Being
 * next in one line does not wake the request: for one of several that is too early more often than
 * not.
 */
final class Place extends Waiter {
  private final AllRequest request;
  private final Waiter whole;
  private final LockPart<?> part;
  private final FifoLock lock;
  private final String taskName;

  /** Changes with the owner, for a hold that is exclusive. */
  private long heldTicket;

  private @Nullable Hold hold;

  Place(AllRequest request, LockPart<?> part, Waiter whole) {
    super(
        lockOf(part),
        modeOf(part),
        whole.owner(),
        whole.thread(),
        whole.sinceNanos(),
        whole.site());
    this.request = request;
    this.whole = whole;
    this.part = part;
    lock = lockOf(part);
    taskName = whole.ownerName();
  }

  static FifoLock lockOf(LockPart<?> part) {
    return switch (part) {
      case Mutex<?> mutex -> mutex;
      case RwPart<?> sharing -> sharing.lock();
    };
  }

  private static Mode modeOf(LockPart<?> part) {
    return switch (part) {
      case Mutex<?> _ -> Mode.EXCLUSIVE;
      case RwPart<?> sharing -> sharing.mode();
    };
  }

  static <T> T dataOf(LockPart<T> part) {
    return switch (part) {
      case Mutex<T> mutex -> mutex.data();
      case RwPart<T> sharing -> sharing.lock().data();
    };
  }

  LockPart<?> part() {
    return part;
  }

  FifoLock lock() {
    return lock;
  }

  @Override
  public void deliver() {
    request.placeGranted(whole);
  }

  @Override
  public String ownerName() {
    return taskName;
  }

  /** The whole request has been granted: bookkeeping of this hold. */
  void begun(long waitedNanos, boolean unclaimed) {
    heldTicket = ticket();
    if (unclaimed) {
      hold = lock.unclaimed(this, waitedNanos);
    } else if (!Recording.idle()) {
      lock.noteGranted(this, waitedNanos);
    }
  }

  /** Somebody uses the guard. */
  void claim() {
    if (hold != null) {
      hold.claim();
    }
  }

  /** Leaves the line, or ends the hold. */
  void giveUp() {
    if (!lock.withdraw(this) && state() == GRANTED) {
      heldTicket = ticket();
      release();
    }
  }

  /** Ends the hold. */
  void release() {
    if (lock instanceof SharingLock sharing && !mode().isExclusive()) {
      sharing.endShare(0, SharingLock.shareOf(this));
    } else {
      lock.release(heldTicket);
    }
  }

  /** The hold now belongs to {@code task}. */
  void move(Task task) {
    if (lock instanceof ConvertingLock converting && !mode().isExclusive()) {
      converting.move(0, SharingLock.shareOf(this), task.id(), task.name());
    } else {
      heldTicket = lock.move(heldTicket, task.id(), task.name());
    }
  }
}
