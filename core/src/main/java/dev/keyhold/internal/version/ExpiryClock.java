package dev.keyhold.internal.version;

import dev.keyhold.internal.wait.Host;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What time it is for what expires: in milliseconds since 1970, never less.
 *
 * <p>It follows a clock that may be set. Forward: at once. Back by less than {@link
 * #SET_BACK_MILLIS}: it stands still until that clock has come to where it was, so that nothing is
 * seen again that was over. Back by more: at once.
 *
 * <p>Thread-safe.
 */
public final class ExpiryClock {
  /** A clock that is corrected by less stands still for so long. */
  static final long SET_BACK_MILLIS = 1_000;

  private final Host host;
  private final @Nullable InstantSource source;

  /**
   * The latest time that was told. Two threads may overwrite each other's by a moment, which does
   * no harm: what is lost is as much as lies between two readings.
   */
  private volatile long latest;

  /**
   * A clock.
   *
   * @param source null: the host's
   */
  public ExpiryClock(Host host, @Nullable InstantSource source) {
    this.host = host;
    this.source = source;
  }

  /** Whether it is sure to go as the host's timers do. */
  public boolean isSteady() {
    return source == null && host != Host.JVM;
  }

  /** The time. */
  public long millis() {
    long told = Math.max(0, source == null ? host.currentTimeMillis() : source.millis());
    long seen = latest;
    if (told < seen && seen - told < SET_BACK_MILLIS) {
      return seen;
    }
    if (told != seen) {
      latest = told;
    }
    return told;
  }
}
