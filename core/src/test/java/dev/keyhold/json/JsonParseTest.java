package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.JsonParseException;
import dev.keyhold.error.LimitException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParseTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-0.0",
        "1.10",
        "1E+02",
        "1e400",
        "\"\"",
        "[]",
        "{}",
        "[1,[2,{\"a\":[]}]]",
        "\"é😀\u2028\u007f\"",
        "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\""
      })
  void minifiedText_parsed_staysAsItIs(String text) {
    assertThat(Json.parse(text).toString()).isEqualTo(text);
  }

  @Test
  void whiteSpace_parsed_isDroppedOutsideStrings() {
    assertThat(
            Json.parse(" \r\n\t{ \"a b\" :\n[ 1 ,                    2 ] , \"c\":{ }\t} \n")
                .toString())
        .isEqualTo("{\"a b\":[1,2],\"c\":{}}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\\u0041,A",
        "\\/,/",
        "\\u002F,/",
        "\\u0022,\\\"",
        "\\u005c,\\\\",
        "\\u000A,\\n",
        "\\u0008,\\b",
        "\\u000c,\\f",
        "\\u000d,\\r",
        "\\u0009,\\t",
        "\\u001F,\\u001f",
        "\\u0000,\\u0000",
        "\\u007f,\u007f",
        "\\u00e9,é",
        "\\uD83D\\uDE00,😀",
        "\\ud7ff\\ue000,\ud7ff\ue000",
      })
  void escape_parsed_isBroughtToItsShortestForm(String escape, String form) {
    assertThat(Json.parse("\"" + escape + "\"").toString()).isEqualTo("\"" + form + "\"");
    assertThat(Json.parse(" [\"12345678" + escape + "x\"]").toString())
        .isEqualTo("[\"12345678" + form + "x\"]");
  }

  @Test
  void everyAsciiCharacter_atEveryOffset_isFoundOrPassedOver() {
    // Runs are looked through eight bytes at a time; each place within the eight counts.
    for (int before = 0; before < 20; before++) {
      for (char c = ' '; c < 0x80; c++) {
        if (c == '"' || c == '\\') {
          continue;
        }
        String text = "x".repeat(before) + c + "yyyyyyyyy";
        assertThat(Json.parse("\"" + text + "\"").asString()).isEqualTo(text);
      }
      for (char c = 0; c < ' '; c++) {
        String text = "\"" + "x".repeat(before) + c + "yyyyyyyyy\"";
        int offset = before + 1;
        assertThatExceptionOfType(JsonParseException.class)
            .isThrownBy(() -> Json.parse(text))
            .satisfies(failure -> assertThat(failure.byteOffset()).isEqualTo(offset));
      }
    }
  }

  @Test
  void duplicateNames_parsed_theLastWins() {
    assertThat(Json.parse("{\"a\":1,\"b\":2,\"a\":3}").toString()).isEqualTo("{\"b\":2,\"a\":3}");
    assertThat(Json.parse("{\"a\":1,\"a\":2,\"a\":3}").toString()).isEqualTo("{\"a\":3}");
    assertThat(Json.parse("{\"\\u0061\":1,\"a\":2}").toString()).isEqualTo("{\"a\":2}");
    assertThat(
            Json.parse("{\"a\":{\"x\":1,\"x\":2},\"a\":{\"y\":1,\"y\":2},\"z\":{\"a\":0}}")
                .toString())
        .isEqualTo("{\"a\":{\"y\":2},\"z\":{\"a\":0}}");
    assertThat(Json.parse("[{\"a\":1},{\"a\":1,\"a\":2}]").toString())
        .isEqualTo("[{\"a\":1},{\"a\":2}]");
  }

  @Test
  void duplicateNames_amongMany_theLastWins() {
    String once =
        IntStream.range(0, 1000)
            .mapToObj(i -> "\"n" + i + "\":" + i)
            .collect(Collectors.joining(","));
    String again =
        IntStream.range(0, 1000)
            .mapToObj(i -> "\"n" + i + "\":" + -i)
            .collect(Collectors.joining(","));
    assertThat(Json.parse("{" + once + "," + again + "}").toString()).isEqualTo("{" + again + "}");
  }

  @Test
  void givenArray_parsed_isNeitherChangedNorKept() {
    byte[] text = "{ \"a\" : \"\\u0041\" , \"a\" : 1 }".getBytes(StandardCharsets.UTF_8);
    byte[] before = text.clone();
    Json json = Json.parse(text);
    assertThat(text).isEqualTo(before);
    java.util.Arrays.fill(text, (byte) 'x');
    assertThat(json.toString()).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "``                  | 1 | 1 | 0 | expected a value, found the end of the text",
        "`  `                | 1 | 3 | 2 | expected a value, found the end of the text",
        "[1,]                | 1 | 4 | 3 | expected a value, found ']'",
        "[1 2]               | 1 | 4 | 3 | expected ',' or ']', found '2'",
        "[1                  | 1 | 3 | 2 | expected ',' or ']', found the end of the text",
        "[1}                 | 1 | 3 | 2 | expected ',' or ']', found '}'",
        "{a:1}               | 1 | 2 | 1 | expected a member name in quotes, found 'a'",
        "{\"a\" 1}           | 1 | 6 | 5 | expected ':' after a member name, found '1'",
        "{\"a\":1,}          | 1 | 8 | 7 | expected a member name in quotes, found '}'",
        "{\"a\":1]           | 1 | 7 | 6 | expected ',' or '}', found ']'",
        "1 x                 | 1 | 3 | 2 | expected the end of the text, found 'x'",
        "[\"é😀\",?]         | 1 | 7 | 10 | expected a value, found '?'",
        "NaN                 | 1 | 1 | 0 | expected a value, found 'N'",
        "nul                 | 1 | 4 | 3 | expected 'l' of 'null', found the end of the text",
        "trux                | 1 | 4 | 3 | expected 'e' of 'true', found 'x'",
        "-                   | 1 | 2 | 1 | expected a digit, found the end of the text",
        "+1                  | 1 | 1 | 0 | expected a value, found '+'",
        "1.                  | 1 | 3 | 2 | expected a digit, found the end of the text",
        "1.e1                | 1 | 3 | 2 | expected a digit, found 'e'",
        "1e+                 | 1 | 4 | 3 | expected a digit, found the end of the text",
        "-01                 | 1 | 2 | 1 | a number does not begin with 0 unless the 0 is all"
            + " before the point",
        "\"a                 | 1 | 3 | 2 | expected '\"' at the end of a string, found the end of"
            + " the text",
        "\"\\x\"             | 1 | 3 | 2 | expected one of \" \\ / b f n r t u after '\\', found"
            + " 'x'",
        "\"\\                | 1 | 3 | 2 | expected the rest of an escape, found the end of the"
            + " text",
        "\"\\u12g4\"         | 1 | 6 | 5 | expected four hexadecimal digits after '\\u', found 'g'",
        "\"\\ud800x\"        | 1 | 2 | 1 | the surrogate \\ud800 has no partner, and stands for no"
            + " character",
        "\"\\ud800\\u0041\"  | 1 | 2 | 1 | the surrogate \\ud800 has no partner, and stands for no"
            + " character",
        "\"\\udc00\\ud800\"  | 1 | 2 | 1 | the surrogate \\udc00 has no partner, and stands for no"
            + " character",
        "\uFEFF1             | 1 | 1 | 0 | expected a value, found a byte order mark, which JSON"
            + " text has not",
      })
  void malformedText_parsed_isRefusedWithPlaceAndExpectation(
      String text, int line, int column, long byteOffset, String problem) {
    requireRefused(text, line, column, byteOffset, problem);
  }

  @Test
  void malformedText_onLaterLines_countsEveryKindOfLineEnd() {
    requireRefused("[\n1,\r\n2,\r  x]", 4, 3, 11, "expected a value, found 'x'");
    requireRefused("\n\r", 3, 1, 2, "expected a value, found the end of the text");
    requireRefused(
        "\"a\nb\"", 1, 3, 2, "the control U+000A stands in a string; write it as \\u000a");
  }

  @Test
  void unpairedSurrogates_inAString_areRefusedWhereTheyStand() {
    String problem = "an unpaired surrogate, which stands for no character";
    requireRefused("[\"é\ud800\"]", 1, 4, 4, problem);
    requireRefused("\"\udc00\ud800\"", 1, 2, 1, problem);
    requireRefused("\ud800", 1, 1, 0, "expected a value, found " + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "80,80",
    "C0AF,C0",
    "C1BF,C1",
    "C3,C3",
    "C328,C3",
    "E08080,E0",
    "E09FBF,E0",
    "E282,E2",
    "F0808080,F0",
    "F08FBFBF,F0",
    "F4908080,F4",
    "F5808080,F5",
    "F09F98,F0",
    "FF,FF"
  })
  void malformedUtf8_inAString_isRefusedAtItsFirstByte(String bytes, String first) {
    byte[] text = java.util.HexFormat.of().parseHex("22C3A9" + bytes + "22");
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> Json.parse(text))
        .withMessage(
            "line 1, column 3 (byte 3): byte 0x%s, which is not well-formed UTF-8 here", first);
  }

  private static void requireRefused(
      String text, int line, int column, long byteOffset, String problem) {
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> Json.parse(text))
        .withMessage("line %d, column %d (byte %d): %s", line, column, byteOffset, problem)
        .satisfies(failure -> {
          assertThat(failure.line()).isEqualTo(line);
          assertThat(failure.column()).isEqualTo(column);
          assertThat(failure.byteOffset()).isEqualTo(byteOffset);
        });
  }

  @Test
  void depth_atItsLimit_isAcceptedAndBeyondRefused() {
    assertThat(Json.parse("[".repeat(128) + "]".repeat(128)).byteLength()).isEqualTo(256);
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> Json.parse("{\"a\":".repeat(128) + "[1]" + "}".repeat(128)))
        .withMessage(
            "the value at byte 640 is at depth 129; the limit is 128 (JsonLimits.depthMax)");
    assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000))).isInstanceOf(LimitException.class);
  }

  @Test
  void digits_atTheirLimit_areAcceptedAndBeyondRefused() {
    assertThat(Json.parse("-" + "9".repeat(1000)).byteLength()).isEqualTo(1001);
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> Json.parse("[-" + "9".repeat(500) + ".5e+" + "1".repeat(500) + "]"))
        .withMessage(
            "the number at byte 1 has 1,001 digits; the limit is 1,000"
                + " (JsonLimits.numberDigitsMax)");
  }

  @Test
  void text_longerThanItsLimit_isRefused() {
    JsonLimits limits = new JsonLimits(2, 10, 3);
    assertThat(Json.parse("\"12345678\"", limits).byteLength()).isEqualTo(10);
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> Json.parse("\"123456789\"", limits))
        .withMessage(
            "the JSON text is 11 bytes or more; the limit is 10 (JsonLimits.textBytesMax)");
    assertThatThrownBy(() -> Json.parse("\"ééééé\"", limits)).isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> Json.parse(new byte[(64 << 20) + 1]))
        .hasMessage(
            "the JSON text is 67,108,865 bytes or more; the limit is 67,108,864"
                + " (JsonLimits.textBytesMax)");
  }

  @Test
  void limits_ofTheCaller_holdInsteadOfTheUsualOnes() {
    String deep = "[".repeat(1000) + "]".repeat(1000);
    assertThat(Json.parse(deep, JsonLimits.DEFAULT.withDepthMax(1000)).byteLength())
        .isEqualTo(2000);
    String number = "9".repeat(5000);
    assertThat(Json.parse(number, JsonLimits.DEFAULT.withNumberDigitsMax(5000)))
        .hasToString(number);
    byte[] large = new byte[(64 << 20) + 1];
    java.util.Arrays.fill(large, (byte) ' ');
    large[0] = '1';
    assertThat(Json.parse(large, JsonLimits.DEFAULT.withTextBytesMax(65 << 20)))
        .isEqualTo(Json.of(1));
    assertThat(JsonLimits.DEFAULT.withDepthMax(1).withTextBytesMax(2).withNumberDigitsMax(3))
        .isEqualTo(new JsonLimits(1, 2, 3));
    assertThat(JsonLimits.DEFAULT).isEqualTo(new JsonLimits(128, 64 << 20, 1000));
  }

  @Test
  void limits_outOfTheirOwnRange_areRefused() {
    assertThatThrownBy(() -> new JsonLimits(1001, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("JsonLimits.depthMax is 1,001; it must be between 1 and 1,000");
    assertThatThrownBy(() -> new JsonLimits(1, 0, 1)).hasMessageContaining("textBytesMax is 0");
    assertThatThrownBy(() -> new JsonLimits(1, 1, -1))
        .hasMessageContaining("numberDigitsMax is -1");
  }

  @Test
  void losersWithinLosers_atEveryDepth_areCutOnce() {
    String inner = "1";
    for (int depth = 0; depth < 100; depth++) {
      inner = "{\"a\":0,\"a\":" + inner + ",\"b\":[1,2,3],\"b\":2}";
    }
    String expected = "1";
    for (int depth = 0; depth < 100; depth++) {
      expected = "{\"a\":" + expected + ",\"b\":2}";
    }
    assertThat(Json.parse(inner).toString()).isEqualTo(expected);
    assertThat(Json.parse("{\"x\":" + inner + ",\"x\":true}").toString()).isEqualTo("{\"x\":true}");
  }
}
