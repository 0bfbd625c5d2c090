package dev.keyhold.bench.json;

import dev.keyhold.bench.duel.BenchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Which rows there are, and what they are to reach. */
final class JsonPlan {
  private static final String JACKSON = "jackson-tree";
  private static final String JACKSON_PARSED = "jackson-parsed";
  private static final String JAYWAY = "jayway";
  private static final String JAYWAY_PARSED = "jayway-parsed";

  /** How much longer a read from text may take than one from a tree. */
  private static final long SMALL_READ_NANOS = 75;

  private static final long LARGE_READ_NANOS = 5_000;

  /** What a value may weigh beyond its text: two objects' headers, a reference, and padding. */
  private static final int BYTES_BEYOND = 40;

  /** The index of a large one. */
  private static final double LARGE_FACTOR = 1.04;

  private final List<JsonRow> rows = new ArrayList<>();

  private JsonPlan() {
    parse(Shape.CITY, 3.0, 2.0);
    parse(Shape.FEATURE, 3.0, 2.0);
    parse(Shape.FEATURES, 3.0, 2.0);
    parse(Shape.FEATURE_PRETTY, 1.6, null);
    parse(Shape.ARTICLE, 1.6, null);
    read();
    query("filter", "$[?@.admin1 == '07'].name", "$[?(@.admin1 == '07')].name");
    query("wildcard", "$[*].country", "$[*].country");
    query("descendants", "$..lat", "$..lat");
    edits(Shape.COUNT_MIDDLE, 10.0);
    edits(Shape.COUNT_LAST, 7.0);
    write(Shape.CITY);
    write(Shape.FEATURE);
    write(Shape.FEATURES);
    memory(Shape.CITY, 1);
    memory(Shape.FEATURE, 1);
    memory(Shape.FEATURES, LARGE_FACTOR);
  }

  /** All rows. */
  static List<JsonRow> rows() {
    return List.copyOf(new JsonPlan().rows);
  }

  /** The row of an id. */
  static JsonRow row(String id) {
    return rows().stream()
        .filter(row -> row.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new BenchException("there is no row '%s'".formatted(id)));
  }

  /** Everything that {@code --only} understands, in alphabetical order. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (JsonRow row : rows()) {
      names.addAll(row.names());
    }
    return names;
  }

  private void parse(Shape shape, double jacksonGoal, @Nullable Double fastjsonGoal) {
    Side ours = Side.timed(Keyhold::parse);
    timed("parse", shape, JACKSON, ours, Side.timed(Jackson::parse), jacksonGoal);
    timed("parse", shape, "fastjson2", ours, Side.timed(Fastjson::parse), fastjsonGoal);
  }

  private void read() {
    Side ours = Side.timed(Keyhold::read);
    Side parsed = Side.timed(Jackson::readParsed);
    Side whole = Side.timed(Jackson::parseAndRead);
    for (Shape shape : List.of(Shape.CITY, Shape.FEATURE, Shape.FEATURES)) {
      timed("read", shape, JACKSON, ours, whole, shape == Shape.CITY ? 4.0 : null);
      timed("read", shape, JACKSON_PARSED, ours, parsed, null);
    }
    Side within = Side.timed(Jackson::readParsed, SMALL_READ_NANOS);
    timed("read", Shape.CITY, JACKSON_PARSED + "+75ns", ours, within, 1.0);
    Side within5 = Side.timed(Jackson::readParsed, LARGE_READ_NANOS);
    timed("read", Shape.FEATURES, JACKSON_PARSED + "+5us", ours, within5, 1.0);
    Side string = Side.timed(Jackson::readStringParsed);
    row(
        "read",
        "read as a String, 100 B",
        JACKSON_PARSED,
        Shape.CITY,
        Side.timed(Keyhold::readString),
        string,
        null);
  }

  private void query(String kind, String ours, String theirs) {
    Side side = Side.timed(texts -> Keyhold.query(texts, ours));
    String what = "query by " + kind + ", " + Shape.CITIES.words();
    Side whole = Side.timed(texts -> Jayway.parseAndQuery(texts, theirs));
    Side parsed = Side.timed(texts -> Jayway.queryParsed(texts, theirs));
    row("query", what, JAYWAY, Shape.CITIES, side, whole, null);
    row("query", what, JAYWAY_PARSED, Shape.CITIES, side, parsed, null);
  }

  private void edits(Shape shape, double goal) {
    edit("increment", shape, Side.timed(Keyhold::increment), Jackson::increment, goal);
    patch("patch", shape, replacing(), tree -> tree.put("count", 7), goal);
    patch(
        "patch of three",
        shape,
        """
        [{"op":"replace","path":"/count","value":7},
         {"op":"add","path":"/note","value":"changed"},
         {"op":"remove","path":"/first"}]\
        """,
        tree -> tree.put("count", 7).put("note", "changed").remove("first"),
        null);
  }

  private static String replacing() {
    return "[{\"op\":\"replace\",\"path\":\"/count\",\"value\":7}]";
  }

  private void patch(
      String what, Shape shape, String patch, Consumer<ObjectNode> edit, @Nullable Double goal) {
    edit(what, shape, Side.timed(texts -> Keyhold.patch(texts, patch)), edit, goal);
  }

  private void edit(
      String what, Shape shape, Side ours, Consumer<ObjectNode> edit, @Nullable Double goal) {
    Side peer = Side.timed(texts -> Jackson.edit(texts, edit));
    row("edit", what + ", " + shape.words(), JACKSON, shape, ours, peer, goal);
  }

  private void write(Shape shape) {
    String size = ", " + shape.words();
    Side array = Side.timed(Keyhold::toBytes);
    Side stream = Side.timed(Keyhold::writeTo);
    Side theirArray = Side.timed(Jackson::toBytes);
    Side theirStream = Side.timed(Jackson::writeTo);
    row("write", "write to an array" + size, JACKSON_PARSED, shape, array, theirArray, null);
    row("write", "write to a stream" + size, JACKSON_PARSED, shape, stream, theirStream, null);
  }

  private void memory(Shape shape, double perTextByte) {
    Side ours = Side.weighed(Keyhold::parse);
    String what = "heap a value, " + shape.words();
    Side budget = Side.budget(perTextByte, BYTES_BEYOND);
    String name = perTextByte == 1 ? "text+40-bytes" : "text+4-percent";
    weighed(what, shape, name, ours, budget, 1.0);
    weighed(what, shape, JACKSON_PARSED, ours, Side.weighed(Jackson::parse), null);
  }

  private void timed(
      String group, Shape shape, String against, Side ours, Side peer, @Nullable Double goal) {
    row(group, group + ", " + shape.words(), against, shape, ours, peer, goal);
  }

  private void row(
      String group,
      String what,
      String against,
      Shape shape,
      Side ours,
      Side peer,
      @Nullable Double goal) {
    rows.add(new JsonRow(group, what, against, "ns/op", shape, ours, peer, goal));
  }

  private void weighed(
      String what, Shape shape, String against, Side ours, Side peer, @Nullable Double goal) {
    rows.add(new JsonRow("memory", what, against, "B", shape, ours, peer, goal));
  }
}
