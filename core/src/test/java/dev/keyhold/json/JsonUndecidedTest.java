package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.JsonParseException;
import dev.keyhold.error.LimitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The texts of JSONTestSuite that RFC 8259 leaves to the parser: as docs/json.md says. */
final class JsonUndecidedTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(i_[^`]+)` \\| (accepted|refused) \\| ([^|]+) \\|");

  /** What the page says of each. */
  private static Map<String, String> decided() throws IOException {
    Map<String, String> decided = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "json.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        boolean depth = row.group(3).contains("JsonLimits");
        decided.put(row.group(1) + ".json", depth ? "too deep" : row.group(2));
      }
    }
    return decided;
  }

  @Test
  void documentation_decides35() throws IOException {
    Map<String, String> decided = decided();
    assertThat(decided).hasSize(35);
    assertThat(decided.values()).filteredOn("accepted"::equals).hasSize(10);
    assertThat(decided.values()).filteredOn("too deep"::equals).hasSize(1);
  }

  @Test
  void undecidedText_parsed_isDecidedAsDocumented() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Path file : JsonTestSuiteTest.files("i_")) {
      byte[] text = Files.readAllBytes(file);
      found.put(JsonTestSuiteTest.name(file), decision(() -> Json.parse(text)));
    }
    assertThat(found).isEqualTo(decided());
  }

  @Test
  void undecidedText_parsedAsAString_isDecidedAsItsBytesAre() throws IOException {
    for (Path file : JsonTestSuiteTest.files("i_")) {
      byte[] text = Files.readAllBytes(file);
      assertThat(decision(() -> Json.parse(asString(text))))
          .as(file.toString())
          .isEqualTo(decision(() -> Json.parse(text)));
    }
  }

  @Test
  void tooDeepText_parsedWithALimitThatAllowsIt_isAccepted() {
    String deep = "[".repeat(500) + "]".repeat(500);
    assertThat(decision(() -> Json.parse(deep))).isEqualTo("too deep");
    assertThat(Json.parse(deep, new JsonLimits(500, 1_000, 1))).hasToString(deep);
  }

  /** What is no UTF-8 is an unpaired surrogate, which is refused as such bytes are. */
  static String asString(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).replace('\uFFFD', '\uD800');
  }

  private static String decision(Supplier<Json> parse) {
    try {
      Json json = parse.get();
      assertThat(Json.parse(json.toString())).isEqualTo(json);
      return "accepted";
    } catch (JsonParseException refused) {
      return "refused";
    } catch (LimitException refused) {
      assertThat(refused).hasMessageContaining("depthMax");
      return "too deep";
    }
  }
}
