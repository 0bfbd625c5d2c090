package dev.keyhold.json;

import dev.keyhold.error.JsonException;
import dev.keyhold.error.JsonPatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A list of changes (RFC 6902), which are made all or not at all. Immutable, and may be used by any
 * number of threads at once.
 */
public final class JsonPatch {
  private final List<Operation> operations;

  private JsonPatch(List<Operation> operations) {
    this.operations = List.copyOf(operations);
  }

  private enum Op {
    ADD,
    REMOVE,
    REPLACE,
    MOVE,
    COPY,
    TEST
  }

  /**
   * @param from of move and copy; else the root, unused
   * @param value of add, replace and test; else null, unused
   */
  private record Operation(Op op, JsonPointer path, JsonPointer from, Json value) {}

  /**
   * Reads a patch.
   *
   * @param patch an array of operations; members that an operation does not know are passed over
   * @throws JsonPatchException it is no patch: which operation, what is wrong, what was expected
   */
  public static JsonPatch of(Json patch) {
    if (!patch.isArray()) {
      throw new JsonPatchException(
          "a JSON patch is an array of operations, not " + patch.kind().words(), -1, null);
    }
    List<Operation> operations = new ArrayList<>();
    for (Json each : patch.elements()) {
      operations.add(operation(each, operations.size()));
    }
    return new JsonPatch(operations);
  }

  /** Reads a patch from its text; see {@link #of(Json)}. */
  public static JsonPatch parse(String text) {
    return of(Json.parse(text));
  }

  private static Operation operation(Json json, int number) {
    if (!json.isObject()) {
      throw wrong(number, "is " + json.kind().words() + ", not an object");
    }
    String name = string(json, "op", number);
    Op op =
        switch (name) {
          case "add" -> Op.ADD;
          case "remove" -> Op.REMOVE;
          case "replace" -> Op.REPLACE;
          case "move" -> Op.MOVE;
          case "copy" -> Op.COPY;
          case "test" -> Op.TEST;
          default ->
              throw wrong(
                  number,
                  "has the op %s; there are add, remove, replace, move, copy and test"
                      .formatted(Json.of(name).preview(40)));
        };
    JsonPointer path = pointer(json, "path", number);
    JsonPointer from = JsonPointer.ROOT;
    Json value = Json.NULL;
    switch (op) {
      case MOVE, COPY -> from = pointer(json, "from", number);
      case ADD, REPLACE, TEST -> {
        Optional<Json> given = json.find(JsonPointer.ROOT.append("value"));
        value = given.orElseThrow(() -> wrong(number, "is a %s without a value".formatted(name)));
      }
      case REMOVE -> {}
    }
    if (op == Op.MOVE && path.isBelow(from)) {
      throw wrong(number, "moves '%s' into itself, to '%s'".formatted(from, path));
    }
    return new Operation(op, path, from, value);
  }

  private static String string(Json json, String name, int number) {
    Optional<Json> member = json.find(JsonPointer.ROOT.append(name));
    if (member.isEmpty()) {
      throw wrong(number, "has no member \"%s\"".formatted(name));
    }
    if (!member.get().isString()) {
      throw wrong(
          number,
          "has %s as its \"%s\", not a string".formatted(member.get().kind().words(), name));
    }
    return member.get().asString();
  }

  private static JsonPointer pointer(Json json, String name, int number) {
    String text = string(json, name, number);
    try {
      return JsonPointer.parse(text);
    } catch (JsonException e) {
      throw new JsonPatchException(
          "operation %,d of the JSON patch: %s".formatted(number, e.getMessage()), number, e);
    }
  }

  private static JsonPatchException wrong(int number, String what) {
    return new JsonPatchException(
        "operation %,d of the JSON patch %s".formatted(number, what), number, null);
  }

  /** How many operations there are. */
  public int size() {
    return operations.size();
  }

  /**
   * A value with the changes made, one after the other.
   *
   * @throws JsonPatchException an operation does not fit: its place is not there, or its test fails
   * @throws dev.keyhold.error.LimitException the result would be too large
   */
  public Json apply(Json value) {
    Json now = value;
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      try {
        now = apply(operation, now, i);
      } catch (JsonPatchException e) {
        throw e;
      } catch (JsonException e) {
        throw new JsonPatchException(
            "operation %,d of the JSON patch (%s) does not fit: %s"
                .formatted(i, describe(operation), e.getMessage()),
            i,
            e);
      }
    }
    return now;
  }

  private static Json apply(Operation operation, Json value, int number) {
    JsonEdit edit = new JsonEdit(value, operation.path());
    return switch (operation.op()) {
      case ADD -> edit.add(operation.value());
      case REMOVE -> edit.remove();
      case REPLACE -> edit.replace(operation.value());
      case COPY -> edit.add(value.at(operation.from()));
      case MOVE -> {
        Json moved = value.at(operation.from());
        yield operation.from().equals(operation.path())
            ? value
            : new JsonEdit(new JsonEdit(value, operation.from()).remove(), operation.path())
                .add(moved);
      }
      case TEST -> {
        Json there = value.at(operation.path());
        if (!there.equals(operation.value())) {
          throw wrong(
              number,
              "tests '%s' for %s, but there is %s"
                  .formatted(operation.path(), operation.value().preview(40), there.preview(40)));
        }
        yield value;
      }
    };
  }

  private static String describe(Operation operation) {
    return operation.op().name().toLowerCase(Locale.ROOT) + " " + operation.path();
  }

  /**
   * The changes that make one value of another. Short for objects, and for arrays of which one part
   * has changed; not always the shortest.
   */
  public static JsonPatch diff(Json from, Json to) {
    List<Operation> operations = new ArrayList<>();
    JsonDiff.compare(from, to, new Recorder(operations));
    return new JsonPatch(operations);
  }

  private record Recorder(List<Operation> operations) implements JsonDiff.Changes {
    @Override
    public void add(JsonPointer at, Json value) {
      operations.add(new Operation(Op.ADD, at, JsonPointer.ROOT, value));
    }

    @Override
    public void remove(JsonPointer at) {
      operations.add(new Operation(Op.REMOVE, at, JsonPointer.ROOT, Json.NULL));
    }

    @Override
    public void replace(JsonPointer at, Json value) {
      operations.add(new Operation(Op.REPLACE, at, JsonPointer.ROOT, value));
    }
  }

  /** The patch as JSON. */
  public Json toJson() {
    JsonText text = new JsonText(64 * operations.size() + 2).put('[');
    for (Operation each : operations) {
      text.next().put('{');
      member(text, "op", Json.of(each.op().name().toLowerCase(Locale.ROOT)));
      if (each.op() == Op.MOVE || each.op() == Op.COPY) {
        member(text, "from", Json.of(each.from().toString()));
      }
      member(text, "path", Json.of(each.path().toString()));
      if (each.op() == Op.ADD || each.op() == Op.REPLACE || each.op() == Op.TEST) {
        member(text, "value", each.value());
      }
      text.put('}');
    }
    return Json.minified(text.put(']').done());
  }

  private static void member(JsonText text, String name, Json value) {
    text.next().put(JsonStrings.quote(name)).put(':').put(value.text());
  }

  /** Equal if they have the same operations. */
  @Override
  public boolean equals(Object other) {
    return other instanceof JsonPatch that && operations.equals(that.operations);
  }

  @Override
  public int hashCode() {
    return operations.hashCode();
  }

  /** The patch as JSON text. */
  @Override
  public String toString() {
    return toJson().toString();
  }
}
