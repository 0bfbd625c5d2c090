package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.JsonTypeException;
import dev.keyhold.error.LimitException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonConversionTest {
  record Address(String street, int number) {}

  record User(String name, int age, List<Address> addresses) {}

  record Holder(String id, Json payload) {}

  enum Color {
    RED
  }

  private static final User ADA = new User("Ada", 36, List.of(new Address("Dorset Street", 1)));
  private static final String ADA_TEXT =
      "{\"name\":\"Ada\",\"age\":36,\"addresses\":[{\"street\":\"Dorset Street\",\"number\":1}]}";

  @Test
  void toNode_ofANumberWhoseExponentNoBigDecimalHas_isAConversionFailure() {
    assertThatThrownBy(() -> Json.parse("[1e99999999999]").toNode())
        .isInstanceOf(JsonConversionException.class)
        .hasMessageContaining("1e99999999999");
  }

  @Test
  void scalars_ofJava_becomeScalarsOfJson() {
    assertThat(Json.of(null)).isSameAs(Json.NULL);
    assertThat(Json.of(true)).isSameAs(Json.TRUE);
    assertThat(Json.of((Object) false)).isSameAs(Json.FALSE);
    assertThat(Json.of(1)).hasToString("1");
    assertThat(Json.of((Object) 1)).hasToString("1");
    assertThat(Json.of((Object) (short) 1)).hasToString("1");
    assertThat(Json.of(Long.MIN_VALUE)).hasToString("-9223372036854775808");
    assertThat(Json.of(1.5)).hasToString("1.5");
    assertThat(Json.of(1e100)).hasToString("1.0E100");
    assertThat(Json.of(1.1f)).hasToString("1.1").isEqualTo(Json.of((Object) 1.1f));
    assertThat(Json.of(-0.0)).hasToString("-0.0").isEqualTo(Json.of(0));
    assertThat(Json.of('a')).hasToString("\"a\"").isEqualTo(Json.of((Object) 'a'));
    assertThat(Json.of("a\"b")).hasToString("\"a\\\"b\"");
    assertThat(Json.of(new BigDecimal("1.10"))).hasToString("1.10");
    assertThat(Json.of(new BigDecimal("1e999999999"))).isEqualTo(Json.parse("1e999999999"));
    assertThat(Json.of(BigInteger.TWO.pow(100))).hasToString("1267650600228229401496703205376");
    assertThat(Json.of(Color.RED)).hasToString("\"RED\"");
  }

  @Test
  void objects_ofJava_becomeWhatJacksonWrites() {
    assertThat(Json.of(ADA)).hasToString(ADA_TEXT);
    assertThat(Json.of(Instant.EPOCH)).hasToString("\"1970-01-01T00:00:00Z\"");
    assertThat(Json.of(LocalDate.EPOCH)).hasToString("\"1970-01-01\"");
    assertThat(Json.of(Duration.ofSeconds(90))).hasToString("\"PT1M30S\"");
    assertThat(Json.of(Optional.of(1))).hasToString("1");
    assertThat(Json.of(Optional.empty())).isEqualTo(Json.NULL);
    assertThat(Json.of(Arrays.asList(1, null, "x"))).hasToString("[1,null,\"x\"]");
    assertThat(Json.of(new int[] {1, 2})).hasToString("[1,2]");
    assertThat(Json.of(Map.of(1, Map.of()))).hasToString("{\"1\":{}}");
    assertThat(Json.of(JsonMapper.shared().readTree("{\"a\" : [1]}"))).hasToString("{\"a\":[1]}");
  }

  @Test
  void json_ofJson_isItself() {
    Json json = Json.parse("{\"a\":1.10}");
    assertThat(Json.of(json)).isSameAs(json);
  }

  @Test
  void json_withinOtherObjects_staysTheJsonItIs() {
    Json payload = Json.parse("{\"b\":[1.10,1e400,\"\\u0000😀\"]}");
    Holder holder = new Holder("x", payload);
    Json json = Json.of(holder);
    assertThat(json).hasToString("{\"id\":\"x\",\"payload\":" + payload + "}");
    assertThat(json.as(Holder.class)).isEqualTo(holder);
    assertThat(json.as(Holder.class).payload()).hasToString(payload.toString());
    assertThat(Json.of(Map.of("k", List.of(payload)))).hasToString("{\"k\":[" + payload + "]}");
    assertThat(Json.of(new Holder("x", Json.NULL)).as(Holder.class).payload()).isEqualTo(Json.NULL);
  }

  @Test
  void json_inAnyMapper_isTheJsonItIs() {
    JsonMapper mapper = JsonMapper.shared();
    Json payload = Json.parse("{\"b\":[1.10,1e400,\"\\u0000😀\",null]}");
    String text = "{\"id\":\"x\",\"payload\":" + payload + "}";
    assertThat(mapper.writeValueAsString(new Holder("x", payload))).isEqualTo(text);
    assertThat(mapper.readValue(text, Holder.class).payload()).hasToString(payload.toString());
    assertThat(mapper.readValue(mapper.writeValueAsBytes(payload), Json.class)).isEqualTo(payload);
    assertThat(mapper.writeValueAsString(Map.of("b", Json.array().add(1))))
        .isEqualTo("{\"b\":[1]}");
    JsonNode tree = mapper.valueToTree(new Holder("x", payload));
    assertThat(tree.at("/payload/b/0").decimalValue()).isEqualByComparingTo("1.10");
    assertThat(tree.at("/payload/b/3").isNull()).isTrue();
    assertThat(Json.of(tree)).isEqualTo(Json.parse(text));
    assertThat(mapper.treeToValue(tree, Holder.class).payload()).isEqualTo(payload);
    assertThat(
            mapper
                .convertValue(
                    Map.of("id", "x", "payload", Map.of("b", new byte[] {1})), Holder.class)
                .payload())
        .as("what a tree holds as an object is written as one")
        .hasToString("{\"b\":\"AQ==\"}");
  }

  @Test
  void json_asJson_keepsItsDigitsAndOrder() {
    String text = "{\"z\":{},\"a\":[[],1.10,-0,1E+2,true,null,{\"\\\"\":\"\\n\"}]}";
    assertThat(Json.parse(text).as(Json.class)).hasToString(text);
    assertThat(
            Json.parse("{\"x\":" + text + "}")
                .as(new TypeReference<Map<String, Json>>() {})
                .get("x"))
        .hasToString(text);
  }

  @Test
  void as_aType_readsWhatWasWritten() {
    assertThat(Json.parse(ADA_TEXT).as(User.class)).isEqualTo(ADA);
    assertThat(Json.parse("[" + ADA_TEXT + "]").as(new TypeReference<List<User>>() {}))
        .containsExactly(ADA);
    assertThat(Json.of(Instant.EPOCH).as(Instant.class)).isEqualTo(Instant.EPOCH);
    assertThat(Json.parse("5").as(int.class)).isEqualTo(5);
    assertThat(Json.parse("5").as(Long.class)).isEqualTo(5L);
    assertThat(Json.parse("\"s\"").as(String.class)).isEqualTo("s");
    assertThat(Json.parse("1.10").as(BigDecimal.class)).isEqualTo(new BigDecimal("1.10"));
    assertThat(Json.parse("[1,2]").as(int[].class)).containsExactly(1, 2);
    assertThat(
            Json.parse("{\"name\":\"Ada\",\"age\":36,\"addresses\":[],\"more\":1}")
                .as(User.class)
                .name())
        .as("unknown members are passed over")
        .isEqualTo("Ada");
  }

  @Test
  void as_aTypeThatDoesNotFit_namesThePath() {
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() ->
            Json.parse(
                    "{\"name\":\"Ada\",\"age\":36,\"addresses\":[{\"street\":\"a\",\"number\":\"x\"}]}")
                .as(User.class))
        .withMessageContaining("cannot read JSON at addresses[0].number as")
        .withMessageNotContaining("\n")
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("addresses[0].number"));
    assertThatThrownBy(() -> Json.parse("\"x\"").as(User.class))
        .isInstanceOf(JsonConversionException.class);
  }

  @Test
  void as_aScalarOfAnotherKind_isRefusedRatherThanBent() {
    assertThatThrownBy(() -> Json.parse("1.5").as(int.class))
        .isInstanceOf(JsonConversionException.class);
    assertThatThrownBy(() -> Json.parse("\"1\"").as(int.class))
        .isInstanceOf(JsonConversionException.class);
    assertThatThrownBy(() -> Json.parse("1").as(boolean.class))
        .isInstanceOf(JsonConversionException.class);
    assertThatThrownBy(() -> Json.parse("99999999999").as(int.class))
        .isInstanceOf(JsonConversionException.class);
  }

  @Test
  void as_ofJsonNull_isRefused() {
    assertThatThrownBy(() -> Json.NULL.as(User.class))
        .isInstanceOf(JsonConversionException.class)
        .hasMessageEndingWith("it is null; ask isNull() first");
    assertThatThrownBy(() -> Json.NULL.as(int.class)).isInstanceOf(JsonConversionException.class);
  }

  @Test
  void toNode_ofANumber_keepsItsDigits() {
    JsonNode node = Json.parse("{\"a\":1.10,\"b\":1e400,\"c\":null}").toNode();
    assertThat(node.get("a").decimalValue()).isEqualTo(new BigDecimal("1.10"));
    assertThat(Json.of(node)).isEqualTo(Json.parse("{\"a\":1.10,\"b\":1e400,\"c\":null}"));
    assertThat(Json.NULL.toNode().isNull()).isTrue();
  }

  // What cannot be written

  /** A property whose getter throws unless there is a street. */
  public static final class Broken {
    private final Optional<String> street = Optional.empty();

    public String getStreet() {
      return street.orElseThrow(() -> new IllegalStateException("no street"));
    }
  }

  record Nested(String name, Object user) {}

  @Test
  void propertyThatThrows_written_isNamedByItsPath() {
    Object value = new Nested("a", Map.of("address", Arrays.asList(1, 2, new Broken())));
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> Json.of(value))
        .withMessage(
            "cannot write %s at user.address[2].street as JSON: no street",
            Nested.class.getTypeName())
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("user.address[2].street"));
  }

  @Test
  void objectWithoutProperties_written_isNamedByItsPath() {
    assertThatThrownBy(() -> Json.of(new Object())).isInstanceOf(JsonConversionException.class);
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> Json.of(Map.of("a", List.of(new Object()))))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("a[0]"));
  }

  /** Holds whatever it is given. */
  public static final class Node {
    private Object next = "";

    public Object getNext() {
      return next;
    }
  }

  @Test
  void valueThatHoldsItself_written_isRefused() {
    Node direct = new Node();
    direct.next = direct;
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> Json.of(direct))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("next"));

    Node one = new Node();
    Node other = new Node();
    one.next = other;
    other.next = one;
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> Json.of(one))
        .withMessageContaining("does it hold itself?")
        .satisfies(
            failure -> assertThat(failure.path()).startsWith("next.next.next").endsWith("…"));

    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThatThrownBy(() -> Json.of(list)).isInstanceOf(JsonConversionException.class);

    Map<String, Object> map = new HashMap<>();
    map.put("a", List.of(map));
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> Json.of(map))
        .satisfies(failure -> assertThat(failure.path()).startsWith("a[0].a[0]"));
  }

  /** Stands for another of its kind, without end, and without nesting anything. */
  public static final class Endless {
    @JsonValue
    public Object value() {
      return new Endless();
    }
  }

  @Test
  void valueWithoutEnd_written_isRefusedAndTheStackSurvives() {
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> Json.of(new Endless()))
        .withMessageContaining("it has no end; does it hold itself?");
  }

  @Test
  void notANumber_written_isRefusedWithItsPath() {
    assertThatThrownBy(() -> Json.of(Double.NaN))
        .isInstanceOf(JsonConversionException.class)
        .hasMessage("NaN is not a JSON number; use null or a string");
    assertThatThrownBy(() -> Json.of(Float.NEGATIVE_INFINITY))
        .isInstanceOf(JsonConversionException.class);
    assertThatThrownBy(() -> Json.of((Object) Double.POSITIVE_INFINITY))
        .isInstanceOf(JsonConversionException.class);
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> Json.of(Map.of("a", List.of(1.0, Double.NaN))))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("a[1]"));
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> Json.of(Map.of("values", new double[] {1, Double.POSITIVE_INFINITY})))
        .withMessageContaining("element 1 is Infinity")
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("values"));
    assertThatThrownBy(() -> Json.of(Map.of("a", new float[] {Float.NaN})))
        .isInstanceOf(JsonConversionException.class);
  }

  @Test
  void unpairedSurrogate_written_isRefused() {
    assertThatThrownBy(() -> Json.of("ab\ud800"))
        .isInstanceOf(JsonConversionException.class)
        .hasMessageContaining("unpaired surrogate U+D800 at index 2");
    assertThatThrownBy(() -> Json.of('\udc00')).isInstanceOf(JsonConversionException.class);
    assertThatThrownBy(() -> Json.of(List.of("\udc00")))
        .isInstanceOf(JsonConversionException.class);
    assertThatThrownBy(() -> Json.of(List.of("ab\ud800")))
        .isInstanceOf(JsonConversionException.class);
    assertThatThrownBy(() -> Json.of(Map.of("\ud800x", 1)))
        .isInstanceOf(JsonConversionException.class);
  }

  record Raw(@JsonRawValue String text) {}

  @Test
  void rawText_written_isCheckedLikeAnyOther() {
    assertThat(Json.of(new Raw("[ 1 ]"))).hasToString("{\"text\":[1]}");
    assertThatThrownBy(() -> Json.of(new Raw("[1")))
        .isInstanceOf(JsonConversionException.class)
        .hasMessageContaining("what was written for it is not JSON");
  }

  @Test
  void nullAsAName_written_isRefused() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put(null, 1);
    assertThatThrownBy(() -> Json.of(map)).isInstanceOf(JsonConversionException.class);
  }

  @Test
  void valueWithoutBounds_written_stopsAtTheLimit() {
    Iterable<String> endless =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public String next() {
                return "x".repeat(1 << 20);
              }
            };
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> Json.of(endless))
        .withMessage(
            "the JSON text of the value is longer than 67,108,864 bytes (JsonLimits.textBytesMax)");
    assertThatThrownBy(() -> Json.of("x".repeat(64 << 20))).isInstanceOf(LimitException.class);
  }

  @Test
  void longNumber_written_isRefused() {
    BigInteger number = BigInteger.TEN.pow(2000);
    assertThatExceptionOfType(LimitException.class)
        .isThrownBy(() -> Json.of(number))
        .withMessageContaining("JsonLimits.numberDigitsMax");
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> Json.of(Map.of("n", new BigDecimal(number, 5))))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("n"));
  }

  @Test
  void jsonTypeException_isNotThrownByConversions() {
    assertThatThrownBy(() -> Json.parse("{}").as(String.class))
        .isInstanceOf(JsonConversionException.class)
        .isNotInstanceOf(JsonTypeException.class);
  }
}
