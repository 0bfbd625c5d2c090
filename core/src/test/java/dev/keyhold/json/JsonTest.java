package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.JsonTypeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void kind_ofEachValue_isItsOwn() {
    assertThat(Json.parse("null").kind()).isEqualTo(JsonKind.NULL);
    assertThat(Json.parse("true").kind()).isEqualTo(JsonKind.BOOLEAN);
    assertThat(Json.parse("-1").kind()).isEqualTo(JsonKind.NUMBER);
    assertThat(Json.parse("\"\"").kind()).isEqualTo(JsonKind.STRING);
    assertThat(Json.parse("[]").kind()).isEqualTo(JsonKind.ARRAY);
    assertThat(Json.parse("{}").kind()).isEqualTo(JsonKind.OBJECT);
  }

  @Test
  void isKind_ofEachValue_agreesWithItsKind() {
    for (String text : List.of("null", "true", "false", "0", "-1", "\"s\"", "[1]", "{\"a\":1}")) {
      Json json = Json.parse(text);
      assertThat(
              List.of(
                  json.isNull(),
                  json.isBoolean(),
                  json.isNumber(),
                  json.isString(),
                  json.isArray(),
                  json.isObject()))
          .as(text)
          .isEqualTo(Arrays.stream(JsonKind.values()).map(kind -> kind == json.kind()).toList());
    }
  }

  @Test
  void scalar_readAsAnotherKind_isRefusedByName() {
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> Json.parse("\"abc\"").asLong())
        .withMessage("cannot read a string as a long: \"abc\"");
    assertThatThrownBy(() -> Json.parse("{}").asInt())
        .hasMessage("cannot read an object as an int: {}");
    assertThatThrownBy(() -> Json.parse("null").asString())
        .hasMessage("cannot read null as a string: null");
    assertThatThrownBy(() -> Json.parse("1").asBoolean())
        .hasMessage("cannot read a number as a boolean: 1");
    assertThatThrownBy(() -> Json.parse("\"1\"").asDouble()).isInstanceOf(JsonTypeException.class);
    assertThatThrownBy(() -> Json.parse("true").asBigDecimal())
        .hasMessage("cannot read a boolean as a BigDecimal: true");
    assertThatThrownBy(() -> Json.parse("1").size())
        .hasMessage("cannot read a number as an array or object: 1");
    assertThatThrownBy(() -> Json.parse("{}").elements())
        .hasMessage("cannot read an object as an array: {}");
    assertThatThrownBy(() -> Json.parse("[]").members())
        .hasMessage("cannot read an array as an object: []");
  }

  @Test
  void longValue_inAMessage_isCut() {
    assertThatThrownBy(() -> Json.of("x".repeat(1000)).asLong())
        .hasMessage("cannot read a string as a long: \"" + "x".repeat(39) + "…");
  }

  @Test
  void asString_ofEveryEscape_isUnescaped() {
    String text = "\"\\/\b\f\n\r\t\u0000\u0001\u001f\u007fé\u2028😀";
    assertThat(Json.of(text).asString()).isEqualTo(text);
    assertThat(
            Json.parse(
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u0001\\u001F\\u007f\\u00e9\\u2028\\ud83d\\ude00\""))
        .isEqualTo(Json.of(text));
    assertThat(Json.of("a\u0010b").toString()).isEqualTo("\"a\\u0010b\"");
  }

  @Test
  void elements_walkedTwice_areTheSame() {
    Json array = Json.parse("[1, \"a,]\", [2, {\"b\": []}], {}, null]");
    List<String> expected = List.of("1", "\"a,]\"", "[2,{\"b\":[]}]", "{}", "null");
    assertThat(array.elements()).extracting(Json::toString).isEqualTo(expected);
    assertThat(array.elements()).extracting(Json::toString).isEqualTo(expected);
    assertThat(array.size()).isEqualTo(5);
  }

  @Test
  void members_walked_comeInTextOrderUnescaped() {
    Json object = Json.parse("{\"b\": 1, \"\\n\": {\"x\": \"}\"}, \"\": []}");
    assertThat(object.members())
        .containsExactly(
            new JsonMember("b", Json.of(1)),
            new JsonMember("\n", Json.parse("{\"x\":\"}\"}")),
            new JsonMember("", Json.parse("[]")));
    assertThat(object.size()).isEqualTo(3);
  }

  @Test
  void emptyContainers_walked_haveNoParts() {
    assertThat(Json.parse("[]").elements()).isEmpty();
    assertThat(Json.parse("{}").members()).isEmpty();
    assertThat(Json.parse("[]").size()).isZero();
    assertThat(Json.parse("{}").size()).isZero();
    Iterator<Json> over = Json.parse("[]").elements().iterator();
    assertThatThrownBy(over::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void values_ofDifferentKinds_areNotEqual() {
    List<Json> values = new ArrayList<>();
    for (String text :
        List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "\"\"",
            "\"1\"",
            "\"null\"",
            "[]",
            "{}",
            "[1]",
            "[[1]]",
            "[1,1]",
            "[1,2]",
            "[2,1]",
            "{\"a\":1}",
            "{\"a\":2}",
            "{\"b\":1}",
            "{\"a\":1,\"b\":1}",
            "{\"a\":[1]}",
            "{\"a\":{\"a\":1}}")) {
      values.add(Json.parse(text));
    }
    for (int i = 0; i < values.size(); i++) {
      for (int j = 0; j < values.size(); j++) {
        assertThat(values.get(i).equals(values.get(j)))
            .as("%s, %s", values.get(i), values.get(j))
            .isEqualTo(i == j);
      }
    }
    assertThat(Json.of(1).equals((Object) "1")).isFalse();
  }

  @Test
  void objects_withMembersInAnyOrder_areEqual() {
    Json one = Json.parse("{\"a\":1,\"b\":{\"x\":[1.0,{\"p\":1,\"q\":2}],\"y\":2},\"c\":3}");
    Json other = Json.parse("{\"c\":3.0,\"b\":{\"y\":2,\"x\":[1,{\"q\":2,\"p\":1}]},\"a\":1}");
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one)
        .isNotEqualTo(Json.parse("{\"c\":3,\"b\":{\"y\":2,\"x\":[1,{\"q\":2,\"p\":2}]},\"a\":1}"));
    assertThat(one)
        .isNotEqualTo(Json.parse("{\"c\":3,\"b\":{\"y\":2,\"x\":[1,{\"q\":2}]},\"a\":1}"));
    assertThat(Json.parse("{\"a\":1,\"b\":2,\"c\":3}"))
        .isNotEqualTo(Json.parse("{\"a\":1,\"c\":3,\"d\":2}"));
    assertThat(Json.parse("{\"a\":1,\"b\":2}"))
        .isNotEqualTo(Json.parse("{\"b\":2,\"a\":1,\"c\":3}"));
    assertThat(Json.parse("{\"b\":2,\"a\":1,\"c\":3}"))
        .isNotEqualTo(Json.parse("{\"a\":1,\"b\":2}"));
  }

  @Test
  void objectsOfManyMembers_reversed_areEqual() {
    List<String> members =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"name" + i + "\":[" + i + "]")
            .collect(Collectors.toList());
    Json one = Json.parse("{" + String.join(",", members) + "}");
    Json other = Json.parse("{" + String.join(",", members.reversed()) + "}");
    assertThat(one.equals(other)).isTrue();
    assertThat(one.hashCode()).isEqualTo(other.hashCode());
  }

  @Test
  void deepestValue_comparedAndHashed_needsNoMoreStackThanThereIs() {
    JsonLimits limits = new JsonLimits(1000, 1 << 20, 10);
    Json one = Json.parse("{\"a\":1,\"b\":".repeat(1000) + "1" + "}".repeat(1000), limits);
    Json other = Json.parse("{\"b\":".repeat(1000) + "1.0" + ",\"a\":1}".repeat(1000), limits);
    assertThat(one.equals(other)).isTrue();
    assertThat(one.hashCode()).isEqualTo(other.hashCode());
  }

  @Test
  void hashCode_ofAValue_isTheSameInEveryRun() {
    assertThat(Json.parse("{\"name\":[1,\"two\",null,true,{}]}").hashCode())
        .isEqualTo(-2_015_167_972);
  }

  @Test
  void toBytes_changed_leavesTheValueAsItIs() {
    Json json = Json.of("é");
    byte[] bytes = json.toBytes();
    Arrays.fill(bytes, (byte) 0);
    assertThat(json.toBytes())
        .isEqualTo("\"é\"".getBytes(StandardCharsets.UTF_8))
        .hasSize(json.byteLength());
  }

  @Test
  void writeTo_aStreamThatKeepsOrChangesWhatItGets_leavesTheValueAsItIs() throws IOException {
    Json json = Json.of("x".repeat(100_000));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    json.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) {
            out.write(b);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            out.write(bytes, from, length);
            Arrays.fill(bytes, (byte) '?');
          }
        });
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(json.toString());
    assertThat(json.asString()).isEqualTo("x".repeat(100_000));
  }

  @Test
  void preview_ofALongText_isCutBetweenCharacters() {
    assertThat(Json.of("é😀x").preview(3)).isEqualTo("\"é😀…");
    assertThat(Json.of("é😀x").preview(5)).isEqualTo("\"é😀x\"");
    assertThat(Json.of("é😀x").preview(0)).isEqualTo("…");
  }

  @Test
  void part_takenOut_isAValueOfItsOwn() {
    Json json = Json.parse("{\"a\":[1,2],\"b\":\"x\"}");
    assertThat(json.at("/a")).isEqualTo(Json.parse("[1,2]")).hasToString("[1,2]");
    assertThat(json.at("/a/1")).isEqualTo(Json.of(2));
    assertThat(json.at("/b").byteLength()).isEqualTo(3);
  }

  @Test
  void names_walked_comeUnescapedWithoutTheirValues() {
    assertThat(Json.parse("{\"b\":{\"x\":1},\"\\n\":[2],\"\":\"}\"}").names())
        .containsExactly("b", "\n", "");
    assertThat(Json.parse("{}").names()).isEmpty();
    assertThatThrownBy(() -> Json.parse("[]").names())
        .hasMessage("cannot read an array as an object: []");
  }

  @Test
  void streams_ofParts_stopWhenNobodyAsks() {
    Json array = Json.parse("[1,\"x\",[2]]");
    assertThat(array.elementStream().map(Json::toString)).containsExactly("1", "\"x\"", "[2]");
    assertThat(array.elementStream().filter(Json::isString).findFirst()).contains(Json.of("x"));
    assertThat(Json.parse("{\"a\":1,\"b\":2}").memberStream().mapToLong(m -> m.value().asLong()))
        .containsExactly(1L, 2L);
    assertThatThrownBy(() -> Json.TRUE.elementStream()).isInstanceOf(JsonTypeException.class);
    assertThatThrownBy(() -> Json.TRUE.memberStream()).isInstanceOf(JsonTypeException.class);
  }

  @Test
  void member_byItsName_isNoPointer() {
    Json object = Json.parse("{\"a/b\":1,\"~1\":2,\"\":null}");
    assertThat(object.member("a/b")).contains(Json.of(1));
    assertThat(object.member("~1")).contains(Json.of(2));
    assertThat(object.member("")).contains(Json.NULL);
    assertThat(object.member("c")).isEmpty();
    assertThat(object.member("\ud800")).as("no member has such a name").isEmpty();
    assertThatThrownBy(() -> Json.parse("[]").member("a"))
        .hasMessage("cannot read an array as an object: []");
  }

  @Test
  void element_byItsIndex_isThereOrNot() {
    Json array = Json.parse("[1,[2],null]");
    assertThat(array.element(0)).contains(Json.of(1));
    assertThat(array.element(2)).contains(Json.NULL);
    assertThat(array.element(3)).isEmpty();
    assertThat(array.element(-1)).isEmpty();
    assertThat(array.element(Integer.MAX_VALUE)).isEmpty();
    assertThatThrownBy(() -> Json.parse("{}").element(0))
        .hasMessage("cannot read an object as an array: {}");
  }
}
