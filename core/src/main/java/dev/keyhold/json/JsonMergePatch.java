package dev.keyhold.json;

import dev.keyhold.error.JsonPatchException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Changes in the shape of what they change (RFC 7396): a member replaces that of the same name, an
 * object is merged into it, null removes it. Arrays are replaced as a whole, and no member can be
 * made null.
 */
public final class JsonMergePatch {
  private JsonMergePatch() {}

  /**
   * A value with the changes made. Members keep their order, new ones come last.
   *
   * @throws dev.keyhold.error.LimitException the result would be too large
   */
  public static Json apply(Json target, Json patch) {
    if (!patch.isObject()) {
      return patch;
    }
    Map<String, Json> members = new LinkedHashMap<>();
    if (target.isObject()) {
      members.putAll(JsonDiff.members(target));
    }
    for (JsonMember change : patch.members()) {
      if (change.value().isNull()) {
        members.remove(change.name());
      } else {
        Json old = members.getOrDefault(change.name(), Json.NULL);
        members.put(change.name(), apply(old, change.value()));
      }
    }
    return object(members);
  }

  private static Json object(Map<String, Json> members) {
    JsonText text = new JsonText(64).put('{');
    members.forEach(
        (name, value) -> text.next().put(JsonStrings.quote(name)).put(':').put(value.text()));
    return Json.minified(text.put('}').done());
  }

  /**
   * The patch that makes one value of another.
   *
   * @throws JsonPatchException a member would have to become null, which no merge patch can say; an
   *     RFC 6902 patch can ({@link JsonPatch#diff})
   */
  public static Json diff(Json from, Json to) {
    return diff(from, to, JsonPointer.ROOT);
  }

  private static Json diff(Json from, Json to, JsonPointer at) {
    if (!to.isObject()) {
      return to;
    }
    Map<String, Json> before = from.isObject() ? JsonDiff.members(from) : Map.of();
    Map<String, Json> changes = new LinkedHashMap<>();
    Map<String, Json> after = JsonDiff.members(to);
    for (String name : before.keySet()) {
      if (!after.containsKey(name)) {
        changes.put(name, Json.NULL);
      }
    }
    after.forEach((name, value) -> {
      Json old = before.get(name);
      if (value.equals(old)) {
        return;
      }
      if (value.isNull()) {
        throw new JsonPatchException(
            "a merge patch cannot make '%s' null: null removes; JsonPatch.diff can"
                .formatted(at.append(name)),
            -1,
            null);
      }
      changes.put(name, diff(old == null ? Json.NULL : old, value, at.append(name)));
    });
    return object(changes);
  }
}
