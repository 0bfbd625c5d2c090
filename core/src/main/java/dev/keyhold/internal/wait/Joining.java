package dev.keyhold.internal.wait;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.RolledBackException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread that blocks on the future of a request: it waits for whatever the request waits for, and
 * is part of the wait graph while it does. If that closes a cycle, the request is refused.
 */
final class Joining extends Waiter {
  private final Host host;
  private final Thread joiner = Thread.currentThread();
  private final RequestFuture<?> future;

  private Joining(RequestFuture<?> future, Host host) {
    super(
        new Joined(future),
        future.request().mode(),
        Owner.currentId(),
        Owner.currentThreadId(),
        host.nanoTime(),
        Site.now());
    this.host = host;
    this.future = future;
  }

  /** The current thread is about to block on {@code future}. */
  static Joining begin(RequestFuture<?> future) {
    Joining joining = new Joining(future, Host.current());
    try {
      WaitGraph.enter(joining);
    } catch (DeadlockException | RolledBackException e) {
      future.dismiss(e);
    }
    return joining;
  }

  /** The current thread goes on. */
  static void end(@Nullable Joining joining) {
    if (joining != null) {
      WaitGraph.leave(joining);
    }
  }

  /** Where the host is not the JVM: waits until the future is done, as its host parks. */
  void awaitUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        await(Long.MAX_VALUE);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      joiner.interrupt();
    }
  }

  /**
   * Where the host is not the JVM: waits until the future is done, as its host parks.
   *
   * @return false: out of time
   */
  boolean await(long nanosMax) throws InterruptedException {
    if (host == Host.JVM) {
      return true;
    }
    var _ =
        future.handle((value, failure) -> {
          host.unpark(joiner);
          return null;
        });
    long since = host.nanoTime();
    while (!future.isDone()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long left = nanosMax - (host.nanoTime() - since);
      if (left <= 0) {
        return false;
      }
      if (nanosMax == Long.MAX_VALUE) {
        host.park(this);
      } else {
        host.parkNanos(this, left);
      }
    }
    return true;
  }

  /** Another found the cycle and has withdrawn the request: the future tells. */
  @Override
  public void deliver() {
    RuntimeException refusal = refusal();
    if (refusal != null) {
      Completions.run(() -> future.dismiss(refusal));
    }
  }

  @Override
  public String ownerName() {
    return Owner.isThread(owner()) ? Owner.describe(joiner) : super.ownerName();
  }

  /** The request behind a future, as what the joining thread waits for. */
  private record Joined(RequestFuture<?> future) implements Structure {

    @Override
    public boolean withdraw(Waiter waiter) {
      return future.request().structure().withdraw(future.request());
    }

    @Override
    public boolean refuse(Waiter waiter) {
      return future.request().structure().refuse(future.request());
    }

    @Override
    public List<Blocker> blockers(Waiter waiter) {
      return future.request().structure().blockers(future.request());
    }

    @Override
    public boolean mayBeInCycle(Waiter waiter) {
      return blockers(waiter).stream()
          .anyMatch(
              b -> waiter.is(b.owner()) || WaitGraph.stuckWith(b.owner()) != null || b.hasLeft());
    }

    @Override
    public String target() {
      return future.request().structure().target();
    }

    @Override
    public String wayOut() {
      return future.request().structure().wayOut();
    }

    @Override
    public HolderText describe(Blocker blocker) {
      return future.request().structure().describe(blocker);
    }
  }
}
