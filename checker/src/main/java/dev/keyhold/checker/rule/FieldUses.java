package dev.keyhold.checker.rule;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreeScanner;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** Looks whether a class closes one of its fields. */
final class FieldUses extends TreeScanner<@Nullable Void, @Nullable Void> {
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
    closed |= node.getIdentifier().contentEquals("close") && isField(node.getExpression());
    return super.visitMemberSelect(node, null);
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void none) {
    closed |= node.getName().contentEquals("close") && isField(node.getQualifierExpression());
    return super.visitMemberReference(node, null);
  }

  @Override
  public @Nullable Void visitTry(TryTree node, @Nullable Void none) {
    for (Tree resource : node.getResources()) {
      closed |= resource instanceof ExpressionTree expression && isField(expression);
    }
    return super.visitTry(node, null);
  }
}
