package dev.keyhold.checker.rule;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.keyhold.checker.known.Calls;
import dev.keyhold.checker.known.TypeFacts;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.PrimitiveType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** One compilation unit: what its trees stand for, and where they are. */
final class Source {
  private static final List<String> TEST_PACKAGES =
      List.of(
          "org.junit.",
          "org.testng.",
          "org.assertj.",
          "org.hamcrest.",
          "org.openjdk.jcstress.",
          "com.google.common.truth.");

  private final Trees trees;
  private final CompilationUnitTree unit;
  private final TreePath root;
  private final boolean test;
  private final ClassTree top;
  private final Map<Element, Integer> numbers = new HashMap<>();

  /** The variables of the class, and those that get a second value; null until one is asked for. */
  private @Nullable Map<Element, VariableTree> variables;

  private final Set<Element> reassigned = new HashSet<>();

  /**
   * @param top the top-level class that is looked at
   */
  Source(Trees trees, CompilationUnitTree unit, ClassTree top) {
    this.trees = trees;
    this.unit = unit;
    this.top = top;
    this.root = new TreePath(unit);
    this.test = unit.getImports().stream().anyMatch(Source::isOfTests);
  }

  private static boolean isOfTests(ImportTree tree) {
    String name = tree.getQualifiedIdentifier().toString();
    return TEST_PACKAGES.stream().anyMatch(name::startsWith);
  }

  /** Whether a failure in it ends the run anyway. */
  boolean isTest() {
    return test;
  }

  private Map<Element, VariableTree> variables() {
    Map<Element, VariableTree> known = variables;
    if (known == null) {
      known = new HashMap<>();
      variables = known;
      collect(known);
    }
    return known;
  }

  private boolean isReassigned(Element variable) {
    variables();
    return reassigned.contains(variable);
  }

  private void collect(Map<Element, VariableTree> known) {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree node, @Nullable Void none) {
        Element element = element(node);
        if (element != null) {
          known.put(element, node);
        }
        return super.visitVariable(node, null);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree node, @Nullable Void none) {
        reassigned.add(element(node.getVariable()));
        return super.visitAssignment(node, null);
      }

      @Override
      public @Nullable Void visitCompoundAssignment(
          CompoundAssignmentTree node, @Nullable Void none) {
        reassigned.add(element(node.getVariable()));
        return super.visitCompoundAssignment(node, null);
      }

      @Override
      public @Nullable Void visitUnary(UnaryTree node, @Nullable Void none) {
        reassigned.add(element(node.getExpression()));
        return super.visitUnary(node, null);
      }
    }.scan(top, null);
  }

  @Nullable Element element(Tree tree) {
    return trees.getElement(new TreePath(root, tree));
  }

  @Nullable TypeMirror type(@Nullable Tree tree) {
    return tree == null ? null : trees.getTypeMirror(new TreePath(root, tree));
  }

  @Nullable ExecutableElement method(Tree tree) {
    Element element =
        tree instanceof MethodInvocationTree call ? element(call.getMethodSelect()) : element(tree);
    return element instanceof ExecutableElement method ? method : null;
  }

  /** Where a variable of this compilation unit is declared. */
  @Nullable VariableTree declaration(Element variable) {
    return variables().get(variable);
  }

  /** A local variable, a parameter, or a field that is reached by {@code this}. */
  @Nullable Element variable(ExpressionTree tree) {
    if (tree instanceof IdentifierTree || isOfThis(tree)) {
      Element element = element(tree);
      if (element != null && (isLocal(element) || element.getKind() == ElementKind.FIELD)) {
        return element;
      }
    }
    return null;
  }

  private static boolean isOfThis(ExpressionTree tree) {
    return tree instanceof MemberSelectTree select
        && select.getExpression() instanceof IdentifierTree name
        && name.getName().contentEquals("this")
        && !select.getIdentifier().contentEquals("class");
  }

  static boolean isLocal(Element element) {
    return switch (element.getKind()) {
      case LOCAL_VARIABLE, PARAMETER, RESOURCE_VARIABLE, EXCEPTION_PARAMETER, BINDING_VARIABLE ->
          true;
      default -> false;
    };
  }

  /** Whether the element is something before a dot that is not a value: a class or a package. */
  static boolean isQualifier(@Nullable Element element) {
    return element != null
        && (element.getKind().isClass()
            || element.getKind().isInterface()
            || element.getKind() == ElementKind.PACKAGE
            || element.getKind() == ElementKind.TYPE_PARAMETER);
  }

  /**
   * The name of what an expression gives, such that the same name is surely the same object within
   * a method; null where that cannot be said.
   */
  @Nullable String nameOf(@Nullable ExpressionTree expression) {
    return switch (expression == null ? null : strip(expression)) {
      case IdentifierTree tree -> {
        if (tree.getName().contentEquals("this")) {
          yield "this";
        }
        Element element = element(tree);
        if (element == null || (isReassigned(element) && !isFinal(element))) {
          yield null;
        }
        yield isLocal(element) || element.getKind() == ElementKind.FIELD ? id(element) : null;
      }
      case MemberSelectTree tree -> {
        Element element = element(tree);
        if (element == null || element.getKind() != ElementKind.FIELD) {
          yield null;
        }
        if (isReassigned(element) && !isFinal(element)) {
          yield null;
        }
        if (element.getModifiers().contains(Modifier.STATIC) || isOfThis(tree)) {
          yield id(element);
        }
        String of = nameOf(tree.getExpression());
        yield of == null ? null : of + "." + id(element);
      }
      case null, default -> null;
    };
  }

  private static boolean isFinal(Element element) {
    return element.getModifiers().contains(Modifier.FINAL);
  }

  private String id(Element element) {
    return element.getSimpleName() + "#" + numbers.computeIfAbsent(element, _ -> numbers.size());
  }

  static ExpressionTree strip(ExpressionTree tree) {
    ExpressionTree each = tree;
    while (true) {
      if (each instanceof ParenthesizedTree parenthesized) {
        each = parenthesized.getExpression();
      } else if (each instanceof TypeCastTree cast) {
        each = cast.getExpression();
      } else {
        return each;
      }
    }
  }

  /** What two tasks may do to the value of a variable. */
  enum Sharing {
    /** Anything, or it is not known. */
    FREE,
    /** Read it both. */
    READ,
    /** Nothing: it has one owner. */
    NONE
  }

  Sharing sharing(Element variable, TypeFacts types) {
    TypeMirror type = variable.asType();
    if (!types.isUnsynchronised(type)) {
      type = initialType(variable);
    }
    if (!types.isUnsynchronised(type)) {
      return Sharing.FREE;
    }
    return types.isSingleOwner(type) ? Sharing.NONE : Sharing.READ;
  }

  /** The class of the one object that a variable ever refers to. */
  private @Nullable TypeMirror initialType(Element variable) {
    NewClassTree creation = creation(variable);
    if (creation == null) {
      return null;
    }
    TypeMirror type = type(creation);
    return creation.getClassBody() != null && type instanceof DeclaredType
        ? type(creation.getIdentifier())
        : type;
  }

  /** How the one object was made that a variable ever refers to; null if that cannot be said. */
  private @Nullable NewClassTree creation(Element variable) {
    VariableTree declaration = declaration(variable);
    ExpressionTree initializer =
        declaration == null || isReassigned(variable) ? null : declaration.getInitializer();
    return initializer != null && strip(initializer) instanceof NewClassTree creation
        ? creation
        : null;
  }

  /** Whether a queue surely has room for everything. */
  boolean isUnboundedQueue(@Nullable ExpressionTree queue, TypeFacts types) {
    if (queue == null) {
      return false;
    }
    if (types.isUnbounded(type(queue))) {
      return true;
    }
    Element variable = variable(strip(queue));
    NewClassTree creation = variable == null ? null : creation(variable);
    return creation != null
        && (types.isUnbounded(type(creation))
            || (types.isUnboundedByDefault(type(creation))
                && creation.getArguments().stream()
                    .noneMatch(each -> type(each) instanceof PrimitiveType)));
  }

  /** Whether a method of this compilation unit closes what it is given. */
  boolean closesParameter(ExecutableElement method, int index, TypeFacts types, Calls calls) {
    MethodTree tree = trees.getTree(method);
    if (tree == null || tree.getBody() == null || index >= tree.getParameters().size()) {
      return false;
    }
    Element parameter = element(tree.getParameters().get(index));
    return parameter != null
        && TaskCode.captures(tree.getBody(), this, types, calls).stream()
            .anyMatch(each -> each.closes() && each.variable().equals(parameter));
  }

  // Places.

  long position(Tree tree) {
    return trees.getSourcePositions().getStartPosition(unit, tree);
  }

  /** The line of a tree, as a message shows it: of a call in a chain that of its name. */
  String shown(Tree tree) {
    Tree named =
        tree instanceof MethodInvocationTree call
                && call.getMethodSelect() instanceof MemberSelectTree select
            ? select
            : tree;
    return shown(named == tree ? position(tree) : end(named));
  }

  /** The last line of a tree. */
  String shownEnd(Tree tree) {
    return shown(end(tree) - 1);
  }

  private long end(Tree tree) {
    return trees.getSourcePositions().getEndPosition(unit, tree);
  }

  private String shown(long position) {
    long line = unit.getLineMap().getLineNumber(Math.max(position, 0));
    return "line " + line + ":  " + text(line);
  }

  private String text(long line) {
    try {
      CharSequence content = unit.getSourceFile().getCharContent(true);
      int begin = (int) unit.getLineMap().getStartPosition(line);
      int end = begin;
      while (end < content.length() && content.charAt(end) != '\n' && content.charAt(end) != '\r') {
        end++;
      }
      return content.subSequence(begin, end).toString().strip();
    } catch (IOException e) {
      return "(its source cannot be read again)";
    }
  }

  /** Whether a comment stands on the line of a tree, or on the one above. */
  boolean hasComment(Tree tree) {
    long line = unit.getLineMap().getLineNumber(position(tree));
    return isComment(text(line), false) || (line > 1 && isComment(text(line - 1), true));
  }

  private static boolean isComment(String line, boolean whole) {
    return whole
        ? line.startsWith("//") || line.startsWith("*") || line.startsWith("/*")
        : line.contains("//");
  }

  Trees trees() {
    return trees;
  }

  CompilationUnitTree unit() {
    return unit;
  }
}
