package dev.keyhold.fuzz;

import dev.keyhold.error.JsonException;
import dev.keyhold.error.LimitException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonPath;
import dev.keyhold.json.JsonPathLimits;
import java.util.List;

/** A line with an I-Regexp, then a text that it may fit. */
public final class RegexpFuzz {
  private static final JsonPathLimits LIMITS = new JsonPathLimits(1_000_000, 10);

  private RegexpFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    Input input = new Input(data);
    try {
      Json pattern = Json.of(input.line());
      Json value = Json.of(List.of(Json.of(input.rest())));
      Json both = value.append("", pattern);
      boolean whole = !run("$[?match($[0], $[1])]", both).isEmpty();
      boolean part = !run("$[?search($[0], $[1])]", both).isEmpty();
      Input.require(part || !whole, "what fits as a whole fits in part");
      boolean literal = !run("$[?search(@, " + pattern + ")]", value).isEmpty();
      Input.require(literal == part, "a literal is the same pattern");
    } catch (JsonException | LimitException refused) {
      // as it may be
    }
  }

  private static List<Json> run(String path, Json value) {
    return JsonPath.parse(path).select(value, LIMITS);
  }
}
