package dev.keyhold.checker.rule;

import com.sun.source.tree.Tree;
import dev.keyhold.checker.flow.Hold;
import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.TypeFacts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the walks through the methods of one class have in common. */
record Context(
    Source source,
    TypeFacts types,
    Calls calls,
    Findings findings,
    Set<Tree> walked,
    Map<Tree, Hold> holds,
    Map<Tree, String> names) {

  Context(Source source, TypeFacts types, Calls calls, Findings findings) {
    this(source, types, calls, findings, new HashSet<>(), new HashMap<>(), new HashMap<>());
  }

  /** The one hold of a place, made when first met. */
  Hold hold(Tree place, Hold.Kind kind, Set<String> locks, boolean threadBound, String name) {
    return holds.computeIfAbsent(place, _ -> new Hold(place, kind, locks, threadBound, name));
  }
}
