package dev.keyhold.checker.rule;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.TypeFacts;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is anything in a piece of code that the rules are about. Every finding begins with
 * a lock that is taken, a guard that is given, or a task that is started; most code has none of
 * them, and one look at what it calls spares walking along all its paths.
 */
final class Interest extends TreeScanner<@Nullable Void, @Nullable Void> {
  private final Source source;
  private final TypeFacts types;
  private final Calls calls;
  private boolean found;

  private Interest(Context context) {
    this.source = context.source();
    this.types = context.types();
    this.calls = context.calls();
  }

  static boolean in(Tree code, Context context) {
    Interest interest = new Interest(context);
    interest.scan(code, null);
    return interest.found;
  }

  @Override
  public @Nullable Void scan(@Nullable Tree tree, @Nullable Void none) {
    return found ? null : super.scan(tree, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void none) {
    found |= tree.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED);
    return super.visitMethod(tree, null);
  }

  @Override
  public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void none) {
    found = true;
    return null;
  }

  /** A guard of its own comes from a call; one that was given is a parameter. */
  @Override
  public @Nullable Void visitVariable(VariableTree tree, @Nullable Void none) {
    if (tree.getInitializer() == null) {
      Element element = source.element(tree);
      found |= element != null && types.isGuard(element.asType());
    }
    return super.visitVariable(tree, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void none) {
    called(tree);
    return super.visitMethodInvocation(tree, null);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void none) {
    called(tree);
    return super.visitNewClass(tree, null);
  }

  private void called(Tree tree) {
    ExecutableElement method = source.method(tree);
    found |= method != null && calls.matters(method);
  }
}
