package dev.keyhold.bench.json;

import dev.keyhold.bench.duel.FigureRow;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One comparison.
 *
 * @param group which part of the plan it belongs to, a name for {@code --only}
 * @param what what is compared, in words
 * @param against the peer, a name for {@code --only}
 * @param unit of the samples
 * @param documents what both sides work on
 * @param goal the ratio to reach; null: for information
 */
record JsonRow(
    String group,
    String what,
    String against,
    String unit,
    Shape documents,
    Side ours,
    Side peer,
    @Nullable Double goal)
    implements FigureRow {

  @Override
  public Set<String> names() {
    return Set.of(group, against);
  }

  /** Tells it from the other rows of the plan. */
  String id() {
    return what + " / " + against;
  }
}
