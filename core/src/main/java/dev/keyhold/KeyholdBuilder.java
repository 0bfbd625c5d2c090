package dev.keyhold;

import dev.keyhold.error.LimitException;
import dev.keyhold.error.WaitTimeoutException;
import dev.keyhold.error.WatchLaggedException;
import java.time.Duration;
import java.util.Objects;

/** Settings of a {@link Keyhold}, each with a default. Used by one thread. */
public final class KeyholdBuilder {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  String name = "keyhold";
  Duration waitMax = WAIT_MAX;
  long entriesMax = Long.MAX_VALUE;
  int commitWritesMax = 1 << 20;
  int historyCommitsMax = 100_000;
  long historyBytesMax = 64L << 20;
  boolean historyFromStart;

  KeyholdBuilder() {}

  /** What messages and reports call it; "keyhold" unless set. */
  public KeyholdBuilder name(String text) {
    name = Objects.requireNonNull(text, "name");
    return this;
  }

  /**
   * The longest time that somebody waits in line unless they say otherwise, before they get a
   * {@link WaitTimeoutException} that shows who holds what they want; 30 seconds unless set.
   *
   * @param time above zero
   */
  public KeyholdBuilder waitMax(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          "waitMax is %s; it is the time to wait in line, above zero".formatted(time));
    }
    waitMax = time;
    return this;
  }

  /**
   * The most keys that may have a value; no limit unless set. Beyond it a write that adds a key
   * throws {@link LimitException}; reads, removals and writes to keys that are there go on.
   *
   * @param count above zero
   */
  public KeyholdBuilder entriesMax(long count) {
    entriesMax = positive(count, "entriesMax");
    return this;
  }

  /**
   * The most writes in one commit; 1,048,576 unless set.
   *
   * @param count above zero
   */
  public KeyholdBuilder commitWritesMax(int count) {
    commitWritesMax = (int) positive(count, "commitWritesMax");
    return this;
  }

  /**
   * The most commits that are kept for watches; 100,000 unless set. A watch that falls further
   * behind gets a {@link WatchLaggedException}.
   *
   * @param count above zero
   */
  public KeyholdBuilder historyCommitsMax(int count) {
    historyCommitsMax = (int) positive(count, "historyCommitsMax");
    return this;
  }

  /**
   * The most bytes of commits that are kept for watches, about: keys, the values written and those
   * that were there before; 64 MiB unless set. The newest commit is kept whatever its size.
   *
   * @param bytes above zero
   */
  public KeyholdBuilder historyBytesMax(long bytes) {
    historyBytesMax = positive(bytes, "historyBytesMax");
    return this;
  }

  /**
   * Keeps commits for watches from the first on; unless this is said, from the first watch or
   * {@link Keyhold#snapshot} on, so that a database that nobody watches pays nothing.
   */
  public KeyholdBuilder historyFromStart() {
    historyFromStart = true;
    return this;
  }

  private static long positive(long count, String what) {
    if (count <= 0) {
      throw new IllegalArgumentException("%s is %,d; at least 1 is needed".formatted(what, count));
    }
    return count;
  }

  /** An empty database in memory. */
  public Keyhold open() {
    return new EmbeddedKeyhold(this);
  }
}
