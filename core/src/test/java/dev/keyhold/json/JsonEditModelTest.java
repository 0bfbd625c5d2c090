package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import dev.keyhold.error.JsonException;
import dev.keyhold.error.JsonMissingException;
import dev.keyhold.error.JsonTypeException;
import dev.keyhold.json.TreeModel.Refused;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Random edits, one after the other, of random values, against the same edits of Jackson's tree.
 */
final class JsonEditModelTest {
  private static final int DOCUMENTS = 1_000;
  private static final int EDITS = 12;

  private final RandomGenerator random = Seeds.random(this);
  private final RandomJson documents = new RandomJson(random);

  @Test
  void randomEdits_giveWhatTheyGiveOnATree_orAreRefusedForTheSameReason() {
    int refused = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      Json json = Json.parse(documents.print(documents.value(4)));
      for (int edit = 0; edit < EDITS; edit++) {
        Json next = edited(json);
        refused += next == null ? 1 : 0;
        json = next == null ? json : next;
      }
    }
    assertThat(refused).as("edits refused").isBetween(DOCUMENTS, (EDITS - 1) * DOCUMENTS);
  }

  /** One edit; null if it was refused. */
  private @Nullable Json edited(Json json) {
    JsonNode tree = TreeModel.tree(json);
    String before = json.toString();
    List<String> place = TreeModel.place(random, tree);
    String at = TreeModel.pointer(place);
    Json value = Json.parse(documents.print(documents.value(2)));
    JsonNode node = TreeModel.tree(value);
    BigDecimal by = new BigDecimal(documents.number().text());
    Json result =
        switch (random.nextInt(6)) {
          case 0 ->
              both(() -> json.set(at, value), () -> TreeModel.set(tree, place, node), at, json);
          case 1 ->
              both(() -> json.add(at, value), () -> TreeModel.add(tree, place, node), at, json);
          case 2 ->
              both(
                  () -> json.replace(at, value),
                  () -> TreeModel.replace(tree, place, node),
                  at,
                  json);
          case 3 -> both(() -> json.remove(at), () -> TreeModel.remove(tree, place), at, json);
          case 4 ->
              both(
                  () -> json.append(at, value),
                  () -> TreeModel.append(tree, place, node),
                  at,
                  json);
          default ->
              both(
                  () -> json.increment(at, by),
                  () -> TreeModel.increment(tree, place, by),
                  at,
                  json);
        };
    assertThat(json).as("an edit leaves what it was made of").hasToString(before);
    return result;
  }

  private static @Nullable Json both(
      Supplier<Json> edit, Supplier<JsonNode> model, String at, Json json) {
    JsonNode expected;
    try {
      expected = model.get();
    } catch (Refused refused) {
      JsonException failure = null;
      try {
        var _ = edit.get();
      } catch (JsonException e) {
        failure = e;
      }
      assertThat(failure)
          .as("at %s in %s", at, json)
          .isInstanceOf(refused.type ? JsonTypeException.class : JsonMissingException.class);
      return null;
    }
    Json result = edit.get();
    assertThat(TreeModel.same(TreeModel.tree(result), expected))
        .as("at %s in %s: %s, not %s", at, json, result, expected)
        .isTrue();
    assertThat(Json.parse(result.toString())).as("minified").hasToString(result.toString());
    Json again = Json.parse(expected.toString());
    assertThat(result).isEqualTo(again).hasSameHashCodeAs(again);
    return result;
  }

  @Test
  void randomPlace_found_isWhatATreeHasThere() {
    for (int i = 0; i < 5 * DOCUMENTS; i++) {
      Json json = Json.parse(documents.print(documents.value(4)));
      JsonNode tree = TreeModel.tree(json);
      List<String> place = TreeModel.place(random, tree);
      JsonNode expected = TreeModel.find(tree, place);
      String at = TreeModel.pointer(place);
      assertThat(json.find(at).map(TreeModel::tree))
          .as("at %s in %s", at, json)
          .matches(found ->
              found.isPresent() == (expected != null)
                  && (expected == null || TreeModel.same(found.get(), expected)));
      assertThat(JsonPointer.parse(at)).hasToString(at);
      assertThat(JsonPointer.parse(at).tokens()).isEqualTo(place);
    }
  }
}
