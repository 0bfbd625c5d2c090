package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.JsonMissingException;
import dev.keyhold.error.JsonPointerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
  /** The document of RFC 6901, section 5. */
  private static final Json EXAMPLE =
      Json.parse(
          """
          {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\\\j": 5,
           "k\\"l": 6, " ": 7, "m~n": 8}
          """);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/foo/0,`\"bar\"`",
        "/foo,`[\"bar\",\"baz\"]`",
        "/,0",
        "/a~1b,1",
        "/c%d,2",
        "/e^f,3",
        "/g|h,4",
        "/i\\j,5",
        "/k\"l,6",
        "`/ `,7",
        "/m~0n,8"
      })
  void exampleOfTheRfc_followed_leadsWhereItSays(String pointer, String value) {
    assertThat(EXAMPLE.at(pointer)).isEqualTo(Json.parse(value));
    assertThat(EXAMPLE.find(pointer)).contains(Json.parse(value));
    assertThat(JsonPointer.parse(pointer)).hasToString(pointer);
  }

  @Test
  void emptyPointer_followed_isTheValueItself() {
    assertThat(EXAMPLE.at("")).isSameAs(EXAMPLE);
    assertThat(JsonPointer.parse("")).isEqualTo(JsonPointer.ROOT).hasToString("");
  }

  @Test
  void pointerIntoTheDepth_followed_findsEachKindOfValue() {
    Json json =
        Json.parse("{\"x\":[{\"skip\":\"]}\\\"\",\"y\":[null,true,false,-1.5e3,\"s\",{},[]]}]}");
    assertThat(json.at("/x/0/y/0").isNull()).isTrue();
    assertThat(json.at("/x/0/y/1").asBoolean()).isTrue();
    assertThat(json.at("/x/0/y/2").asBoolean()).isFalse();
    assertThat(json.at("/x/0/y/3").asLong()).isEqualTo(-1500);
    assertThat(json.at("/x/0/y/4").asString()).isEqualTo("s");
    assertThat(json.at("/x/0/y/5").size()).isZero();
    assertThat(json.at("/x/0/y/6").toString()).isEqualTo("[]");
    assertThat(json.at("/x/0/skip").asString()).isEqualTo("]}\"");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '#',
      value = {
        "/nothing# there is nothing at '/nothing': the value has no member \"nothing\"; find()"
            + " gives an Optional",
        "/foo/2# there is nothing at '/foo/2': the value at /foo is an array of 2 and has no"
            + " element \"2\"; find() gives an Optional",
        "/foo/-# there is nothing at '/foo/-': the value at /foo is an array of 2 and has no"
            + " element \"-\"; find() gives an Optional",
        "/foo/00# there is nothing at '/foo/00': the value at /foo is an array of 2 and has no"
            + " element \"00\"; find() gives an Optional",
        "/foo/0/x# there is nothing at '/foo/0/x': the value at /foo/0 is a string and has no"
            + " parts; find() gives an Optional"
      })
  void pointerToNothing_followed_saysHowFarItLeads(String pointer, String message) {
    assertThat(EXAMPLE.find(pointer)).isEmpty();
    assertThatExceptionOfType(JsonMissingException.class)
        .isThrownBy(() -> EXAMPLE.at(pointer))
        .withMessage(message)
        .satisfies(failure -> assertThat(failure.pointer()).isEqualTo(pointer));
  }

  @Test
  void pointerIntoEmptyContainers_followed_findsNothing() {
    assertThat(Json.parse("{}").find("/a")).isEmpty();
    assertThat(Json.parse("[]").find("/0")).isEmpty();
    assertThat(Json.parse("[1]").find("/99999999999999999999")).isEmpty();
    assertThat(Json.parse("[1]").find("/")).isEmpty();
    assertThat(Json.parse("1").find("/0")).isEmpty();
  }

  @Test
  void jsonNull_pointedAt_isAValue() {
    assertThat(Json.parse("{\"a\":null}").find("/a")).contains(Json.NULL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "/~", "/~2", "/a~/b", "/\ud800"})
  void malformedPointer_parsed_isRefused(String text) {
    assertThatThrownBy(() -> JsonPointer.parse(text)).isInstanceOf(JsonPointerException.class);
  }

  @Test
  void malformedPointer_parsed_saysWhatToWrite() {
    assertThatThrownBy(() -> EXAMPLE.at("foo"))
        .hasMessage("a JSON pointer is empty or begins with '/', but this one is 'foo'");
    assertThatThrownBy(() -> EXAMPLE.at("/a~b"))
        .hasMessage(
            "in the JSON pointer '/a~b' the '~' at index 2 stands alone; write '~0' for it, or '~1'"
                + " for '/'");
  }

  @Test
  void appendedTokens_printed_areEscaped() {
    JsonPointer pointer = JsonPointer.ROOT.append("a/b~c").append(3).append("");
    assertThat(pointer).hasToString("/a~1b~0c/3/").isEqualTo(JsonPointer.parse("/a~1b~0c/3/"));
    assertThat(pointer.tokens()).containsExactly("a/b~c", "3", "");
    assertThat(pointer).hasSameHashCodeAs(JsonPointer.parse(pointer.toString()));
    assertThatThrownBy(() -> pointer.append(-1)).hasMessage("an array index is -1; it begins at 0");
    assertThatThrownBy(() -> pointer.append("\udc00")).isInstanceOf(JsonPointerException.class);
  }
}
