package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyhold.error.JsonPatchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tests of json-patch-tests, where their data is beside the checkout. */
final class JsonPatchSuiteTest {
  private static final Path SUITE = Path.of("..", "..", "shared", "data", "json-patch");

  @TestFactory
  Stream<DynamicTest> suite() throws IOException {
    assumeTrue(
        Files.exists(SUITE), () -> "the JSON patch suite is not beside the checkout: " + SUITE);
    List<DynamicTest> tests = new ArrayList<>();
    for (String file : List.of("tests.json", "spec_tests.json")) {
      for (Json test : Json.parse(Files.readAllBytes(SUITE.resolve(file))).elements()) {
        String name = test.find("/comment").map(Json::asString).orElse(test.preview(60));
        tests.add(DynamicTest.dynamicTest(file + ": " + name, () -> check(test)));
      }
    }
    assertThat(tests).hasSize(112);
    return tests.stream();
  }

  private static void check(Json test) {
    Json patch = test.at("/patch");
    Json value = test.at("/doc");
    // A second "op" is no error here: of members with the same name the last one counts.
    boolean fails =
        test.find("/error").map(error -> !error.asString().contains("two 'op'")).orElse(false);
    if (fails) {
      assertThatThrownBy(() -> JsonPatch.of(patch).apply(value))
          .isInstanceOf(JsonPatchException.class);
      return;
    }
    if (test.find("/error").isPresent()) {
      assertThat(JsonPatch.of(patch).size()).isEqualTo(patch.size());
      return;
    }
    Json result = JsonPatch.of(patch).apply(value);
    test.find("/expected").ifPresent(expected -> assertThat(result).isEqualTo(expected));
    assertThat(JsonPatch.of(JsonPatch.of(patch).toJson()).apply(value)).isEqualTo(result);
    assertThat(JsonPatch.diff(value, result).apply(value)).isEqualTo(result);
    assertThat(JsonPatch.diff(result, value).apply(result)).isEqualTo(value);
  }
}
