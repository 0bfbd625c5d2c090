package dev.keyhold.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds what has to be changed to make one value of another. */
final class JsonDiff {
  /** Gets the changes, in an order in which they can be made. */
  interface Changes {
    void add(JsonPointer at, Json value);

    void remove(JsonPointer at);

    void replace(JsonPointer at, Json value);
  }

  private JsonDiff() {}

  static void compare(Json from, Json to, Changes changes) {
    compare(JsonPointer.ROOT, from, to, changes);
  }

  private static void compare(JsonPointer at, Json from, Json to, Changes changes) {
    if (from.equals(to)) {
      return;
    }
    if (from.isObject() && to.isObject()) {
      objects(at, from, to, changes);
    } else if (from.isArray() && to.isArray()) {
      arrays(at, from, to, changes);
    } else {
      changes.replace(at, to);
    }
  }

  static Map<String, Json> members(Json object) {
    Map<String, Json> members = new LinkedHashMap<>();
    for (JsonMember each : object.members()) {
      members.put(each.name(), each.value());
    }
    return members;
  }

  private static void objects(JsonPointer at, Json from, Json to, Changes changes) {
    Map<String, Json> before = members(from);
    Map<String, Json> after = members(to);
    before.forEach((name, value) -> {
      Json now = after.get(name);
      if (now == null) {
        changes.remove(at.append(name));
      } else {
        compare(at.append(name), value, now, changes);
      }
    });
    after.forEach((name, value) -> {
      if (!before.containsKey(name)) {
        changes.add(at.append(name), value);
      }
    });
  }

  /** What both begin and end with stays; what is between is compared place by place. */
  private static void arrays(JsonPointer at, Json from, Json to, Changes changes) {
    List<Json> before = new ArrayList<>();
    from.elements().forEach(before::add);
    List<Json> after = new ArrayList<>();
    to.elements().forEach(after::add);
    int begin = 0;
    int shorter = Math.min(before.size(), after.size());
    while (begin < shorter && before.get(begin).equals(after.get(begin))) {
      begin++;
    }
    int beforeEnd = before.size();
    int afterEnd = after.size();
    while (beforeEnd > begin
        && afterEnd > begin
        && before.get(beforeEnd - 1).equals(after.get(afterEnd - 1))) {
      beforeEnd--;
      afterEnd--;
    }
    int both = Math.min(beforeEnd, afterEnd);
    for (int i = begin; i < both; i++) {
      compare(at.append(i), before.get(i), after.get(i), changes);
    }
    for (int i = beforeEnd - 1; i >= both; i--) {
      changes.remove(at.append(i));
    }
    for (int i = both; i < afterEnd; i++) {
      changes.add(at.append(i), after.get(i));
    }
  }
}
