package dev.keyhold.bench.duel;

import java.util.Set;

/** One comparison that a {@link FigureCommand} can make. */
public interface FigureRow {
  /** What is compared, in words. */
  String what();

  /** What {@code --only} may say to have this row. */
  Set<String> names();
}
