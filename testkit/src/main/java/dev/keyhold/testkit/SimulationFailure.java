package dev.keyhold.testkit;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A simulated run failed. The message has the seed, how to replay it, what the tasks wait for where
 * they wait without end, and the last decisions about who runs; the cause is what the failed task
 * threw.
 */
public final class SimulationFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final @Nullable Long seed;
  private final transient List<String> decisions;

  SimulationFailure(
      String message, @Nullable Throwable cause, @Nullable Long seed, List<String> decisions) {
    super(message, cause);
    this.seed = seed;
    this.decisions = List.copyOf(decisions);
  }

  /** The seed of the run; empty if it ran in order. */
  public OptionalLong seed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /** The last decisions about who runs, oldest first; empty after deserialization. */
  public List<String> decisions() {
    return decisions == null ? List.of() : decisions;
  }
}
