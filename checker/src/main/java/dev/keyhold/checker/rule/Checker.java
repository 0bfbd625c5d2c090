package dev.keyhold.checker.rule;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.Trees;
import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.TypeFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.lang.model.util.Types;

/**
 * The rules, for whoever hosts them: a javac plugin, Error Prone. One for a compilation; used by
 * one thread.
 */
public final class Checker {
  private final Trees trees;
  private final Settings settings;
  private final TypeFacts types;
  private final Calls calls;

  public Checker(Trees trees, Types types, Settings settings) {
    this.trees = trees;
    this.settings = settings;
    this.types = new TypeFacts(types);
    this.calls = new Calls(this.types);
    settings.addTo(this.types);
    settings.addTo(calls);
  }

  /**
   * Checks a class that the compiler has found to be right.
   *
   * @param tree a top-level class
   * @return what is wrong and not suppressed, in the order of the source
   */
  public List<Finding> check(CompilationUnitTree unit, ClassTree tree) {
    Source source = new Source(trees, unit, tree);
    List<Finding> all = new ArrayList<>();
    Walks.of(tree, new Context(source, types, calls, new Findings(source, settings, all::add)));
    List<Finding> left = new Suppressions(source).filter(all);
    left.sort(Comparator.comparingLong(finding -> source.position(finding.place())));
    return left;
  }
}
