package dev.keyhold.json;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Test suites of others that are not part of this repository. They lie in a directory {@code
 * shared} beside the checkout or above it, or where the system property {@code keyhold.shared}
 * says.
 */
final class SharedData {
  private SharedData() {}

  /** A directory of the shared data; skips the test that asks for it where there is none. */
  static Path directory(String name) {
    Optional<Path> found = find(name);
    assumeTrue(
        found.isPresent(),
        () ->
            name + " is not beside this checkout; set -Dkeyhold.shared=DIRECTORY to run this test");
    return found.orElseThrow();
  }

  private static Optional<Path> find(String name) {
    String property = System.getProperty("keyhold.shared");
    if (property != null) {
      return Optional.of(Path.of(property, name)).filter(Files::isDirectory);
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), above -> above != null, Path::getParent)
        .map(above -> above.resolve("shared").resolve(name))
        .filter(Files::isDirectory)
        .findFirst();
  }
}
