package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.Seeds;
import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.JsonTypeException;
import dev.keyhold.error.LimitException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Objects and arrays that are built part by part. */
class JsonBuilderTest {
  record Address(String street, int number) {}

  @Test
  void everyKindOfValue_putIn_isWhatOfMakesOfIt() {
    Json json =
        Json.object()
            .put("null", null)
            .put("truth", true)
            .put("int", 1)
            .put("long", Long.MIN_VALUE)
            .put("float", 1.1f)
            .put("double", 0.5)
            .put("char", 'x')
            .put("decimal", new BigDecimal("1.10"))
            .put("text", "a\"b")
            .put("json", Json.parse("[1]"))
            .put("list", List.of(1, 2))
            .put("record", new Address("Dorset Street", 1))
            .put("date", LocalDate.EPOCH)
            .build();
    assertThat(json)
        .hasToString(
            "{\"null\":null,\"truth\":true,\"int\":1,\"long\":-9223372036854775808,\"float\":1.1,"
                + "\"double\":0.5,\"char\":\"x\",\"decimal\":1.10,\"text\":\"a\\\"b\",\"json\":[1],"
                + "\"list\":[1,2],\"record\":{\"street\":\"Dorset Street\",\"number\":1},"
                + "\"date\":\"1970-01-01\"}");
    assertThat(Json.array().add(null).add(1).add("x").add(Json.TRUE).add(List.of()).build())
        .hasToString("[null,1,\"x\",true,[]]");
  }

  @Test
  void nothing_putIn_isEmpty() {
    assertThat(Json.object().build()).hasToString("{}");
    assertThat(Json.array().build()).hasToString("[]");
    assertThat(Json.object().putAll(Map.of()).put("a", 1).putAll(Json.parse("{}")).build())
        .hasToString("{\"a\":1}");
    assertThat(Json.array().addAll(List.of()).add(1).addAll(new int[0]).build()).hasToString("[1]");
  }

  @Test
  void name_ofAnyText_isEscaped() {
    Json json = Json.object().put("", 0).put("a/b~\"\\\n😀", 1).build();
    assertThat(json).hasToString("{\"\":0,\"a/b~\\\"\\\\\\n😀\":1}");
    assertThat(json.member("a/b~\"\\\n😀")).contains(Json.of(1));
  }

  @Test
  void nameAgain_theLastWins_asInTextThatIsRead() {
    assertThat(Json.object().put("a", 1).put("b", 2).put("a", 3).build())
        .isEqualTo(Json.parse("{\"a\":1,\"b\":2,\"a\":3}"))
        .hasToString("{\"b\":2,\"a\":3}");
    JsonObjectBuilder many = Json.object();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100; i++) {
        many.put("n" + i, round * 1000 + i);
      }
    }
    Json json = many.build();
    assertThat(json.size()).isEqualTo(100);
    assertThat(json.at("/n7").asLong()).isEqualTo(2007);
    assertThat(Json.object().put("b", 0).putAll(json).put("n0", 0).put("b", 1).build().size())
        .isEqualTo(101);
  }

  @Test
  void builders_nested_standForWhatTheyBuildThen() {
    JsonArrayBuilder tags = Json.array().add("new");
    JsonObjectBuilder order = Json.object().put("tags", tags);
    tags.add("red");
    assertThat(order.build()).hasToString("{\"tags\":[\"new\"]}");
    assertThat(Json.of(tags)).hasToString("[\"new\",\"red\"]");
    assertThat(Json.of(Map.of("tags", List.of(tags))))
        .hasToString("{\"tags\":[[\"new\",\"red\"]]}");
    assertThat(tags.add(tags).build()).hasToString("[\"new\",\"red\",[\"new\",\"red\"]]");
    assertThat(order.put("self", order).build())
        .hasToString("{\"tags\":[\"new\"],\"self\":{\"tags\":[\"new\"]}}");
  }

  @Test
  void builder_usedAfterBuild_leavesWhatItBuiltAsItIs() {
    JsonObjectBuilder builder = Json.object().put("a", 1).put("a", 2);
    Json first = builder.build();
    Json second = builder.put("b", 3).put("a", 4).build();
    assertThat(first).hasToString("{\"a\":2}");
    assertThat(second).hasToString("{\"b\":3,\"a\":4}");
    assertThat(builder.build()).isEqualTo(second);
  }

  @Test
  void putAllAndAddAll_takeOverAContainerOfTheirKindOnly() {
    Json object = Json.parse("{\"a\":[1,{\"x\":\"}\"}],\"b\":\"]\"}");
    assertThat(Json.object().put("b", 0).putAll(object).putAll(new Address("s", 1)).build())
        .hasToString("{\"a\":[1,{\"x\":\"}\"}],\"b\":\"]\",\"street\":\"s\",\"number\":1}");
    assertThat(Json.array().add(0).addAll(Json.parse("[1,[2]]")).addAll(new int[] {3}).build())
        .hasToString("[0,1,[2],3]");
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> Json.object().putAll(List.of()))
        .withMessage("cannot read an array as members to be put in: []");
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> Json.array().addAll("abc"))
        .withMessage("cannot read a string as elements to be added: \"abc\"");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullAsAName_isRefusedByName() {
    assertThatThrownBy(() -> Json.object().put(null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("the name of a member is null; JSON has names of text only");
  }

  @Test
  void valueOrNameThatHasNoJson_isRefusedAndNothingIsPutIn() {
    JsonObjectBuilder builder = Json.object().put("a", 1);
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> builder.put("x\ud800", 1))
        .withMessageContaining("unpaired surrogate U+D800 at index 1");
    assertThatThrownBy(() -> builder.put("x", Double.NaN))
        .isInstanceOf(JsonConversionException.class);
    assertThatThrownBy(() -> builder.put("x", new Object()))
        .isInstanceOf(JsonConversionException.class);
    assertThat(builder.build()).hasToString("{\"a\":1}");
  }

  @Test
  void depth_beyondTheLimit_isRefusedAndNothingIsPutIn() {
    Json deep = Json.parse("[".repeat(127) + "]".repeat(127));
    Json deepest = Json.array().add(deep).build();
    JsonArrayBuilder array = Json.array();
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> array.add(deepest))
        .withMessage(
            "the array being built would be nested 129 deep; the limit is 128"
                + " (JsonLimits.depthMax)");
    assertThat(array.build()).hasToString("[]");
    assertThat(array.addAll(deepest).build()).isEqualTo(deepest);
    JsonArrayBuilder flat = Json.array(JsonLimits.DEFAULT.withDepthMax(1)).add(1);
    assertThatThrownBy(() -> flat.addAll(Json.parse("[2,[3]]")))
        .hasMessage(
            "the array being built would be nested 2 deep; the limit is 1 (JsonLimits.depthMax)");
    assertThat(flat.build()).hasToString("[1]");
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(
            () -> Json.object(new JsonLimits(2, 100, 10)).put("a", Json.parse("[{\"b\":1}]")))
        .withMessage(
            "the object being built would be nested 3 deep; the limit is 2 (JsonLimits.depthMax)");
    assertThat(Json.array(new JsonLimits(129, 1 << 20, 10)).add(deepest).build().byteLength())
        .isEqualTo(258);
  }

  @Test
  void length_beyondTheLimit_isRefusedAndNothingIsPutIn() {
    JsonObjectBuilder object = Json.object(JsonLimits.DEFAULT.withTextBytesMax(16));
    assertThat(object.put("a", 1).build()).hasToString("{\"a\":1}");
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> object.put("b", "1234"))
        .withMessage(
            "the JSON text is 18 bytes or more; the limit is 16 (JsonLimits.textBytesMax)");
    assertThatThrownBy(() -> object.putAll(Map.of("bc", 1234))).isInstanceOf(LimitException.class);
    assertThat(object.put("b", 1234).build()).hasToString("{\"a\":1,\"b\":1234}");
    JsonArrayBuilder array = Json.array(JsonLimits.DEFAULT.withTextBytesMax(6));
    assertThatThrownBy(() -> array.add(12345)).hasMessageContaining("is 7 bytes or more");
    assertThatThrownBy(() -> array.addAll(List.of(12, 34))).hasMessageContaining("is 7 bytes");
    assertThat(array.add(12).add(3).build()).hasToString("[12,3]");
    assertThatThrownBy(() -> Json.array(JsonLimits.DEFAULT.withTextBytesMax(1)))
        .isInstanceOf(LimitException.class);
  }

  @Test
  void usualLimitOfLength_holdsWithoutBeingAskedFor() {
    String half = "x".repeat(32 << 20);
    JsonArrayBuilder array = Json.array().add(half);
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> array.add(half))
        .withMessageContaining("the limit is 67,108,864 (JsonLimits.textBytesMax)");
  }

  @Test
  void randomDocuments_builtAndParsed_haveTheSameText() {
    RandomGenerator random = Seeds.random(this);
    RandomJson documents = new RandomJson(random);
    for (int i = 0; i < 500; i++) {
      JsonObjectBuilder object = Json.object();
      JsonArrayBuilder array = Json.array();
      List<String> members = new ArrayList<>();
      List<String> elements = new ArrayList<>();
      for (int left = random.nextInt(40); left > 0; left--) {
        Json value = Json.parse(documents.print(documents.value(2)));
        String name = random.nextBoolean() ? documents.string() : "n" + random.nextInt(5);
        if (random.nextInt(5) == 0) {
          Json more = Json.parse(documents.print(documents.object(1)));
          object.putAll(more);
          more.members().forEach(each -> members.add(Json.of(each.name()) + ":" + each.value()));
        }
        object.put(name, value);
        members.add(Json.of(name) + ":" + value);
        array.add(value);
        elements.add(value.toString());
      }
      assertThat(object.build())
          .hasToString(Json.parse("{" + String.join(",", members) + "}").toString());
      assertThat(array.build()).hasToString("[" + String.join(",", elements) + "]");
    }
  }
}
