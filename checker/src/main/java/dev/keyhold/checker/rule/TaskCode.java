package dev.keyhold.checker.rule;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.Changes;
import dev.keyhold.checker.known.TypeFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * The places where a function uses variables from around it: a lambda, a method reference, an
 * object of an anonymous class.
 */
final class TaskCode extends TreeScanner<@Nullable Void, @Nullable Void> {

  /**
   * @param writes whether the value is surely changed there
   * @param closes whether it is closed there
   * @param passed whether it is given to somebody else there
   * @param locked whether some lock is held there
   */
  record Capture(
      ExpressionTree place,
      Element variable,
      boolean writes,
      boolean closes,
      boolean passed,
      boolean locked) {}

  private final Source source;
  private final TypeFacts types;
  private final Calls calls;
  private final Set<Element> inside = new HashSet<>();
  private final List<Capture> captures = new ArrayList<>();
  private int locked;

  private TaskCode(Source source, TypeFacts types, Calls calls) {
    this.source = source;
    this.types = types;
    this.calls = calls;
  }

  static List<Capture> captures(Tree code, Source source, TypeFacts types, Calls calls) {
    TaskCode scan = new TaskCode(source, types, calls);
    switch (code) {
      case LambdaExpressionTree lambda -> {
        scan.scan(lambda.getParameters(), null);
        scan.scan(lambda.getBody(), null);
      }
      case NewClassTree creation -> scan.scan(creation.getClassBody(), null);
      case MemberReferenceTree reference -> scan.visitMemberReference(reference, null);
      default -> scan.scan(code, null);
    }
    return scan.captures;
  }

  private void captured(ExpressionTree place, boolean writes, boolean closes, boolean passed) {
    Element variable = source.variable(place);
    if (variable != null && !inside.contains(variable)) {
      captures.add(new Capture(place, variable, writes, closes, passed, locked > 0));
    }
  }

  @Override
  public @Nullable Void visitVariable(VariableTree node, @Nullable Void none) {
    Element element = source.element(node);
    if (element != null) {
      inside.add(element);
    }
    return super.visitVariable(node, null);
  }

  @Override
  public @Nullable Void visitIdentifier(IdentifierTree node, @Nullable Void none) {
    captured(node, false, false, false);
    return null;
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree node, @Nullable Void none) {
    if (source.variable(node) != null) {
      captured(node, false, false, false);
      return null;
    }
    return super.visitMemberSelect(node, null);
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void none) {
    ExpressionTree qualifier = node.getQualifierExpression();
    if (source.variable(qualifier) == null) {
      return super.visitMemberReference(node, null);
    }
    boolean writes =
        source.element(node) instanceof ExecutableElement method && Changes.isChange(method, types);
    captured(qualifier, writes, node.getName().contentEquals("close"), false);
    return null;
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void none) {
    ExecutableElement method = source.method(node);
    if (method == null) {
      return super.visitMethodInvocation(node, null);
    }
    if (node.getMethodSelect() instanceof MemberSelectTree select) {
      if (source.variable(select.getExpression()) != null) {
        captured(
            select.getExpression(),
            Changes.isChange(method, types),
            method.getSimpleName().contentEquals("close"),
            false);
      } else {
        scan(select.getExpression(), null);
      }
    }
    boolean scoped = calls.isScoped(method);
    locked += scoped ? 1 : 0;
    arguments(node.getArguments());
    locked -= scoped ? 1 : 0;
    return null;
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree node, @Nullable Void none) {
    scan(node.getEnclosingExpression(), null);
    arguments(node.getArguments());
    return scan(node.getClassBody(), null);
  }

  private void arguments(List<? extends ExpressionTree> arguments) {
    for (ExpressionTree each : arguments) {
      if (source.variable(each) != null) {
        captured(each, false, false, true);
      } else {
        scan(each, null);
      }
    }
  }

  // What holds a lock: a synchronized statement; a block from where a lock is taken; a resource.

  @Override
  public @Nullable Void visitSynchronized(SynchronizedTree node, @Nullable Void none) {
    if (source.variable(Source.strip(node.getExpression())) == null) {
      scan(node.getExpression(), null);
    }
    locked++;
    scan(node.getBlock(), null);
    locked--;
    return null;
  }

  @Override
  public @Nullable Void visitBlock(BlockTree node, @Nullable Void none) {
    int before = locked;
    for (StatementTree each : node.getStatements()) {
      scan(each, null);
      locked += takesLock(each) ? 1 : 0;
    }
    locked = before;
    return null;
  }

  private boolean takesLock(StatementTree statement) {
    if (statement instanceof VariableTree variable) {
      return types.isGuard(source.type(variable));
    }
    if (!(statement instanceof ExpressionStatementTree expression)
        || !(expression.getExpression() instanceof MethodInvocationTree call)) {
      return false;
    }
    ExecutableElement method = source.method(call);
    if (method == null) {
      return false;
    }
    String name = method.getSimpleName().toString();
    TypeMirror owner = TypeFacts.ownerOf(method);
    return (types.isLock(owner) && name.startsWith("lock"))
        || (types.isA(owner, "java.util.concurrent.Semaphore") && name.startsWith("acquire"));
  }

  @Override
  public @Nullable Void visitTry(TryTree node, @Nullable Void none) {
    int before = locked;
    for (Tree resource : node.getResources()) {
      if (resource instanceof ExpressionTree expression && source.variable(expression) != null) {
        captured(expression, false, true, false);
      } else {
        scan(resource, null);
      }
      locked += types.isGuard(source.type(resource)) ? 1 : 0;
    }
    scan(node.getBlock(), null);
    locked = before;
    scan(node.getCatches(), null);
    return scan(node.getFinallyBlock(), null);
  }
}
