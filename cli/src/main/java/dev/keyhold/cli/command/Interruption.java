package dev.keyhold.cli.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end by itself when the process is asked to (Ctrl-C, {@code kill}): its thread is
 * interrupted, and the process stays until the command has printed what it has so far.
 *
 * <pre>{@code
 * try (Interruption interruption = Interruption.ofThisThread()) {
 *   work();                          // ends early when interrupted
 *   print(interruption.happened());
 * }
 * }</pre>
 */
public final class Interruption implements AutoCloseable {
  /*
   * A JVM that is asked to end runs its shutdown hooks beside the threads that are there, and halts when
   * the hooks are through. So the hook interrupts the command's thread and waits until that has closed
   * this object. The wait is bounded: a command that does not end must not make Ctrl-C useless.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Thread command = Thread.currentThread();
  private final CountDownLatch printed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "keyhold-interruption");
  private volatile boolean happened;

  private Interruption() {}

  /** Watches over the current thread until closed. */
  public static Interruption ofThisThread() {
    Interruption interruption = new Interruption();
    try {
      Runtime.getRuntime().addShutdownHook(interruption.hook);
    } catch (IllegalStateException e) {
      interruption.happened = true; // the process is ending already
    }
    return interruption;
  }

  /** Whether the process was asked to end since the command began. */
  public boolean happened() {
    return happened;
  }

  /** What the hook does; a test may do the same. */
  void interrupt() {
    happened = true;
    command.interrupt();
    try {
      var _ = printed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    printed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook has run or is about to see the latch open.
    }
  }
}
