package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Random edits of documents around the size from which on they have an index: each result, against
 * the same edit without an index and against the index that parsing its text builds.
 */
class JsonIndexModelTest {
  private static final int ROUNDS = 4;
  private static final int GROW_BYTES_MAX = JsonIndex.TEXT_BYTES_MIN + 4_000;
  private static final int SHRINK_BYTES_MIN = JsonIndex.TEXT_BYTES_MIN - 4_000;

  private final RandomGenerator random = Seeds.random(this);
  private final LargeDocuments documents = new LargeDocuments(random);

  @Test
  void randomEdits_acrossTheThreshold_leaveTheIndexOfAFreshParse() {
    for (int round = 0; round < ROUNDS; round++) {
      Json json = Json.parse(documents.text(SHRINK_BYTES_MIN));
      for (int turn = 0; turn < 2; turn++) {
        while (json.byteLength() < GROW_BYTES_MAX) {
          json = checked(json, random.nextInt(3) == 0 ? change() : growth());
        }
        while (json.byteLength() >= SHRINK_BYTES_MIN && json.size() > 0) {
          json = checked(json, random.nextInt(3) == 0 ? change() : removal());
        }
      }
    }
  }

  private interface Edit {
    Json applied(Json to, JsonPointer place);
  }

  private Json checked(Json json, Edit edit) {
    Json plain = JsonIndexTest.plain(json);
    JsonPointer place = documents.place(json);
    Json edited = edit.applied(json, place);
    assertThat(edited.toString())
        .as("at %s", place)
        .isEqualTo(edit.applied(plain, place).toString());
    if (JsonIndex.isFor(edited.text())) {
      JsonIndexTest.requireByRule(edited);
    } else {
      assertThat(edited.index()).isNull();
    }
    return edited;
  }

  private Edit growth() {
    Json value = Json.parse(documents.value());
    int kind = random.nextInt(4);
    return (json, place) -> {
      Json there = json.at(place);
      if (kind == 0) {
        return json.add(place.toString(), value);
      }
      if (there.isArray()) {
        return kind == 1
            ? json.append(place.toString(), value)
            : json.set(place.append("-").toString(), value);
      }
      return there.isObject()
          ? json.set(place.append("new").toString(), value)
          : json.set(place.toString(), there.isNull() ? value : new Json[] {there, value});
    };
  }

  private Edit removal() {
    return (json, place) -> json.remove(place.toString());
  }

  private Edit change() {
    Json value = Json.parse(documents.value());
    int kind = random.nextInt(4);
    return (json, place) -> {
      if (kind == 0 && json.at(place).isNumber()) {
        return json.increment(place.toString(), 99_999);
      }
      String whole = json.isArray() ? "/0" : "/other";
      return switch (kind) {
        case 1 -> json.replace(place.toString(), value);
        case 2 -> patch(json, "copy", place, whole);
        case 3 -> patch(json, "move", place, whole);
        default -> json.set(place.toString(), "s");
      };
    };
  }

  private static Json patch(Json json, String op, JsonPointer from, String to) {
    return JsonPatch.parse(
            "[{\"op\":\"%s\",\"from\":%s,\"path\":\"%s\"}]"
                .formatted(op, Json.of(from.toString()), to))
        .apply(json);
  }
}
