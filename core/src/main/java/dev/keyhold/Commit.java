package dev.keyhold;

import java.util.List;

/**
 * What became visible at one revision, as far as it is in the range of a {@link Watch}.
 *
 * @param revision of the commit
 * @param changes one at the least, of different keys; those of a guard's commit in the order of the
 *     keys. Cannot be modified
 */
public record Commit(long revision, List<Change> changes) {
  /** A list that cannot be modified is kept as it is. */
  public Commit {
    changes = List.copyOf(changes);
  }
}
