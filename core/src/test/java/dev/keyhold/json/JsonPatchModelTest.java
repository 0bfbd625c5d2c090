package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.Seeds;
import dev.keyhold.error.JsonPatchException;
import dev.keyhold.json.TreeModel.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Random patches of both kinds, and differences as both, against the same on Jackson's tree. */
final class JsonPatchModelTest {
  private static final int ROUNDS = 2_000;

  private final RandomGenerator random = Seeds.random(this);
  private final RandomJson documents = new RandomJson(random);

  private record Step(
      String op, List<String> path, List<String> from, JsonNode value, JsonNode json) {}

  private Json document(int depth) {
    return Json.parse(documents.print(documents.value(depth)));
  }

  @Test
  void randomPatch_applied_givesWhatItGivesOnATree_orIsRefusedAtTheSameOperation() {
    int applied = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Json json = document(4);
      JsonNode tree = TreeModel.tree(json);
      List<JsonNode> operations = new ArrayList<>();
      int failing = -1;
      boolean unreadable = false;
      for (int left = random.nextInt(6); left > 0 && failing < 0; left--) {
        Step step = step(tree);
        try {
          tree = made(step, tree);
        } catch (Refused refused) {
          failing = operations.size();
          unreadable = isIntoItself(step);
        }
        operations.add(step.json());
      }
      String text = operations.toString();
      Json before = json;
      if (failing < 0) {
        Json result = JsonPatch.parse(text).apply(json);
        assertThat(TreeModel.same(TreeModel.tree(result), tree))
            .as("%s on %s: %s, not %s", text, json, result, tree)
            .isTrue();
        JsonPatch again = JsonPatch.of(JsonPatch.parse(text).toJson());
        assertThat(again).isEqualTo(JsonPatch.parse(text));
        assertThat(again.apply(json)).isEqualTo(result);
        applied++;
      } else {
        int operation = failing;
        assertThatThrownBy(() -> JsonPatch.parse(text).apply(before))
            .as("%s on %s", text, json)
            .isInstanceOfSatisfying(
                JsonPatchException.class, e -> assertThat(e.operation()).isEqualTo(operation));
        if (unreadable) {
          assertThatThrownBy(() -> JsonPatch.parse(text)).isInstanceOf(JsonPatchException.class);
        } else {
          assertThat(JsonPatch.parse(text).size()).isEqualTo(operations.size());
        }
      }
    }
    assertThat(applied).as("patches that fit").isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  private Step step(JsonNode tree) {
    String op = List.of("add", "remove", "replace", "move", "copy", "test").get(random.nextInt(6));
    List<String> path = TreeModel.place(random, tree);
    List<String> from = TreeModel.place(random, tree);
    JsonNode there = TreeModel.find(tree, path);
    JsonNode value =
        there != null && op.equals("test") && random.nextInt(4) != 0
            ? there
            : TreeModel.tree(document(2));
    ObjectNode json = TreeModel.object().put("op", op).put("path", TreeModel.pointer(path));
    switch (op) {
      case "add", "replace", "test" -> json.set("value", value);
      case "move", "copy" -> json.put("from", TreeModel.pointer(from));
      default -> {}
    }
    return new Step(op, path, from, value, json);
  }

  private static boolean isIntoItself(Step step) {
    return step.op().equals("move")
        && step.path().size() > step.from().size()
        && step.path().subList(0, step.from().size()).equals(step.from());
  }

  private static JsonNode made(Step step, JsonNode tree) {
    return switch (step.op()) {
      case "add" -> TreeModel.add(tree, step.path(), step.value());
      case "remove" -> TreeModel.remove(tree, step.path());
      case "replace" -> TreeModel.replace(tree, step.path(), step.value());
      case "copy" -> TreeModel.add(tree, step.path(), required(tree, step.from()));
      case "move" -> {
        JsonNode moved = required(tree, step.from());
        if (isIntoItself(step)) {
          throw new Refused(true);
        }
        yield step.from().equals(step.path())
            ? tree
            : TreeModel.add(TreeModel.remove(tree, step.from()), step.path(), moved);
      }
      default -> {
        if (!TreeModel.same(required(tree, step.path()), step.value())) {
          throw new Refused(true);
        }
        yield tree;
      }
    };
  }

  private static JsonNode required(JsonNode tree, List<String> place) {
    JsonNode there = TreeModel.find(tree, place);
    if (there == null) {
      throw new Refused(false);
    }
    return there;
  }

  @Test
  void randomMergePatch_applied_givesWhatItGivesOnATree() {
    for (int i = 0; i < ROUNDS; i++) {
      Json target = document(4);
      Json patch = random.nextBoolean() ? document(4) : changed(target);
      Json result = JsonMergePatch.apply(target, patch);
      JsonNode expected = TreeModel.merge(TreeModel.tree(target), TreeModel.tree(patch));
      assertThat(TreeModel.same(TreeModel.tree(result), expected))
          .as("%s merged into %s: %s, not %s", patch, target, result, expected)
          .isTrue();
      assertThat(Json.parse(result.toString())).hasToString(result.toString());
    }
  }

  @Test
  void difference_appliedToOne_givesTheOther() {
    for (int i = 0; i < ROUNDS; i++) {
      Json from = document(4);
      Json to = random.nextInt(4) == 0 ? document(4) : changed(from);
      JsonPatch patch = JsonPatch.diff(from, to);
      assertThat(patch.apply(from)).as("from %s by %s", from, patch).isEqualTo(to);
      assertThat(JsonPatch.of(patch.toJson()).apply(from)).isEqualTo(to);
      assertThat(patch.size() == 0).as("%s and %s", from, to).isEqualTo(from.equals(to));
    }
  }

  @Test
  void mergeDifference_appliedToOne_givesTheOther_orWouldNeedANull() {
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Json from = document(4);
      Json to = random.nextInt(4) == 0 ? document(4) : changed(from);
      if (TreeModel.needsNull(TreeModel.tree(from), TreeModel.tree(to))) {
        assertThatThrownBy(() -> JsonMergePatch.diff(from, to))
            .as("from %s to %s", from, to)
            .isInstanceOf(JsonPatchException.class);
        refused++;
      } else {
        Json patch = JsonMergePatch.diff(from, to);
        assertThat(JsonMergePatch.apply(from, patch))
            .as("from %s by %s", from, patch)
            .isEqualTo(to);
      }
    }
    assertThat(refused).isLessThan(ROUNDS / 2);
  }

  /** The value with a few things in it changed. */
  private Json changed(Json json) {
    Json result = json;
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      JsonNode tree = TreeModel.tree(result);
      List<String> place = TreeModel.place(random, tree);
      try {
        JsonNode next =
            random.nextInt(3) == 0
                ? TreeModel.remove(tree, place)
                : TreeModel.add(tree, place, TreeModel.tree(document(2)));
        result = Json.parse(next.toString());
      } catch (Refused elsewhere) {
        // then nothing is changed this time
      }
    }
    return result;
  }
}
