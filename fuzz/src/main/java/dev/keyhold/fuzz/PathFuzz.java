package dev.keyhold.fuzz;

import dev.keyhold.error.JsonException;
import dev.keyhold.error.LimitException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonPath;
import dev.keyhold.json.JsonPathLimits;
import java.util.List;

/** A line with a JSONPath query, then the value that is asked. */
public final class PathFuzz {
  private static final JsonPathLimits LIMITS = new JsonPathLimits(200_000, 1_000);

  private PathFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    Input input = new Input(data);
    try {
      JsonPath path = JsonPath.parse(input.line());
      Json value = Json.parse(input.rest());
      List<JsonPath.Match> found = path.locate(value, LIMITS);
      Input.require(!path.isSingular() || found.size() <= 1, "singular");
      List<Json> values = found.stream().map(JsonPath.Match::value).toList();
      Input.require(path.select(value, LIMITS).equals(values), "select and locate");
      Input.require(path.exists(value) == !values.isEmpty(), "exists");
      Input.require(path.first(value).equals(values.stream().findFirst()), "first");
      found.stream().limit(3).forEach(match -> place(match, value));
    } catch (JsonException | LimitException refused) {
      // as it may be
    }
  }

  private static void place(JsonPath.Match match, Json value) {
    Input.require(value.at(match.pointer()).equals(match.value()), "pointer");
    List<Json> found = JsonPath.parse(match.path()).select(value);
    Input.require(found.equals(List.of(match.value())), "normalized path");
  }
}
