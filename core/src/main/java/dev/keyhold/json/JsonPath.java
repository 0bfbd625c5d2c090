package dev.keyhold.json;

import dev.keyhold.error.JsonPathException;
import dev.keyhold.error.LimitException;
import dev.keyhold.json.PathSelector.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A JSONPath query (RFC 9535, all of it): {@code $.orders[?@.price > 10].id} finds the ids of the
 * orders whose price is above 10.
 *
 * <p>A query finds nodes: values and where they stand. It finds them in the order of the RFC, a
 * node as often as the query leads to it, and finds nothing rather than failing where the value is
 * not as the query expects. Numbers are compared exactly, whatever their digits; strings by code
 * points. {@code match} and {@code search} take I-Regexps (RFC 9485), which are run in linear time;
 * a pattern that is none fits nothing.
 *
 * <p>Immutable, and may be used by any number of threads at once. Reading a query takes a few
 * microseconds, and {@link #parse} keeps the last ones read; a run reads the value in place, and
 * costs at most what {@link JsonPathLimits} allow.
 */
public final class JsonPath {
  /** How many queries {@link #parse} keeps; then it forgets them all. */
  private static final int KEPT_MAX = 256;

  /** Longer ones are not kept. */
  private static final int KEPT_CHARS_MAX = 1024;

  /** Nor are those whose regular expressions have more states. */
  private static final int KEPT_STATES_MAX = 1024;

  private static final ConcurrentHashMap<String, JsonPath> KEPT = new ConcurrentHashMap<>();

  private final String text;
  private final List<Segment> segments;

  private JsonPath(String text, List<Segment> segments) {
    this.text = text;
    this.segments = segments;
  }

  /**
   * Something a query found.
   *
   * @param path its normalized path (RFC 9535, section 2.7): {@code $['orders'][3]['id']}
   * @param pointer the same as a pointer: {@code /orders/3/id}
   * @param value the value there
   */
  public record Match(String path, JsonPointer pointer, Json value) {}

  /**
   * Reads a query.
   *
   * @throws JsonPathException the text is no query: where, and what was expected there; or it uses
   *     a function in a way that the RFC rules out
   * @throws LimitException it is longer than 65,536 chars, nested deeper than 64, has a number of
   *     more than 1,000, or regular expressions with more than 10,000 states together
   */
  public static JsonPath parse(String text) {
    JsonPath known = KEPT.get(text);
    if (known != null) {
      return known;
    }
    PathParser.Parsed parsed = PathParser.parse(text);
    JsonPath path = new JsonPath(text, parsed.segments());
    if (text.length() <= KEPT_CHARS_MAX && parsed.states() <= KEPT_STATES_MAX) {
      if (KEPT.size() >= KEPT_MAX) {
        KEPT.clear();
      }
      KEPT.put(text, path);
    }
    return path;
  }

  /** Whether it finds one node at the most, whatever the value. */
  public boolean isSingular() {
    return segments.stream().allMatch(Segment::isSingular);
  }

  /**
   * All values that the query finds.
   *
   * @throws LimitException it would cost more than {@link JsonPathLimits#DEFAULT} allows
   */
  public List<Json> select(Json value) {
    return select(value, JsonPathLimits.DEFAULT);
  }

  /** All values that the query finds, within limits of the caller's; see {@link #select(Json)}. */
  public List<Json> select(Json value, JsonPathLimits limits) {
    List<Json> results = new ArrayList<>();
    PathBudget budget = new PathBudget(limits);
    new PathWalk(value, budget)
        .follow(
            segments,
            0,
            PathNode.root(),
            node -> {
              Json found = value.slice(node.at());
              budget.result(found.byteLength());
              return results.add(found);
            });
    return results;
  }

  /** The first value that the query finds; looks no further. */
  public Optional<Json> first(Json value) {
    List<Json> results = new ArrayList<>(1);
    new PathWalk(value, new PathBudget(JsonPathLimits.DEFAULT))
        .follow(
            segments,
            0,
            PathNode.root(),
            node -> {
              results.add(value.slice(node.at()));
              return false;
            });
    return results.stream().findFirst();
  }

  /** Whether the query finds anything; looks no further. */
  public boolean exists(Json value) {
    return !new PathWalk(value, new PathBudget(JsonPathLimits.DEFAULT))
        .follow(segments, 0, PathNode.root(), _ -> false);
  }

  /**
   * All that the query finds, each with its place.
   *
   * @throws LimitException it would cost more than {@link JsonPathLimits#DEFAULT} allows
   */
  public List<Match> locate(Json value) {
    return locate(value, JsonPathLimits.DEFAULT);
  }

  /** All that the query finds, within limits of the caller's; see {@link #locate(Json)}. */
  public List<Match> locate(Json value, JsonPathLimits limits) {
    List<Match> results = new ArrayList<>();
    PathBudget budget = new PathBudget(limits);
    byte[] bytes = value.text();
    new PathWalk(value, budget)
        .follow(
            segments,
            0,
            PathNode.root(),
            node -> {
              Json found = value.slice(node.at());
              budget.result(found.byteLength());
              String path = node.path(bytes);
              JsonPointer pointer = node.pointer(bytes);
              budget.step(path.length() / 2 + 8L * pointer.tokens().size());
              return results.add(new Match(path, pointer, found));
            });
    return results;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonPath that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The query as it was read. */
  @Override
  public String toString() {
    return text;
  }
}
