package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.LimitException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Queries and expressions that are short and would take long: each ends with the name of a limit
 * within a fraction of the work. Were one not paid for, its test would run for minutes.
 */
final class JsonPathCostTest {
  private static final JsonPathLimits FEW = new JsonPathLimits(100_000, 1_000);

  private static void requireStepsMax(String path, Json value) {
    assertThatThrownBy(() -> JsonPath.parse(path).select(value, FEW))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("stepsMax");
  }

  private static Json array(int size, Object element) {
    return Json.of(Collections.nCopies(size, element));
  }

  @Test
  void filter_thatPassesOverALargeMemberForEachNode_paysForTheBytes() {
    Json value =
        Json.of(List.of())
            .set("", Json.parse("{\"large\":0,\"list\":0,\"one\":1}"))
            .set("/large", "x".repeat(1_000_000))
            .set("/list", array(10_000, 2));
    requireStepsMax("$.list[?@ == $.one]", value);
    requireStepsMax("$.list[?$.large == $.large]", value);
    requireStepsMax("$.list[?$.large < $.large]", value);
    requireStepsMax("$.list[?length($.large) == 1]", value);
    requireStepsMax("$.list[?search($.large, 'x')]", value);
  }

  @Test
  void filter_thatCountsALargeArrayForEachNode_paysForIt() {
    Json value = Json.of(List.of(array(10_000, 1), array(10_000, 2)));
    requireStepsMax("$[1][?$[0][-1] == 3]", value);
    requireStepsMax("$[1][?$[0][0:1] && @ == 3]", value);
    requireStepsMax("$[1][?length($[0]) == 3]", value);
  }

  @Test
  void filter_withManyTermsThatLookAtNothing_paysForEach() {
    requireStepsMax("$[?" + "@.a||".repeat(10_000) + "@.a]", array(1_000, 1));
    requireStepsMax("$[?" + "1=='a'||".repeat(8_000) + "@.a]", array(1_000, 1));
  }

  @Test
  void filter_withThousandsOfTerms_isNoDeeperThanOneWithTwo() {
    String or = "$[?" + "@.a||".repeat(12_000) + "@==1]";
    assertThat(JsonPath.parse(or).select(array(2, 1))).hasSize(2);
    String and = "$[?" + "@==1&&".repeat(10_000) + "@==1]";
    assertThat(JsonPath.parse(and).select(array(2, 1))).hasSize(2);
  }

  @Test
  void filters_thatBeginAtTheRootAgainAtTheDeepestPlace_areRefusedBeforeTheStackIsFull() {
    String query = "@==1";
    for (int i = 0; i < 29; i++) {
      query = "@==1 && $..[?" + query + "]";
    }
    JsonPath path = JsonPath.parse("$..[?" + query + "]");
    Json deep = Json.parse("[".repeat(120) + "1" + "]".repeat(120));
    assertThatThrownBy(() -> path.select(deep))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("levels");
  }

  @Test
  void descendants_ofTheDeepestValueThereIs_areFound() {
    JsonLimits limits = new JsonLimits(1_000, 1 << 20, 1_000);
    Json deep = Json.parse("[".repeat(1_000) + "]".repeat(1_000), limits);
    assertThat(JsonPath.parse("$..*").select(deep)).hasSize(999);
  }

  @Test
  void results_thatWouldFillTheMemory_areRefused() {
    Json nested = Json.parse("[".repeat(100) + "0,".repeat(50_000) + "0" + "]".repeat(100));
    requireStepsMax("$..*", nested);
    Json wide =
        Json.of(List.of()).set("", Json.parse("{}").set("/" + "n".repeat(5_000), array(900, 1)));
    assertThat(JsonPath.parse("$.*[*]").select(wide, FEW)).hasSize(900);
    assertThatThrownBy(() -> JsonPath.parse("$.*[*]").locate(wide, FEW))
        .as("each place has the long name in it")
        .isInstanceOf(LimitException.class);
  }

  @Test
  void expression_ofManyStatesThatTakeNothing_paysForThem() {
    requireStepsMax("$[?search(@, '(a?|){2000}b')]", Json.of(List.of("x".repeat(100_000))));
  }

  @Test
  void expression_withManyRangesInBrackets_paysForThem() {
    StringBuilder ranges = new StringBuilder();
    for (char c = 0x4E00; c < 0x4E00 + 5_000; c++) {
      ranges.append(c);
    }
    requireStepsMax("$[?search(@, '[" + ranges + "]')]", Json.of(List.of("x".repeat(10_000))));
    assertThatThrownBy(() -> JsonPath.parse("$[?search(@, '[" + ranges + ranges + ranges + "]')]"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("ranges");
  }

  @Test
  void expression_readAnewForEachNode_paysForItsStates() {
    Json value = Json.of(List.of(array(10_000, "x"), "a{4000}"));
    requireStepsMax("$[0][?search(@, $[1])]", value);
  }

  @Test
  void expressions_thatAreLargeTogether_areRefused() {
    assertThatThrownBy(() -> JsonPath.parse("$[?" + "search(@,'a{4000}')||".repeat(3) + "@.a]"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("states");
    String nested = "(".repeat(60) + "a{9000}" + ")".repeat(60);
    assertThatThrownBy(() -> JsonPath.parse("$[?search(@,'" + nested + "')]"))
        .isInstanceOf(LimitException.class);
  }

  @Test
  void expression_thatRepeatsNothing_costsNothing() {
    Json value = Json.of(List.of("x", "(){10000}".repeat(10_000)));
    assertThat(JsonPath.parse("$[?search(@, $[1])]").select(value)).hasSize(2);
  }

  @Test
  void numberOfAQuery_thatIsTooLong_isRefused() {
    assertThat(JsonPath.parse("$[?@ < 1e" + "9".repeat(998) + "]").select(array(2, 1))).hasSize(2);
    assertThatThrownBy(() -> JsonPath.parse("$[?@ < 1e" + "9".repeat(999) + "]"))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("numberDigitsMax");
  }
}
