package dev.keyhold.checker.rule;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import dev.keyhold.checker.flow.State;
import dev.keyhold.checker.flow.Use;
import dev.keyhold.checker.known.TypeFacts;
import dev.keyhold.checker.rule.Findings.Place;
import dev.keyhold.checker.rule.Source.Sharing;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * R1: shared without synchronisation.
 *
 * <p>A variable is handed over where a task that uses it is started, and comes back where somebody
 * waits for tasks. In between, another use is one too many, unless neither changes anything, or
 * both hold a lock.
 */
final class SharingRule {
  private final Source source;
  private final TypeFacts types;
  private final Findings findings;

  SharingRule(Source source, TypeFacts types, Findings findings) {
    this.source = source;
    this.types = types;
    this.findings = findings;
  }

  /** The code at hand, not a task of its, uses a variable. */
  void used(State state, ExpressionTree place, Element variable, boolean writes, boolean quiet) {
    Set<Use> handed = state.handed(variable);
    if (handed.isEmpty() || quiet) {
      return;
    }
    boolean locked = !state.open().isEmpty();
    for (Use use : handed) {
      if (conflict(variable, use, writes, locked)) {
        report(variable, use, place, null);
        return;
      }
    }
  }

  /**
   * A task is started.
   *
   * @param parallel whether its code may run several times at once
   */
  void started(
      State state, Tree start, List<TaskCode.Capture> captures, boolean parallel, boolean quiet) {
    Map<Element, Set<Use>> uses = new LinkedHashMap<>();
    for (TaskCode.Capture each : captures) {
      if (source.sharing(each.variable(), types) != Sharing.FREE) {
        uses.computeIfAbsent(each.variable(), _ -> new LinkedHashSet<>())
            .add(new Use(each.place(), start, each.writes(), each.locked()));
      }
    }
    uses.forEach((variable, mine) -> {
      if (!quiet) {
        compare(variable, parallel ? mine : state.handed(variable), mine);
      }
      if (!parallel) {
        state.hand(variable, mine);
      }
    });
  }

  private void compare(Element variable, Set<Use> earlier, Set<Use> mine) {
    for (Use use : mine) {
      for (Use other : earlier) {
        if (conflict(variable, other, use.writes(), use.locked())) {
          report(variable, other, use.place(), use);
          return;
        }
      }
    }
  }

  private boolean conflict(Element variable, Use use, boolean writes, boolean locked) {
    if (use.locked() && locked) {
      return false;
    }
    return source.sharing(variable, types) == Sharing.NONE || use.writes() || writes;
  }

  private void report(Element variable, Use first, Tree second, @Nullable Use task) {
    String name = variable.getSimpleName().toString();
    String type = shortName(variable);
    boolean single = source.sharing(variable, types) == Sharing.NONE;
    Tree at = second;
    String what = "'" + name + "' is shared, without synchronisation, by two tasks";
    Place one = new Place(first.place(), "a task uses '" + name + "'");
    Place other = new Place(second, "another task uses it");
    if (task == null) {
      what = "'" + name + "' is used here while a task that was given it may still be running";
      other = new Place(second, "the code that started it uses it");
    } else if (task.start().equals(first.start())) {
      what =
          "'" + name + "' is shared, without synchronisation, by tasks that the same line starts";
      other = new Place(task.start(), "and this starts more than one");
    } else if (task.place().equals(first.place())) {
      at = task.start();
      one = new Place(first.start(), "a task that uses '" + name + "' is started");
      other = new Place(task.start(), "and the same once more");
    }
    findings.add(
        Rule.R1,
        Severity.ERROR,
        at,
        what,
        one,
        other,
        single
            ? type + " has one owner: two tasks at once lose updates or break it"
            : type + " is not made for several tasks: changes get lost, reads see half of them",
        "give it to a lock that owns it, Mutex<"
            + type
            + "> shared = Mutex.of(() -> ...), and use it in shared.with(...);"
            + (single ? "" : " or take a concurrent collection;")
            + " or make one for each task; or wait for the first task before");
  }

  /** The type without its packages. */
  private static String shortName(Element variable) {
    return variable.asType().toString().replaceAll("\\b[a-z_][\\w]*\\.", "");
  }
}
