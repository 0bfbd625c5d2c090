package dev.keyhold.checker;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.Trees;
import dev.keyhold.checker.rule.Checker;
import dev.keyhold.checker.rule.Finding;
import dev.keyhold.checker.rule.Settings;
import dev.keyhold.checker.rule.Severity;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * The rules as a plugin of javac: {@code -Xplugin:Keyhold}, or {@code "-Xplugin:Keyhold R2=off"};
 * see {@link Settings} for the options. Uses exported interfaces of the compiler only.
 */
public final class KeyholdPlugin implements Plugin {

  @Override
  public String getName() {
    return "Keyhold";
  }

  @Override
  public void init(JavacTask task, String... arguments) {
    Trees trees = Trees.instance(task);
    Settings settings;
    String wrong = null;
    try {
      settings = Settings.of(arguments);
    } catch (IllegalArgumentException e) {
      settings = Settings.of();
      wrong = e.getMessage();
    }
    task.addTaskListener(
        new AfterAnalysis(trees, new Checker(trees, task.getTypes(), settings), wrong));
  }

  /** A class is checked once the compiler is through with it, and before it is translated. */
  private static final class AfterAnalysis implements TaskListener {
    private final Trees trees;
    private final Checker checker;
    private @Nullable String wrong;

    AfterAnalysis(Trees trees, Checker checker, @Nullable String wrong) {
      this.trees = trees;
      this.checker = checker;
      this.wrong = wrong;
    }

    @Override
    public void finished(TaskEvent event) {
      if (event.getKind() != TaskEvent.Kind.ANALYZE) {
        return;
      }
      CompilationUnitTree unit = event.getCompilationUnit();
      TypeElement type = event.getTypeElement();
      if (wrong != null) {
        trees.printMessage(Diagnostic.Kind.ERROR, wrong, unit, unit);
        wrong = null;
        return;
      }
      for (Tree each : unit.getTypeDecls()) {
        if (each instanceof ClassTree tree && type != null && tree.equals(trees.getTree(type))) {
          check(unit, tree);
        }
      }
    }

    private void check(CompilationUnitTree unit, ClassTree tree) {
      for (Finding finding : checker.check(unit, tree)) {
        trees.printMessage(
            finding.severity() == Severity.ERROR
                ? Diagnostic.Kind.ERROR
                : Diagnostic.Kind.MANDATORY_WARNING,
            finding.message(),
            finding.place(),
            unit);
      }
    }
  }
}
