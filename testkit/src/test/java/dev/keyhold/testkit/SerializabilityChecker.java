package dev.keyhold.testkit;

import dev.keyhold.testkit.History.Op;
import dev.keyhold.testkit.History.RangeRead;
import dev.keyhold.testkit.History.Read;
import dev.keyhold.testkit.History.Unit;
import dev.keyhold.testkit.History.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a history is strictly serializable: equal to one in which the units ran one after the
 * other, and a unit that had ended before another began ran before it.
 *
 * <p>It is, if and only if its dependency graph has no cycle (Adya, Weak Consistency, 1999, section
 * 3; the versions' order from what writers saw, as in Elle, VLDB 2020). An edge says "before":
 *
 * <pre>
 *   ww   wrote a version      →  wrote the next one
 *   wr   wrote a version      →  read it
 *   rw   read a version       →  wrote the next one; of a key that was not there, too (phantoms)
 *   rt   had ended            →  began
 * </pre>
 *
 * <p>A key that is removed in the history has several times at which it is not there, and a reader
 * that finds nothing does not tell which: of such reads nothing is concluded.
 */
final class SerializabilityChecker {
  /** A version: the value, or that there is none. */
  private record Version(String key, @Nullable Long value) {}

  /** What one unit saw of a key before it wrote it, and left there. */
  private static final class Effect {
    boolean hasSeen;
    boolean hasWritten;
    @Nullable Long seen;
    @Nullable Long last;
  }

  private record Edge(Unit to, String why) {}

  private final List<Unit> units;
  private final List<String> wrong = new ArrayList<>();
  private final Map<Unit, Map<String, Effect>> effects = new LinkedHashMap<>();
  private final Map<Version, Unit> writers = new HashMap<>();
  private final Map<Version, Unit> intermediate = new HashMap<>();
  private final Map<Version, List<Unit>> overwriters = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final TreeSet<String> keys = new TreeSet<>();
  private final Map<Unit, List<Edge>> edges = new HashMap<>();

  private SerializabilityChecker(List<Unit> units) {
    this.units = units;
  }

  /**
   * Checks the committed units.
   *
   * @return what does not hold, in words; empty: the history is strictly serializable
   */
  static List<String> check(List<Unit> committed) {
    SerializabilityChecker checker = new SerializabilityChecker(committed);
    checker.collectKeys();
    committed.forEach(checker::collect);
    checker.link();
    checker.linkRealTime();
    String cycle = checker.cycle();
    if (cycle != null) {
      checker.wrong.add(cycle);
    }
    return checker.wrong;
  }

  private void collectKeys() {
    for (Unit unit : units) {
      for (Op op : unit.ops()) {
        switch (op) {
          case Read read -> keys.add(read.key());
          case Write write -> {
            keys.add(write.key());
            if (write.value() == null) {
              removed.add(write.key());
            }
          }
          case RangeRead range -> keys.addAll(range.found().keySet());
        }
      }
    }
  }

  // ── what each unit saw and did ─────────────────────────────────────────────────────────────

  private void collect(Unit unit) {
    Map<String, Effect> of = new LinkedHashMap<>();
    effects.put(unit, of);
    for (Op op : unit.ops()) {
      switch (op) {
        case Read read -> seen(unit, of, read.key(), read.value());
        case RangeRead range -> {
          for (String key : keys) {
            if (key.startsWith(range.prefix())) {
              seen(unit, of, key, range.found().get(key));
            }
          }
        }
        case Write write -> {
          seen(unit, of, write.key(), write.old());
          written(unit, effect(of, write.key()), write);
        }
      }
    }
    of.forEach((key, effect) -> {
      Version last = new Version(key, effect.last);
      if (effect.hasWritten && effect.last != null && writers.put(last, unit) != null) {
        wrong.add("the test wrote a value twice: " + last);
      }
      if (effect.hasWritten) {
        overwriters
            .computeIfAbsent(new Version(key, effect.seen), _ -> new ArrayList<>())
            .add(unit);
      }
    });
  }

  private static Effect effect(Map<String, Effect> of, String key) {
    return of.computeIfAbsent(key, _ -> new Effect());
  }

  private void seen(Unit unit, Map<String, Effect> of, String key, @Nullable Long value) {
    Effect effect = effect(of, key);
    if (!effect.hasSeen) {
      effect.hasSeen = true;
      effect.seen = value;
      effect.last = value;
    } else if (!Objects.equals(effect.last, value)) {
      wrong.add(
          "unrepeatable: %s saw %s of %s where it had %s before"
              .formatted(unit, value, key, effect.last));
    }
  }

  private void written(Unit unit, Effect effect, Write write) {
    if (effect.hasWritten && effect.last != null) {
      intermediate.put(new Version(write.key(), effect.last), unit);
    }
    effect.hasWritten = true;
    effect.last = write.value();
  }

  // ── edges ──────────────────────────────────────────────────────────────────────────────────

  private void link() {
    effects.forEach((unit, of) -> of.forEach((key, effect) -> link(unit, key, effect)));
  }

  private void link(Unit unit, String key, Effect effect) {
    Version seen = new Version(key, effect.seen);
    if (effect.seen != null) {
      Unit writer = writers.get(seen);
      if (writer == null) {
        Unit part = intermediate.get(seen);
        wrong.add(
            part == null
                ? "G1a: %s saw %s, which nobody has committed".formatted(unit, seen)
                : "G1b: %s saw %s, which %s overwrote before it committed"
                    .formatted(unit, seen, part));
        return;
      }
      add(writer, unit, (effect.hasWritten ? "ww " : "wr ") + seen);
    } else if (removed.contains(key)) {
      return;
    }
    for (Unit next : overwriters.getOrDefault(seen, List.of())) {
      add(unit, next, "rw " + seen);
    }
  }

  /** Each unit behind those that had ended, but for what follows from others. */
  private void linkRealTime() {
    for (Unit before : units) {
      long first = Long.MAX_VALUE;
      for (Unit after : units) {
        if (after.begin > before.end) {
          first = Math.min(first, after.end);
        }
      }
      for (Unit after : units) {
        if (after.begin > before.end && after.begin <= first) {
          add(before, after, "rt");
        }
      }
    }
  }

  private void add(Unit from, Unit to, String why) {
    if (from != to) {
      edges.computeIfAbsent(from, _ -> new ArrayList<>()).add(new Edge(to, why));
    }
  }

  // ── cycles ─────────────────────────────────────────────────────────────────────────────────

  /** The shortest of the cycles through some unit, in words; null: there is none. */
  private @Nullable String cycle() {
    Set<Unit> left = new HashSet<>(units);
    boolean shrinks = true;
    while (shrinks) { // whoever nothing leads on from is in no cycle
      shrinks =
          left.removeIf(unit ->
              edges.getOrDefault(unit, List.of()).stream()
                  .noneMatch(edge -> left.contains(edge.to)));
    }
    return left.isEmpty() ? null : shortest(left);
  }

  private String shortest(Set<Unit> within) {
    for (Unit start : units) {
      if (within.contains(start)) {
        String found = shortest(start, within);
        if (found != null) {
          return found;
        }
      }
    }
    throw new AssertionError("units that all lead on, and no cycle");
  }

  private @Nullable String shortest(Unit start, Set<Unit> within) {
    Map<Unit, String> ways = new HashMap<>();
    Deque<Unit> toVisit = new ArrayDeque<>(List.of(start));
    ways.put(start, "cycle: " + start);
    while (!toVisit.isEmpty()) {
      Unit at = toVisit.removeFirst();
      for (Edge edge : edges.getOrDefault(at, List.of())) {
        String way = ways.get(at) + "\n  —" + edge.why + "→ " + edge.to;
        if (edge.to == start) {
          return way;
        }
        if (within.contains(edge.to) && ways.putIfAbsent(edge.to, way) == null) {
          toVisit.add(edge.to);
        }
      }
    }
    return null;
  }
}
