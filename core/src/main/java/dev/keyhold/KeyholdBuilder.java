package dev.keyhold;

import dev.keyhold.error.LimitException;
import dev.keyhold.error.WaitTimeoutException;
import dev.keyhold.error.WatchLaggedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link Keyhold}, each with a default. Used by one thread. */
public final class KeyholdBuilder {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  /** Four of the largest values. */
  private static final long COMMIT_BYTES_MAX = 4L * Limits.valueBytesMax();

  String name = "keyhold";
  Duration waitMax = WAIT_MAX;
  long entriesMax = Long.MAX_VALUE;
  int commitWritesMax = 1 << 20;
  int historyCommitsMax = 100_000;
  long historyBytesMax = 64L << 20;
  boolean historyFromStart;
  long commitBytesMax = COMMIT_BYTES_MAX;
  long bytesMax = Long.MAX_VALUE;
  @Nullable InstantSource clock;

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
   * The most bytes of keys and values, as UTF-8 text, in one commit; 268,435,456 unless set. A
   * guard refuses a write that would make its commit larger.
   *
   * @param bytes above zero
   */
  public KeyholdBuilder commitBytesMax(long bytes) {
    commitBytesMax = positive(bytes, "commitBytesMax");
    return this;
  }

  /**
   * Keeps commits for watches from the first on; unless this is said, from the first watch on and
   * while a {@link Keyhold#snapshot} is open, so that a database that nobody watches pays nothing.
   */
  public KeyholdBuilder historyFromStart() {
    historyFromStart = true;
    return this;
  }

  /**
   * The most bytes of heap that the database may take, by its own account: {@link Keyhold#memory};
   * no limit unless set. Beyond it a commit that would make it larger throws {@link
   * LimitException}, and nothing of it has happened. Reads go on, and so do removals, commits that
   * make it smaller, and changes of expiry.
   *
   * <p>Commits are counted one after the other, so tasks that write at the same time do not exceed
   * it together. What may come on top is what no commit asks for: values that an open snapshot
   * keeps, writes that guards have not committed ({@link #commitBytesMax} each), the next step in
   * which the index grows (some KiB).
   *
   * @param bytes above zero; an empty database takes some 20 KiB to 300 KiB, by the number of
   *     processors
   */
  public KeyholdBuilder bytesMax(long bytes) {
    bytesMax = positive(bytes, "bytesMax");
    return this;
  }

  /**
   * The clock that says when entries expire; the system's unless set, and in a simulation its
   * virtual time. Setting one is for tests.
   *
   * <p>It may be set forward: what has expired by it is gone at once. If it is set back by less
   * than a second, time stands still for the database until the clock has come to where it was; if
   * by more, what has not been removed yet lives until the clock comes to its expiry again. What
   * has expired is removed within a second after the clock was moved.
   *
   * @param source asked by any thread, often; no time before 1970
   */
  public KeyholdBuilder clock(InstantSource source) {
    clock = Objects.requireNonNull(source, "source");
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
