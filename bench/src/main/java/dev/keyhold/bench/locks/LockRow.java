package dev.keyhold.bench.locks;

import dev.keyhold.bench.duel.FigureRow;
import dev.keyhold.bench.locks.contender.ContenderKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One comparison.
 *
 * @param group which part of the plan it belongs to, a name for {@code --only}
 * @param what what is compared, in words, number of tasks included
 * @param goal the ratio to reach; null: for information
 */
record LockRow(
    String group,
    String what,
    ContenderKind ours,
    ContenderKind peer,
    int tasks,
    @Nullable Double goal)
    implements FigureRow {

  @Override
  public Set<String> names() {
    return Set.of(group, ours.label(), peer.label());
  }

  String unit() {
    if (ours.isWeighed()) {
      return "B";
    }
    return ours.isTimed() ? "ns" : "ns/op";
  }
}
