package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.sync.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Databases for tests, each of which has to be whole and at rest after the test: nobody holds or
 * waits, all snapshots are closed, and {@link EngineCheck} finds nothing.
 *
 * <pre>{@code
 * @RegisterExtension private final Engines engines = new Engines();
 * private final EmbeddedKeyhold db = engines.open();
 * }</pre>
 *
 * <p>A test that leaves something behind on purpose, an endless walk say, opens its database
 * itself.
 */
public final class Engines implements AfterEachCallback {
  private final List<EmbeddedKeyhold> opened = new ArrayList<>();

  /** With the default settings. */
  public EmbeddedKeyhold open() {
    return open(Keyhold.builder());
  }

  /** With settings of the test's own. */
  public EmbeddedKeyhold open(KeyholdBuilder settings) {
    EmbeddedKeyhold database = (EmbeddedKeyhold) settings.open();
    opened.add(database);
    return database;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    opened.forEach(Engines::requireWholeAndAtRest);
    opened.forEach(EmbeddedKeyhold::close);
    opened.clear();
  }

  /** To be used in the course of a test, too. */
  public static void requireWholeAndAtRest(EmbeddedKeyhold database) {
    Engine engine = database.engine;
    Await.until("nobody holds or waits: " + engine.table.report(), engine.table::isEmpty);
    assertThat(engine.timeline.snapshots().count()).as("open snapshots").isZero();
    assertThat(EngineCheck.of(database)).as("what does not hold").isEmpty();
  }
}
