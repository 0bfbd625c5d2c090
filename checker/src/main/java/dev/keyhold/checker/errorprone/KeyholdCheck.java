package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern.SeverityLevel;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker;
import com.google.errorprone.bugpatterns.BugChecker.CompilationUnitTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import com.sun.tools.javac.api.BasicJavacTask;
import dev.keyhold.checker.rule.Checker;
import dev.keyhold.checker.rule.Finding;
import dev.keyhold.checker.rule.Rule;
import dev.keyhold.checker.rule.Settings;
import dev.keyhold.checker.rule.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * One rule as a check of Error Prone, which hosts it, lets it be switched on and off by its name,
 * and knows its name in {@code @SuppressWarnings}. The first of the checks that sees a compilation
 * unit runs the engine for all.
 */
abstract class KeyholdCheck extends BugChecker implements CompilationUnitTreeMatcher {
  private static final long serialVersionUID = 1L;

  /** What was found in the units at hand; a compilation uses it from one thread. */
  private static final Map<CompilationUnitTree, List<Finding>> FOUND = new WeakHashMap<>();

  private final Rule rule;

  KeyholdCheck(Rule rule) {
    this.rule = rule;
  }

  @Override
  public Description matchCompilationUnit(CompilationUnitTree tree, VisitorState state) {
    for (Finding finding : found(tree, state)) {
      if (finding.rule() == rule) {
        state.reportMatch(description(finding));
      }
    }
    return Description.NO_MATCH;
  }

  @SuppressWarnings("RestrictedApi") // R2 is an error where it is sure, and a warning elsewhere
  private Description description(Finding finding) {
    Description.Builder description =
        buildDescription(finding.place()).setMessage(finding.message());
    if (finding.severity() == Severity.WARNING && defaultSeverity() == SeverityLevel.ERROR) {
      description.overrideSeverity(SeverityLevel.WARNING);
    }
    return description.build();
  }

  private static synchronized List<Finding> found(CompilationUnitTree unit, VisitorState state) {
    return FOUND.computeIfAbsent(unit, _ -> find(unit, state));
  }

  private static List<Finding> find(CompilationUnitTree unit, VisitorState state) {
    JavacTask task = BasicJavacTask.instance(state.context);
    Checker checker = new Checker(Trees.instance(task), task.getTypes(), Settings.of());
    List<Finding> all = new ArrayList<>();
    for (Tree each : unit.getTypeDecls()) {
      if (each instanceof ClassTree type) {
        all.addAll(checker.check(unit, type));
      }
    }
    return all;
  }
}
