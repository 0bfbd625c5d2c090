package dev.keyhold.checker.flow;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * What may be so at one point of a method.
 *
 * <p>A hold is in one of four conditions on each path that leads here: not taken, open, let go,
 * passed on. The state keeps the set of those that occur. So "may be open" and "is open, whatever
 * the path" are both to be had: rules that fear a forgotten close ask the first, rules that fear a
 * hold the second.
 */
public final class State {
  private static final int ABSENT = 1;
  private static final int OPEN = 2;
  private static final int CLOSED = 4;
  private static final int PASSED = 8;

  private boolean dead;
  private final Map<Hold, Integer> holds = new LinkedHashMap<>();
  private final Map<Element, Value> values = new HashMap<>();
  private final Map<Element, Set<Use>> handed = new HashMap<>();

  public State copy() {
    State copy = new State();
    copy.dead = dead;
    copy.holds.putAll(holds);
    copy.values.putAll(values);
    copy.handed.putAll(handed);
    return copy;
  }

  /** That nothing comes here. */
  public static State unreachable() {
    State state = new State();
    state.dead = true;
    return state;
  }

  public boolean isUnreachable() {
    return dead;
  }

  /** What may be so if either may. */
  public State or(@Nullable State other) {
    if (other == null || other.dead) {
      return this;
    }
    if (dead) {
      return other;
    }
    State all = copy();
    for (Hold hold : holds.keySet()) {
      if (!other.holds.containsKey(hold)) {
        all.holds.merge(hold, ABSENT, (a, b) -> a | b);
      }
    }
    other.holds.forEach((hold, bits) ->
        all.holds.merge(hold, bits | (holds.containsKey(hold) ? 0 : ABSENT), (a, b) -> a | b));
    other.values.forEach((name, value) -> all.values.merge(name, value, Value::or));
    other.handed.forEach((name, uses) -> all.handed.merge(name, uses, Value::union));
    return all;
  }

  /** Taken, here and now. */
  public void open(Hold hold) {
    holds.remove(hold);
    holds.put(hold, OPEN);
  }

  /** Let go. */
  public void close(Hold hold) {
    if (holds.containsKey(hold)) {
      holds.put(hold, CLOSED);
    }
  }

  /** Given to somebody who will let it go. */
  public void pass(Hold hold) {
    if (mayBeOpen(hold)) {
      holds.put(hold, PASSED);
    }
  }

  /** As if it had never been taken. */
  public void forget(Hold hold) {
    holds.remove(hold);
  }

  public boolean mayBeOpen(Hold hold) {
    return (holds.getOrDefault(hold, ABSENT) & OPEN) != 0;
  }

  public boolean isOpen(Hold hold) {
    return holds.getOrDefault(hold, ABSENT) == OPEN;
  }

  public boolean isClosed(Hold hold) {
    return holds.getOrDefault(hold, ABSENT) == CLOSED;
  }

  /** Those open whatever the path, in the order of their taking. */
  public List<Hold> open() {
    return holds.keySet().stream().filter(this::isOpen).toList();
  }

  public List<Hold> all() {
    return List.copyOf(holds.keySet());
  }

  public Value valueOf(Element variable) {
    return values.getOrDefault(variable, Value.NONE);
  }

  public void assign(Element variable, Value value) {
    if (value.isNone()) {
      values.remove(variable);
    } else {
      values.put(variable, value.asFresh(false));
    }
  }

  /** Whether some variable still has it. */
  public boolean isReferred(Hold hold) {
    return values.values().stream().anyMatch(value -> value.holds().contains(hold));
  }

  /** What tasks that may be running do with a variable. */
  public Set<Use> handed(Element variable) {
    return handed.getOrDefault(variable, Set.of());
  }

  public void hand(Element variable, Set<Use> uses) {
    handed.merge(variable, uses, Value::union);
  }

  /** A new variable of that name. */
  public void declare(Element variable) {
    values.remove(variable);
    handed.remove(variable);
  }

  /** All tasks have been waited for. */
  public void joined() {
    handed.clear();
  }

  /**
   * After a loop whose body waits for the tasks that {@code before} it had been started: nobody
   * writes such a loop to run it zero times.
   */
  public void joinedBetween(State before, State bodyEnd) {
    if (bodyEnd.dead) {
      return;
    }
    for (Iterator<Map.Entry<Element, Set<Use>>> i = handed.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<Element, Set<Use>> entry = i.next();
      Set<Use> old = before.handed(entry.getKey());
      Set<Use> still = bodyEnd.handed(entry.getKey());
      Set<Use> left = new LinkedHashSet<>(entry.getValue());
      left.removeIf(use -> old.contains(use) && !still.contains(use));
      if (left.isEmpty()) {
        i.remove();
      } else {
        entry.setValue(left);
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof State state
        && dead == state.dead
        && holds.equals(state.holds)
        && values.equals(state.values)
        && handed.equals(state.handed);
  }

  @Override
  public int hashCode() {
    return Objects.hash(dead, holds, values, handed);
  }
}
