package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.JsonMissingException;
import dev.keyhold.error.JsonPatchException;
import dev.keyhold.error.JsonTypeException;
import dev.keyhold.error.LimitException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changed copies of values: single edits, merge patches, and diffs of random values. */
final class JsonEditTest {
  private static final Json ORDER =
      Json.parse("{\"id\":7,\"tags\":[\"a\",\"b\"],\"total\":{\"net\":1.10,\"vat\":0}}");

  @Test
  void set_replacesOrAdds_andLeavesTheRestAsItIs() {
    assertThat(ORDER.set("/id", 8)).hasToString(ORDER.toString().replace(":7", ":8"));
    assertThat(ORDER.set("/new", List.of(1, 2)))
        .hasToString(ORDER.toString().replace("}}", "},\"new\":[1,2]}"));
    assertThat(ORDER.set("/tags/1", null).at("/tags")).hasToString("[\"a\",null]");
    assertThat(ORDER.set("/tags/-", "c").at("/tags")).hasToString("[\"a\",\"b\",\"c\"]");
    assertThat(ORDER.set("", true)).isEqualTo(Json.TRUE);
    assertThat(Json.parse("{}").set("/a\"b", 1)).hasToString("{\"a\\\"b\":1}");
    assertThat(Json.parse("[]").set("/-", 1)).hasToString("[1]");
    assertThat(ORDER.set("/id", 7)).as("nothing to change").isSameAs(ORDER);
  }

  @Test
  void set_whereTheWayLeadsNowhere_saysHowFarItGoes() {
    assertThatThrownBy(() -> ORDER.set("/missing/x", 1))
        .isInstanceOf(JsonMissingException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> ORDER.set("/tags/2", 1)).isInstanceOf(JsonMissingException.class);
    assertThatThrownBy(() -> ORDER.set("/id/x", 1)).isInstanceOf(JsonMissingException.class);
  }

  @Test
  void add_goesBetweenElements_upToTheEnd() {
    assertThat(ORDER.add("/tags/0", 1).at("/tags")).hasToString("[1,\"a\",\"b\"]");
    assertThat(ORDER.add("/tags/1", 1).at("/tags")).hasToString("[\"a\",1,\"b\"]");
    assertThat(ORDER.add("/tags/2", 1).at("/tags")).hasToString("[\"a\",\"b\",1]");
    assertThatThrownBy(() -> ORDER.add("/tags/3", 1)).isInstanceOf(JsonMissingException.class);
  }

  @Test
  void remove_takesTheCommaWithIt() {
    assertThat(ORDER.remove("/tags/0").at("/tags")).hasToString("[\"b\"]");
    assertThat(ORDER.remove("/tags/1").at("/tags")).hasToString("[\"a\"]");
    assertThat(ORDER.remove("/tags/0").remove("/tags/0").at("/tags")).hasToString("[]");
    assertThat(ORDER.remove("/id")).hasToString(ORDER.toString().replace("\"id\":7,", ""));
    assertThat(ORDER.remove("/total/vat").at("/total")).hasToString("{\"net\":1.10}");
    assertThatThrownBy(() -> ORDER.remove("/nothing")).isInstanceOf(JsonMissingException.class);
    assertThatThrownBy(() -> ORDER.remove("")).isInstanceOf(JsonTypeException.class);
  }

  @Test
  void append_needsAnArray() {
    assertThat(ORDER.append("/tags", "c").at("/tags")).hasToString("[\"a\",\"b\",\"c\"]");
    assertThat(Json.parse("[]").append("", 1)).hasToString("[1]");
    assertThatThrownBy(() -> ORDER.append("/id", 1)).isInstanceOf(JsonTypeException.class);
  }

  @Test
  void replace_needsSomethingThere() {
    assertThat(ORDER.replace("/total", 0).at("/total")).isEqualTo(Json.of(0));
    assertThatThrownBy(() -> ORDER.replace("/x", 0)).isInstanceOf(JsonMissingException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1,2,3",
    "9223372036854775807,1,9223372036854775808",
    "0.1,0.2,0.3",
    "1e2,1,101",
    "-1,1,0",
    "1.10,0,1.10"
  })
  void increment_isExact(String number, String by, String sum) {
    Json result = Json.parse("{\"n\":" + number + "}").increment("/n", new BigDecimal(by));
    assertThat(result.at("/n").asBigDecimal()).isEqualByComparingTo(sum);
  }

  @ParameterizedTest
  @CsvSource({
    "1,2,3",
    "1.0,2e0,3",
    "1e2,-1,99",
    "9223372036854775807,1,9223372036854775808",
    "-9223372036854775808,-1,-9223372036854775809",
    "1.10,0.2,1.30",
    "1.5,0.5,2.0",
    "1.10,0,1.10",
    "0.0,1.10,1.10",
    "1e400,1e400,2E+400",
    "1e18,1e19,1.1E+19"
  })
  void increment_writesTheSumAsTheRulesSay(String number, String by, String sum) {
    assertThat(Json.parse(number).increment("", Json.parse(by))).hasToString(sum);
  }

  @Test
  void increment_ofAHugePowerByNothing_doesNotWriteItOut() {
    // Written out, these would have a hundred million digits and more.
    for (String huge : List.of("1e100000000", "-1e999999999", "1e-999999999", "1e99999999999")) {
      assertThat(Json.parse(huge).increment("", 0)).hasToString(huge);
      assertThat(Json.of(0).increment("", Json.parse(huge))).hasToString(huge);
      assertThat(Json.parse("0e-9").increment("", Json.parse(huge))).hasToString(huge);
    }
  }

  @Test
  void increment_toMoreDigitsThanTheLimit_namesIt() {
    Json nines = Json.parse("9".repeat(1000));
    assertThat(nines.increment("", -1)).hasToString("9".repeat(999) + "8");
    assertThatThrownBy(() -> nines.increment("", 1))
        .isInstanceOf(LimitException.class)
        .hasMessage(
            "the sum of two JSON numbers would have 1,001 digits; the limit is 1,000"
                + " (JsonLimits.numberDigitsMax)");
    assertThatThrownBy(() -> Json.of(1).increment("", Json.parse("1e-1000")))
        .isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> Json.parse("1e99999999999").increment("", Json.parse("1e99999999999")))
        .isInstanceOf(JsonTypeException.class)
        .hasMessageContaining("cannot be read as a BigDecimal, whose exponent has 32 bits");
  }

  @Test
  void increment_ofWhatHasTooManyDigitsBetween_isRefused() {
    Json huge = Json.parse("[1e999999999,1]");
    assertThatThrownBy(() -> huge.increment("/0", 1)).isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> ORDER.increment("/tags", 1)).isInstanceOf(JsonTypeException.class);
    assertThatThrownBy(() -> ORDER.increment("/id", "1")).isInstanceOf(JsonTypeException.class);
  }

  /** A BigDecimal would write out every zero of the exponent. */
  @Test
  void increment_ofOrByAZeroWithAHugeExponent_isTheOther() {
    Json value = Json.parse("[1.5,0e-2147483647,0.0E+999999999999]");
    for (Json zero : List.of(value.at("/1"), value.at("/2"))) {
      assertThat(value.increment("/0", zero).at("/0")).hasToString("1.5");
    }
    assertThat(value.increment("/1", 2.5).at("/1")).hasToString("2.5");
    assertThat(value.increment("/2", value.at("/1")).at("/2").asLong()).isZero();
  }

  /** A value copied into itself doubles; forty times would be a terabyte. */
  @Test
  void edit_thatWouldBeTooLong_isRefused() {
    StringBuilder patch = new StringBuilder("[");
    for (int i = 0; i < 40; i++) {
      patch.append(i == 0 ? "" : ",");
      patch.append("{\"op\":\"copy\",\"from\":\"\",\"path\":\"/a").append(i).append("\"}");
    }
    JsonPatch doubling = JsonPatch.parse(patch.append("]").toString());
    Json large = Json.parse("{\"a\":\"" + "x".repeat(5_000_000) + "\",\"b\":[]}");
    assertThatThrownBy(() -> doubling.apply(large))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("textBytesMax");
    Json half = Json.of("x".repeat(34 << 20));
    Json one = Json.parse("[]").append("", half);
    assertThatThrownBy(() -> one.append("", half)).isInstanceOf(LimitException.class);
    Json none = Json.parse("[0,0]").set("/0", half);
    assertThatThrownBy(() -> none.set("/1", half)).isInstanceOf(LimitException.class);
    assertThat(none.set("/0", 1)).hasToString("[1,0]");
  }

  @Test
  void edit_thatWouldNestTooDeep_isRefused() {
    Json deep = Json.parse("[".repeat(100) + "]".repeat(100));
    assertThat(Json.parse("[]").append("", deep).size()).isEqualTo(1);
    assertThatThrownBy(() -> deep.set("/0".repeat(99) + "/-", deep))
        .isInstanceOf(LimitException.class)
        .hasMessage(
            "the edited JSON would be nested 200 deep; the limit is 128 (JsonLimits.depthMax)");
    assertThatThrownBy(() -> deep.append("/0".repeat(99), deep)).isInstanceOf(LimitException.class);
    Json full = deep.append("/0".repeat(99), 1);
    assertThatThrownBy(() -> full.set("/0".repeat(100), deep)).isInstanceOf(LimitException.class);
  }

  /** RFC 7396, appendix A. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":\"b\"}|{\"a\":\"c\"}|{\"a\":\"c\"}",
        "{\"a\":\"b\"}|{\"b\":\"c\"}|{\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"}|{\"a\":null}|{}",
        "{\"a\":\"b\",\"b\":\"c\"}|{\"a\":null}|{\"b\":\"c\"}",
        "{\"a\":[\"b\"]}|{\"a\":\"c\"}|{\"a\":\"c\"}",
        "{\"a\":\"c\"}|{\"a\":[\"b\"]}|{\"a\":[\"b\"]}",
        "{\"a\":{\"b\":\"c\"}}|{\"a\":{\"b\":\"d\",\"c\":null}}|{\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]}|{\"a\":[1]}|{\"a\":[1]}",
        "[\"a\",\"b\"]|[\"c\",\"d\"]|[\"c\",\"d\"]",
        "{\"a\":\"b\"}|[\"c\"]|[\"c\"]",
        "{\"a\":\"foo\"}|null|null",
        "{\"a\":\"foo\"}|\"bar\"|\"bar\"",
        "{\"e\":null}|{\"a\":1}|{\"e\":null,\"a\":1}",
        "[1,2]|{\"a\":\"b\",\"c\":null}|{\"a\":\"b\"}",
        "{}|{\"a\":{\"bb\":{\"ccc\":null}}}|{\"a\":{\"bb\":{}}}"
      })
  void mergePatch_ofTheRfc(String target, String patch, String result) {
    assertThat(JsonMergePatch.apply(Json.parse(target), Json.parse(patch)))
        .isEqualTo(Json.parse(result));
  }

  @Test
  void mergeDiff_thatWouldNeedANull_isRefused() {
    assertThatThrownBy(
            () -> JsonMergePatch.diff(Json.parse("{\"a\":1}"), Json.parse("{\"a\":null}")))
        .isInstanceOf(JsonPatchException.class)
        .hasMessageContaining("/a");
  }

  @Test
  void diffs_ofRandomValues_leadFromOneToTheOther() {
    long seed = Long.getLong("keyhold.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      Json from = Json.of(random(random, 4, true));
      Json to = Json.of(random(random, 4, true));
      String run = "seed " + seed + ", round " + i;
      assertThat(JsonPatch.diff(from, to).apply(from)).as(run).isEqualTo(to);
      Json left = Json.of(random(random, 4, false));
      Json right = Json.of(random(random, 4, false));
      assertThat(JsonMergePatch.apply(left, JsonMergePatch.diff(left, right)))
          .as(run)
          .isEqualTo(right);
    }
  }

  private static Object random(Random random, int depth, boolean nulls) {
    int kind = random.nextInt(depth == 0 ? 4 : 7);
    return switch (kind) {
      case 0 -> random.nextInt(3);
      case 1 -> random.nextBoolean();
      case 2 -> nulls ? Map.of() : "text";
      case 3 -> "é\"" + random.nextInt(3);
      case 4 -> {
        List<Object> list = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
          list.add(random(random, depth - 1, nulls));
        }
        yield list;
      }
      default -> {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
          members.put(
              "a/~\"bcd".substring(0, 1 + random.nextInt(5)), random(random, depth - 1, nulls));
        }
        yield members;
      }
    };
  }
}
