package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.JsonPathException;
import dev.keyhold.error.LimitException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the compliance suite does not ask: limits, hostile queries, errors, and the short ways. */
final class JsonPathTest {
  private static final Json ORDERS =
      Json.parse("{\"orders\":[{\"id\":1,\"price\":9.99},{\"id\":2,\"price\":10.01}]}");

  @Test
  void query_findsValuesAndTheirPlaces() {
    assertThat(ORDERS.query("$.orders[?@.price > 10].id")).containsExactly(Json.of(2));
    assertThat(JsonPath.parse("$..id").locate(ORDERS))
        .extracting(match -> match.pointer().toString())
        .containsExactly("/orders/0/id", "/orders/1/id");
    assertThat(JsonPath.parse("$..price").first(ORDERS)).contains(Json.parse("9.99"));
    assertThat(JsonPath.parse("$.nothing").first(ORDERS)).isEmpty();
    assertThat(JsonPath.parse("$..id").exists(ORDERS)).isTrue();
    assertThat(JsonPath.parse("$.orders[2]").exists(ORDERS)).isFalse();
    assertThat(JsonPath.parse("$.orders[0].id").isSingular()).isTrue();
    assertThat(JsonPath.parse("$.orders[*].id").isSingular()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "9007199254740993,9007199254740992",
    "1.0000000000000000001,1",
    "1e-400,0",
    "1,-1e999"
  })
  void numbers_areComparedByAllTheirDigits(String larger, String smaller) {
    Json values = Json.parse("[" + larger + "]");
    assertThat(values.query("$[?@ > " + smaller + "]")).hasSize(1);
    assertThat(values.query("$[?@ <= " + smaller + "]")).isEmpty();
  }

  @Test
  void run_thatCostsMoreThanItMay_endsWithTheNameOfTheLimit() {
    JsonPath all = JsonPath.parse("$..*");
    assertThatThrownBy(() -> all.select(ORDERS, new JsonPathLimits(3, 100)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("stepsMax");
    assertThatThrownBy(() -> all.select(ORDERS, new JsonPathLimits(100, 3)))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("resultsMax");
  }

  /** A matcher that tries again would take 2^40 steps. */
  @Test
  void expression_thatCouldBeReadInManyWays_takesNoMoreStepsThanItsSizeTimesTheText() {
    Json values = Json.of(new String[] {"a".repeat(40)});
    JsonPath path = JsonPath.parse("$[?match(@, '(a*)*b')]");
    assertThat(path.select(values, new JsonPathLimits(1_000, 10))).isEmpty();
  }

  @Test
  void expression_thatIsTooLarge_isRefused() {
    assertThatThrownBy(() -> JsonPath.parse("$[?match(@, '(a{1000}){1000}')]"))
        .isInstanceOf(LimitException.class);
    assertThatThrownBy(
            () -> JsonPath.parse("$[?match(@, '" + "(".repeat(65) + ")".repeat(65) + "')]"))
        .isInstanceOf(LimitException.class);
  }

  /** Each of these characters is two chars, which cuts the text shown earlier. */
  @Test
  void text_thatIsNoQueryAndIsLong_isShownInPart() {
    String faces = "\uD83D\uDE00".repeat(45);
    assertThatThrownBy(() -> JsonPath.parse("$[" + faces))
        .isInstanceOf(JsonPathException.class)
        .hasMessageEndingWith("\uD83D\uDE00…");
  }

  @Test
  void query_thatIsNestedTooDeep_isRefused() {
    assertThatThrownBy(() -> JsonPath.parse("$[?" + "(".repeat(100) + "@" + ")".repeat(100) + "]"))
        .isInstanceOf(LimitException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$.a[|4|an index",
        "$.a b|3|'.', '..', '[' or the end",
        "$[?1]|3|a literal alone is no condition",
        "$[?count(1) == 1]|9|count takes a query",
        "$[?foo(@) == 1]|3|there is no function 'foo'"
      })
  void text_thatIsNoQuery_isToldWhereAndWhatWasExpected(String text, int index, String expected) {
    assertThatThrownBy(() -> JsonPath.parse(text))
        .isInstanceOfSatisfying(
            JsonPathException.class, e -> assertThat(e.index()).isEqualTo(index))
        .hasMessageContaining(expected);
  }
}
