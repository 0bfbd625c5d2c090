package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyhold.error.JsonPathException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The compliance test suite of RFC 9535, where its data is beside the checkout. */
final class JsonPathSuiteTest {
  private static final Path SUITE = Path.of("..", "..", "shared", "data", "jsonpath", "cts.json");

  @TestFactory
  Stream<DynamicTest> suite() throws IOException {
    assumeTrue(
        Files.exists(SUITE), () -> "the JSONPath suite is not beside the checkout: " + SUITE);
    List<DynamicTest> tests = new ArrayList<>();
    for (Json test : Json.parse(Files.readAllBytes(SUITE)).at("/tests").elements()) {
      tests.add(DynamicTest.dynamicTest(test.at("/name").asString(), () -> check(test)));
    }
    assertThat(tests).hasSize(703);
    return tests.stream();
  }

  private static void check(Json test) {
    String selector = test.at("/selector").asString();
    if (test.find("/invalid_selector").isPresent()) {
      assertThatThrownBy(() -> JsonPath.parse(selector)).isInstanceOf(JsonPathException.class);
      return;
    }
    List<JsonPath.Match> found = JsonPath.parse(selector).locate(test.at("/document"));
    Json values = Json.of(found.stream().map(JsonPath.Match::value).toList());
    Json paths = Json.of(found.stream().map(JsonPath.Match::path).toList());
    assertThat(values).isIn(alternatives(test, "/result", "/results"));
    assertThat(paths).isIn(alternatives(test, "/result_paths", "/results_paths"));
    for (JsonPath.Match match : found) {
      assertThat(test.at("/document").at(match.pointer())).isEqualTo(match.value());
      assertThat(JsonPath.parse(match.path()).select(test.at("/document")))
          .containsExactly(match.value());
    }
  }

  private static List<Json> alternatives(Json test, String one, String several) {
    List<Json> all = new ArrayList<>();
    test.find(one).ifPresent(all::add);
    test.find(several).ifPresent(each -> each.elements().forEach(all::add));
    return all;
  }
}
