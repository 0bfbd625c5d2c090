package dev.keyhold.testkit;

import dev.keyhold.internal.wait.Host;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An event loop on any host: the same code in real and in virtual time. */
abstract class Loop implements EventLoop {
  private final String name;
  private final Host host;

  /** Handed in, not yet looked at by the loop. */
  private final Queue<Callback> inbox = new ConcurrentLinkedQueue<>();

  /** What is to come; the loop's thread only. */
  private final PriorityQueue<Callback> agenda = new PriorityQueue<>();

  private final AtomicLong numbers = new AtomicLong();
  private volatile boolean closed;
  private volatile @Nullable Thread thread;

  /**
   * What was handed in.
   *
   * @param dueNanos when, on the host's clock
   * @param number the order of what is due together
   */
  private record Callback(long dueNanos, long number, Runnable action)
      implements Comparable<Callback> {
    @Override
    public int compareTo(Callback other) {
      long earlier = dueNanos - other.dueNanos;
      return earlier != 0 ? Long.signum(earlier) : Long.compare(number, other.number);
    }
  }

  Loop(String name, Host host) {
    this.name = name;
    this.host = host;
  }

  /** A callback was handed in. May refuse it by throwing. */
  abstract void submitted();

  /** A callback that was handed in has ended. */
  abstract void completed();

  /** A callback failed. */
  abstract void failed(Throwable failure);

  /** Tells the loop its thread, before anybody hands anything in. */
  void start(Thread thread) {
    this.thread = thread;
  }

  /** The body of the loop's task. */
  void run() {
    while (!closed) {
      for (Callback handed = inbox.poll(); handed != null; handed = inbox.poll()) {
        agenda.add(handed);
      }
      Callback next = agenda.peek();
      if (next == null) {
        host.park(this);
      } else if (next.dueNanos - host.nanoTime() > 0) {
        host.parkNanos(this, next.dueNanos - host.nanoTime());
      } else {
        agenda.remove();
        call(next.action);
        host.point();
      }
      // A callback's interrupts are its own; left set, they would keep the loop from parking.
      Thread.interrupted();
    }
  }

  private void call(Runnable action) {
    try {
      action.run();
    } catch (Throwable t) {
      failed(t);
    } finally {
      completed();
    }
  }

  /** Ends the loop; what has not begun is dropped. */
  void close() {
    closed = true;
    wake();
  }

  boolean isClosed() {
    return closed;
  }

  String name() {
    return name;
  }

  @Override
  public void execute(Runnable callback) {
    handIn(0, callback);
  }

  @Override
  public void schedule(Duration delay, Runnable callback) {
    handIn(Math.max(0, nanos(delay)), callback);
  }

  private void handIn(long delayNanos, Runnable callback) {
    submitted();
    inbox.add(new Callback(host.nanoTime() + delayNanos, numbers.incrementAndGet(), callback));
    wake();
  }

  private void wake() {
    Thread sleeper = thread;
    if (sleeper != null) {
      host.unpark(sleeper);
    }
  }

  /** In nanoseconds; of what does not fit, half the range: enough, and safe to add to a time. */
  static long nanos(Duration duration) {
    long limit = Long.MAX_VALUE / 2;
    if (duration.compareTo(Duration.ofNanos(limit)) > 0) {
      return limit;
    }
    return duration.isNegative() ? 0 : duration.toNanos();
  }

  @Override
  public String toString() {
    return "event loop " + name;
  }
}
