package dev.keyhold.fuzz;

import dev.keyhold.error.JsonException;
import dev.keyhold.error.JsonPatchException;
import dev.keyhold.error.LimitException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonMergePatch;
import dev.keyhold.json.JsonPatch;

/** A line with a patch, taken for one of either kind; then the value that is changed. */
public final class PatchFuzz {
  private PatchFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    Input input = new Input(data);
    try {
      Json patch = Json.parse(input.line());
      Json value = Json.parse(input.rest());
      differences(value, patch);
      differences(value, JsonMergePatch.apply(value, patch));
      JsonPatch read = JsonPatch.of(patch);
      Input.require(JsonPatch.of(read.toJson()).equals(read), "a patch is its JSON");
      differences(value, read.apply(value));
    } catch (JsonException | LimitException refused) {
      // as it may be
    }
  }

  private static void differences(Json from, Json to) {
    Input.require(JsonPatch.diff(from, to).apply(from).equals(to), "difference");
    Json merge;
    try {
      merge = JsonMergePatch.diff(from, to);
    } catch (JsonPatchException needsNull) {
      return;
    }
    Input.require(JsonMergePatch.apply(from, merge).equals(to), "difference by merging");
  }
}
