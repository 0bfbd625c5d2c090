package dev.keyhold.bench.engine;

import dev.keyhold.bench.duel.FigureRow;
import dev.keyhold.bench.duel.Sampling;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One comparison.
 *
 * @param group which part of the plan it belongs to, a name for {@code --only}
 * @param what what is compared, in words
 * @param against the peer, a name for {@code --only}
 * @param unit of the samples
 * @param keys what both sides work on
 * @param goal the ratio to reach; null: for information
 */
record EngineRow(
    String group,
    String what,
    String against,
    String unit,
    Keys keys,
    Making ours,
    Making peer,
    @Nullable Double goal)
    implements FigureRow {

  /** Which keys there are, and which are asked for. */
  record Keys(KeyShape shape, int count, Spread spread) {
    KeyPool pool() {
      return new KeyPool(shape, count, spread);
    }
  }

  /** Prepares a side. */
  @FunctionalInterface
  interface Making {
    Sampling of(Setting setting);
  }

  @Override
  public Set<String> names() {
    return Set.of(group, against);
  }

  /** Tells it from the other rows of the plan. */
  String id() {
    return what + " / " + against;
  }
}
