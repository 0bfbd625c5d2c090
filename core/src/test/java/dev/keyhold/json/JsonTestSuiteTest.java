package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.JsonParseException;
import dev.keyhold.error.LimitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * JSONTestSuite by Nicolas Seriot, where its data is beside the checkout: what every parser has to
 * accept, and what it has to refuse. What is left to the parser is in {@link JsonUndecidedTest}.
 */
final class JsonTestSuiteTest {
  @TestFactory
  Stream<DynamicTest> suite() throws IOException {
    List<Path> accepted = files("y_");
    List<Path> refused = files("n_");
    assertThat(accepted).hasSize(95);
    assertThat(refused).hasSize(188);
    return Stream.concat(
        accepted.stream()
            .map(file -> DynamicTest.dynamicTest(name(file), () -> requireAccepted(file))),
        refused.stream()
            .map(file -> DynamicTest.dynamicTest(name(file), () -> requireRefused(file))));
  }

  private static void requireAccepted(Path file) throws IOException {
    Json json = Json.parse(Files.readAllBytes(file));
    assertThat(Json.parse(json.toString())).isEqualTo(json);
    assertThat(Json.parse(json.toBytes())).as("stays as it is").hasToString(json.toString());
    assertThat(Json.parse(Files.readString(file))).as("as a string").isEqualTo(json);
  }

  private static void requireRefused(Path file) throws IOException {
    byte[] text = Files.readAllBytes(file);
    assertThatThrownBy(() -> Json.parse(text))
        .satisfiesAnyOf(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        JsonParseException.class,
                        e -> assertThat(e.byteOffset()).isBetween(0L, (long) text.length)),
            failure ->
                assertThat(failure)
                    .isInstanceOf(LimitException.class)
                    .hasMessageContaining("JsonLimits.depthMax"));
    assertThatThrownBy(() -> Json.parse(JsonUndecidedTest.asString(text)))
        .as("as a string")
        .isInstanceOfAny(JsonParseException.class, LimitException.class);
  }

  static List<Path> files(String prefix) throws IOException {
    Path directory = SharedData.directory("data/json-parsing/test_parsing");
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> name(file).startsWith(prefix)).sorted().toList();
    }
  }

  static String name(Path file) {
    return file.getFileName().toString();
  }
}
