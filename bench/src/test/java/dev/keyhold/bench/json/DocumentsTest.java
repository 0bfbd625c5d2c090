package dev.keyhold.bench.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.bench.duel.BenchException;
import dev.keyhold.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentsTest {
  private static final Documents GENERATED = Documents.of(List.of());

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("data.json"), text);
  }

  @ParameterizedTest
  @CsvSource({
    "CITY, 1000, 90, 110",
    "CITIES, 32, 3600, 4500",
    "FEATURE, 32, 3600, 4400",
    "FEATURE_PRETTY, 32, 4400, 12000",
    "ARTICLE, 32, 3900, 5000",
    "COUNT_MIDDLE, 32, 3600, 4500",
    "COUNT_LAST, 32, 3600, 4500",
    "FEATURES, 1, 950000, 1050000"
  })
  void texts_ofAShape_areAsManyAndAsLongAsItSays(Shape shape, int count, int min, int max) {
    assertThat(GENERATED.texts(shape))
        .hasSize(count)
        .allSatisfy(text -> assertThat(text.length).isBetween(min, max));
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void texts_generatedTwice_areTheSame(Shape shape) {
    List<byte[]> once = GENERATED.texts(shape);
    List<byte[]> again = Documents.of(List.of()).texts(shape);

    assertThat(again).usingElementComparator(Arrays::compare).isEqualTo(once);
  }

  @ParameterizedTest
  @EnumSource(value = Shape.class, names = "FEATURE_PRETTY", mode = EnumSource.Mode.EXCLUDE)
  void texts_notPrettyPrinted_areMinified(Shape shape) {
    for (byte[] text : GENERATED.texts(shape)) {
      assertThat(Json.parse(text).byteLength()).isEqualTo(text.length);
    }
  }

  @Test
  void texts_nonAscii_areMostlyThat() {
    for (byte[] text : GENERATED.texts(Shape.ARTICLE)) {
      assertThat(new String(text, StandardCharsets.UTF_8).chars().filter(c -> c >= 0x80).count())
          .isGreaterThan(text.length / 20);
    }
  }

  @Test
  void texts_ofAnArrayInAFile_areItsElementsOfFittingLength() throws IOException {
    String city = "{\"name\":\"%s\"}".formatted("a".repeat(90));
    Path file = file("[{\"name\":\"short\"}, " + city + "]");

    List<byte[]> texts = Documents.of(List.of(file)).texts(Shape.CITY);

    assertThat(texts)
        .singleElement()
        .satisfies(text -> assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo(city));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [{"a":1}] | has no element of about 100 bytes
          {"a":{}}  | has no objects of about 2000 and 4000 bytes
          17        | holds neither an array nor an object
          {"a"      | expected ':'
          """)
  void file_thatIsOfNoUse_isRefusedWithItsName(String text, String reason) throws IOException {
    Path file = file(text);

    assertThatThrownBy(() -> Documents.of(List.of(file)))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("data.json")
        .hasMessageContaining(reason);
  }
}
