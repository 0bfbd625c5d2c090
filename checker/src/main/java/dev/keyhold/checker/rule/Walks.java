package dev.keyhold.checker.rule;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.keyhold.checker.known.TypeFacts;

/** Walks through everything in a class that runs. */
final class Walks {
  private Walks() {}

  static void of(ClassTree tree, Context context) {
    if (isGenerated(tree)) {
      return;
    }
    boolean loop = TypeFacts.isEventLoop(context.source().element(tree));
    for (Tree member : tree.getMembers()) {
      if (!(member instanceof ClassTree) && !Interest.in(member, context)) {
        continue;
      }
      switch (member) {
        case MethodTree method -> {
          if (method.getBody() != null) {
            boolean onLoop = TypeFacts.isEventLoop(context.source().element(method));
            new MethodWalk(context, onLoop).method(method);
          }
        }
        case BlockTree block -> new MethodWalk(context, loop).initializer(block, block);
        case VariableTree field -> {
          ExpressionTree value = field.getInitializer();
          if (value != null) {
            new MethodWalk(context, loop).initializer(field, value);
          }
        }
        case ClassTree nested -> of(nested, context);
        default -> {}
      }
    }
  }

  private static boolean isGenerated(ClassTree tree) {
    for (AnnotationTree each : tree.getModifiers().getAnnotations()) {
      String name = each.getAnnotationType().toString();
      if (name.equals("Generated") || name.endsWith(".Generated")) {
        return true;
      }
    }
    return false;
  }
}
