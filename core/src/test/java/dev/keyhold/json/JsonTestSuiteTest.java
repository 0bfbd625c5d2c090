package dev.keyhold.json;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.JsonParseException;
import dev.keyhold.error.LimitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * JSONTestSuite by Nicolas Seriot: what every parser has to accept, what it has to refuse, and the
 * cases that RFC 8259 leaves open, each of which is decided here.
 */
class JsonTestSuiteTest {
  /**
   * Open cases that are accepted: numbers no double can hold are numbers, and keep their digits.
   */
  private static final Set<String> ACCEPTED =
      Set.of(
          "i_number_double_huge_neg_exp.json",
          "i_number_huge_exp.json",
          "i_number_neg_int_huge_exp.json",
          "i_number_pos_double_huge_exp.json",
          "i_number_real_neg_overflow.json",
          "i_number_real_pos_overflow.json",
          "i_number_real_underflow.json",
          "i_number_too_big_neg_int.json",
          "i_number_too_big_pos_int.json",
          "i_number_very_big_negative_int.json");

  /** Open cases that are refused: surrogates without a partner stand for no character. */
  private static final Set<String> REFUSED_SURROGATES =
      Set.of(
          "i_object_key_lone_2nd_surrogate.json",
          "i_string_1st_surrogate_but_2nd_missing.json",
          "i_string_1st_valid_surrogate_2nd_invalid.json",
          "i_string_UTF8_surrogate_U+D800.json",
          "i_string_incomplete_surrogate_and_escape_valid.json",
          "i_string_incomplete_surrogate_pair.json",
          "i_string_incomplete_surrogates_escape_valid.json",
          "i_string_invalid_lonely_surrogate.json",
          "i_string_invalid_surrogate.json",
          "i_string_inverted_surrogates_U+1D11E.json",
          "i_string_lone_second_surrogate.json");

  /** Open cases that are refused: not UTF-8, or UTF-8 behind a byte order mark. */
  private static final Set<String> REFUSED_ENCODINGS =
      Set.of(
          "i_string_UTF-16LE_with_BOM.json",
          "i_string_UTF-8_invalid_sequence.json",
          "i_string_invalid_utf-8.json",
          "i_string_iso_latin_1.json",
          "i_string_lone_utf8_continuation_byte.json",
          "i_string_not_in_unicode_range.json",
          "i_string_overlong_sequence_2_bytes.json",
          "i_string_overlong_sequence_6_bytes.json",
          "i_string_overlong_sequence_6_bytes_null.json",
          "i_string_truncated-utf-8.json",
          "i_string_utf16BE_no_BOM.json",
          "i_string_utf16LE_no_BOM.json",
          "i_structure_UTF-8_BOM_empty_object.json");

  /** Open cases that are refused: deeper than the limit. */
  private static final Set<String> REFUSED_DEPTHS = Set.of("i_structure_500_nested_arrays.json");

  @Test
  void mandatoryTexts_parsed_accepted() throws IOException {
    List<Path> files = files("y_");
    assertThat(files).hasSize(95).allMatch(JsonTestSuiteTest::isAccepted);
  }

  @Test
  void mandatoryTexts_parsed_keepTheirValue() throws IOException {
    for (Path file : files("y_")) {
      Json json = Json.parse(Files.readAllBytes(file));
      assertThat(Json.parse(json.toString())).as(file.toString()).isEqualTo(json);
      assertThat(Json.parse(json.toBytes()).toString())
          .as("minified text is its own minified form: %s", file)
          .isEqualTo(json.toString());
    }
  }

  @Test
  void forbiddenTexts_parsed_refused() throws IOException {
    List<Path> files = files("n_");
    assertThat(files).hasSize(188).noneMatch(JsonTestSuiteTest::isAccepted);
  }

  @Test
  void forbiddenTexts_parsed_nameAPlaceWithinThem() throws IOException {
    for (Path file : files("n_")) {
      byte[] text = Files.readAllBytes(file);
      try {
        Json.parse(text);
      } catch (JsonParseException failure) {
        assertThat(failure.byteOffset()).as(file.toString()).isBetween(0L, (long) text.length);
      } catch (LimitException failure) {
        assertThat(failure).as(file.toString()).hasMessageContaining("JsonLimits.depthMax");
      }
    }
  }

  @Test
  void undecidedTexts_parsed_areAcceptedAsListed() throws IOException {
    assertThat(names(files("i_").stream().filter(JsonTestSuiteTest::isAccepted)))
        .isEqualTo(new TreeSet<>(ACCEPTED));
  }

  @Test
  void undecidedTexts_parsed_areRefusedAsListed() throws IOException {
    Set<String> refused = new TreeSet<>(REFUSED_SURROGATES);
    refused.addAll(REFUSED_ENCODINGS);
    refused.addAll(REFUSED_DEPTHS);
    assertThat(names(files("i_").stream().filter(Predicate.not(JsonTestSuiteTest::isAccepted))))
        .isEqualTo(refused);
  }

  @Test
  void undecidedTexts_inTheDocument_areDecidedAsHere() throws IOException {
    Map<String, String> decisions = new TreeMap<>();
    Pattern row = Pattern.compile("\\| `(i_[^`]+)` \\| (accepted|refused) \\|");
    Matcher rows = row.matcher(Files.readString(Path.of("../docs/json.md")));
    while (rows.find()) {
      assertThat(decisions.put(rows.group(1), rows.group(2))).as(rows.group(1)).isNull();
    }
    Map<String, String> expected = new TreeMap<>();
    for (Path file : files("i_")) {
      expected.put(name(file).replace(".json", ""), isAccepted(file) ? "accepted" : "refused");
    }
    assertThat(expected).hasSize(35);
    assertThat(decisions).isEqualTo(expected);
  }

  @Test
  void allTexts_parsedAsStrings_areDecidedAsTheirBytesAre() throws IOException {
    for (Path file : files("")) {
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.contains("\uFFFD")) {
        continue;
      }
      assertThat(isAccepted(text)).as(file.toString()).isEqualTo(isAccepted(file));
    }
  }

  private static List<Path> files(String prefix) throws IOException {
    Path directory = SharedData.directory("data/json-parsing/test_parsing");
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> name(file).startsWith(prefix)).sorted().toList();
    }
  }

  private static Set<String> names(Stream<Path> files) {
    return files.map(JsonTestSuiteTest::name).collect(toCollection(TreeSet::new));
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static boolean isAccepted(Path file) {
    try {
      Json.parse(Files.readAllBytes(file));
      return true;
    } catch (JsonParseException | LimitException refused) {
      return false;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isAccepted(String text) {
    try {
      Json.parse(text);
      return true;
    } catch (JsonParseException | LimitException refused) {
      return false;
    }
  }
}
