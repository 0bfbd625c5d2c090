package dev.keyhold.internal.wait;

/** Takes the latch of any queue, so that a test sees who waits for it. */
public final class Latches {
  private Latches() {}

  /** Takes it. */
  public static void take(WaitQueue queue) {
    queue.latch();
  }

  /** Opens it again, whoever took it. */
  public static void open(WaitQueue queue) {
    queue.unlatch();
  }
}
