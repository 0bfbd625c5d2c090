package dev.keyhold.sync;

import dev.keyhold.internal.wait.Mode;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Those that share a lock, at most one of them upgradable. Guarded by the lock's latch. */
final class Sharers {
  private @Nullable Share first;
  private @Nullable Share upgradable;
  private int size;
  private long added;

  /** Whether one more may come in this mode, if nobody holds alone. */
  boolean admits(Mode mode) {
    return switch (mode) {
      case SHARED -> true;
      case UPGRADABLE -> upgradable == null;
      case EXCLUSIVE -> size == 0;
      case UPGRADE -> upgradable != null && size == 1;
    };
  }

  Share add(long ticket, long owner, Mode mode) {
    Share share = new Share(ticket, ++added, owner, mode);
    share.next = first;
    if (first != null) {
      first.previous = share;
    }
    first = share;
    size++;
    if (mode == Mode.UPGRADABLE) {
      upgradable = share;
    }
    return share;
  }

  /** Takes out one that is listed. */
  void remove(Share share) {
    Share before = share.previous;
    Share after = share.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    share.gone = true;
    size--;
    if (upgradable == share) {
      upgradable = null;
    }
  }

  /** The upgradable one; null if there is none. */
  @Nullable Share upgradable() {
    return upgradable;
  }

  /** The one with this ticket from {@link ReaderSlots}; null if it has left. */
  @Nullable Share find(long ticket) {
    Share share = first;
    while (share != null && share.ticket != ticket) {
      share = share.next;
    }
    return share;
  }

  boolean any(Predicate<? super Share> condition) {
    Share share = first;
    while (share != null && !condition.test(share)) {
      share = share.next;
    }
    return share != null;
  }

  /** The youngest first. */
  void forEach(Consumer<? super Share> action) {
    for (Share share = first; share != null; share = share.next) {
      action.accept(share);
    }
  }
}
