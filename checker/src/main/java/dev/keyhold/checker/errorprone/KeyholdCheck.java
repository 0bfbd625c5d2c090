package dev.keyhold.checker.errorprone;

import com.google.errorprone.BugPattern.SeverityLevel;
import com.google.errorprone.ErrorProneOptions;
import com.google.errorprone.VisitorState;
import com.google.errorprone.bugpatterns.BugChecker;
import com.google.errorprone.bugpatterns.BugChecker.CompilationUnitTreeMatcher;
import com.google.errorprone.matchers.Description;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.keyhold.checker.rule.Finding;
import dev.keyhold.checker.rule.Rule;
import dev.keyhold.checker.rule.Severity;

/**
 * One rule as a check of Error Prone. {@code -Xep:NAME:OFF} and the like, and
 * {@code @SuppressWarnings("NAME")}, do with it what they do with every check;
 * {@code @SuppressWarnings("keyhold:R1: the reason")} does what it does in the plugin of javac.
 *
 * <p>A finding has the severity that the flags give to the check. Without a flag it is an error, or
 * a warning where the rule only warns.
 */
@SuppressWarnings("serial") // Error Prone makes checks serializable; nobody serializes these.
abstract class KeyholdCheck extends BugChecker implements CompilationUnitTreeMatcher {
  private final Rule rule;

  KeyholdCheck(Rule rule) {
    this.rule = rule;
  }

  @Override
  public final Description matchCompilationUnit(CompilationUnitTree unit, VisitorState state) {
    for (Finding finding : UnitFindings.of(unit, state)) {
      if (finding.rule() == rule) {
        report(finding, state);
      }
    }
    return Description.NO_MATCH;
  }

  private void report(Finding finding, VisitorState state) {
    TreePath path = TreePath.getPath(state.getPath(), finding.place());
    boolean ofSuppression = isInAnnotation(path);
    if (isSuppressed(path, ofSuppression, state)) {
      return;
    }
    Description description =
        buildDescription(finding.place()).setMessage(finding.message()).build();
    if (finding.severity() == Severity.WARNING && (ofSuppression || !isFlagged(state))) {
      description = description.applySeverityOverride(SeverityLevel.WARNING);
    }
    state.reportMatch(description);
  }

  /** Whether it is about a suppression that gives no reason. */
  private static boolean isInAnnotation(TreePath path) {
    for (TreePath each = path; each != null; each = each.getParentPath()) {
      if (each.getLeaf() instanceof AnnotationTree) {
        return true;
      }
    }
    return false;
  }

  /**
   * Error Prone looks for suppressions on its way down, and this way has ended at the compilation
   * unit. The declaration that carries a suppression does not silence what is said about that.
   */
  private boolean isSuppressed(TreePath path, boolean ofSuppression, VisitorState state) {
    boolean carrier = ofSuppression;
    for (TreePath each = path; each != null; each = each.getParentPath()) {
      if (each.getLeaf() instanceof ClassTree
          || each.getLeaf() instanceof MethodTree
          || each.getLeaf() instanceof VariableTree) {
        if (!carrier && isSuppressed(each.getLeaf(), state)) {
          return true;
        }
        carrier = false;
      }
    }
    return false;
  }

  /** Whether the user has said how much the rule matters. */
  private boolean isFlagged(VisitorState state) {
    ErrorProneOptions.Severity asked =
        state.errorProneOptions().getSeverityMap().get(canonicalName());
    return asked != null && asked != ErrorProneOptions.Severity.DEFAULT;
  }
}
