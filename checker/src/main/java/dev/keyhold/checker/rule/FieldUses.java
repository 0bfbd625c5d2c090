package dev.keyhold.checker.rule;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** Looks whether a class closes one of its fields, or gives it to somebody who may. */
final class FieldUses extends TreeScanner<@Nullable Void, @Nullable Void> {
  /** What ends a guard, or puts another in its place. */
  private static final Pattern ENDING = Pattern.compile("close|upgrade.*|downgrade.*|map");

  private final Element field;
  private final Source source;
  private boolean closed;

  private FieldUses(Element field, Source source) {
    this.field = field;
    this.source = source;
  }

  static boolean isClosed(Tree declaring, Element field, Source source) {
    FieldUses scan = new FieldUses(field, source);
    scan.scan(declaring, null);
    return scan.closed;
  }

  private boolean isField(ExpressionTree tree) {
    return (tree instanceof IdentifierTree || tree instanceof MemberSelectTree)
        && field.equals(source.element(tree));
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree node, @Nullable Void none) {
    closed |= ENDING.matcher(node.getIdentifier()).matches() && isField(node.getExpression());
    return super.visitMemberSelect(node, null);
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void none) {
    closed |= ENDING.matcher(node.getName()).matches() && isField(node.getQualifierExpression());
    return super.visitMemberReference(node, null);
  }

  @Override
  public @Nullable Void visitVariable(VariableTree node, @Nullable Void none) {
    closed |= node.getInitializer() != null && isField(node.getInitializer());
    return super.visitVariable(node, null);
  }

  @Override
  public @Nullable Void visitReturn(ReturnTree node, @Nullable Void none) {
    closed |= node.getExpression() != null && isField(node.getExpression());
    return super.visitReturn(node, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void none) {
    closed |= node.getArguments().stream().anyMatch(this::isField);
    return super.visitMethodInvocation(node, null);
  }

  @Override
  public @Nullable Void visitTry(TryTree node, @Nullable Void none) {
    for (Tree resource : node.getResources()) {
      closed |= resource instanceof ExpressionTree expression && isField(expression);
    }
    return super.visitTry(node, null);
  }
}
