package dev.keyhold;

import dev.keyhold.internal.version.VersionCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * Recounts a whole database in this process: its index, its versions and snapshots, its guards. For
 * whoever doubts, and for the clean-up of tests.
 */
public final class EngineCheck {
  private EngineCheck() {}

  /**
   * Checks everything while nobody writes. Guards and snapshots may be open.
   *
   * @param database in this process
   * @return what does not hold, in words; empty: all of it does
   * @throws IllegalArgumentException the database is not one of this process
   */
  public static List<String> of(Keyhold database) {
    if (!(database instanceof EmbeddedKeyhold embedded)) {
      throw new IllegalArgumentException(
          "%s is not in this process; check it where it is".formatted(database));
    }
    Engine engine = embedded.engine;
    List<String> wrong = new ArrayList<>(engine.table.check());
    try {
      engine.index.check();
    } catch (AssertionError e) {
      wrong.add(e.getMessage());
    }
    wrong.addAll(VersionCheck.of(engine.timeline, engine.index));
    return wrong;
  }
}
