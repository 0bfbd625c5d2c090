package dev.keyhold.checker.errorprone;

import com.google.errorprone.ErrorProneFlags;
import com.google.errorprone.VisitorState;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.tools.javac.api.JavacTrees;
import com.sun.tools.javac.main.Arguments;
import com.sun.tools.javac.model.JavacTypes;
import com.sun.tools.javac.util.Context;
import dev.keyhold.checker.rule.Checker;
import dev.keyhold.checker.rule.Finding;
import dev.keyhold.checker.rule.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is wrong in a compilation unit, found once for all rules: it is kept in the compiler's
 * context, where the checks of the other rules find it.
 *
 * <p>If the plugin of javac runs as well, it has reported everything, and there is nothing here.
 */
final class UnitFindings {
  private static final Context.Key<UnitFindings> KEY = new Context.Key<>();
  private static final List<String> OPTIONS = List.of("Unsynchronised", "Inline", "Elsewhere");

  private final CompilationUnitTree unit;
  private final List<Finding> findings;

  private UnitFindings(CompilationUnitTree unit, List<Finding> findings) {
    this.unit = unit;
    this.findings = findings;
  }

  static List<Finding> of(CompilationUnitTree unit, VisitorState state) {
    UnitFindings last = state.context.get(KEY);
    if (last == null || last.unit != unit) {
      last = new UnitFindings(unit, find(unit, state));
      state.context.put(KEY, (UnitFindings) null);
      state.context.put(KEY, last);
    }
    return last.findings;
  }

  private static List<Finding> find(CompilationUnitTree unit, VisitorState state) {
    List<Finding> all = new ArrayList<>();
    if (!isPluginOn(state.context)) {
      Checker checker =
          new Checker(
              JavacTrees.instance(state.context),
              JavacTypes.instance(state.context),
              settings(state.errorProneOptions().getFlags()));
      for (Tree each : unit.getTypeDecls()) {
        if (each instanceof ClassTree tree) {
          all.addAll(checker.check(unit, tree));
        }
      }
    }
    return all;
  }

  private static boolean isPluginOn(Context context) {
    return Arguments.instance(context).getPluginOpts().stream()
        .anyMatch(words -> words.getFirst().equals("Keyhold"));
  }

  /** {@code -XepOpt:Keyhold:Inline=...} is the option {@code inline=...} of the plugin of javac. */
  private static Settings settings(ErrorProneFlags flags) {
    return Settings.of(
        OPTIONS.stream()
            .flatMap(name ->
                flags.get("Keyhold:" + name).stream()
                    .map(value -> name.toLowerCase(Locale.ROOT) + "=" + value))
            .toArray(String[]::new));
  }
}
