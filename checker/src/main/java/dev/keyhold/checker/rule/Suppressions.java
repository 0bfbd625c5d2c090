package dev.keyhold.checker.rule;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code @SuppressWarnings("keyhold:R2: the reason")} on a declaration around a finding takes it
 * away. The reason may also stand in a comment on that line or the one above; without any there is
 * a warning.
 */
final class Suppressions {
  private static final String PREFIX = "keyhold:";

  private final Source source;
  private final Set<Tree> unexplained = new HashSet<>();

  Suppressions(Source source) {
    this.source = source;
  }

  List<Finding> filter(List<Finding> findings) {
    List<Finding> left = new ArrayList<>();
    for (Finding each : findings) {
      Tree suppression = suppression(each);
      if (suppression == null) {
        left.add(each);
      } else if (!isExplained(suppression, each.rule()) && unexplained.add(suppression)) {
        left.add(
            new Finding(
                each.rule(),
                Severity.WARNING,
                suppression,
                "this suppression needs a reason [keyhold:"
                    + each.rule()
                    + "]\n  mend:   write @SuppressWarnings(\""
                    + PREFIX
                    + each.rule()
                    + ": why it is right here\"), or say so in a comment beside it"));
      }
    }
    return left;
  }

  /** The string that suppresses a finding. */
  private @Nullable Tree suppression(Finding finding) {
    for (TreePath path = source.trees().getPath(source.unit(), finding.place());
        path != null;
        path = path.getParentPath()) {
      ModifiersTree modifiers =
          switch (path.getLeaf()) {
            case ClassTree tree -> tree.getModifiers();
            case MethodTree tree -> tree.getModifiers();
            case VariableTree tree -> tree.getModifiers();
            default -> null;
          };
      if (modifiers != null) {
        for (AnnotationTree annotation : modifiers.getAnnotations()) {
          Tree found = suppression(annotation, finding.rule());
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  private static @Nullable Tree suppression(AnnotationTree annotation, Rule rule) {
    String name = annotation.getAnnotationType().toString();
    if (!name.equals("SuppressWarnings") && !name.equals("java.lang.SuppressWarnings")) {
      return null;
    }
    for (ExpressionTree argument : annotation.getArguments()) {
      ExpressionTree value =
          argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
      List<? extends ExpressionTree> values =
          value instanceof NewArrayTree array ? array.getInitializers() : List.of(value);
      for (ExpressionTree each : values) {
        if (each instanceof LiteralTree literal
            && literal.getValue() instanceof String text
            && text.startsWith(PREFIX + rule)) {
          return literal;
        }
      }
    }
    return null;
  }

  private boolean isExplained(Tree literal, Rule rule) {
    String text = (String) ((LiteralTree) literal).getValue();
    String rest = text.substring((PREFIX + rule).length());
    return rest.chars().anyMatch(Character::isLetter) || source.hasComment(literal);
  }
}
