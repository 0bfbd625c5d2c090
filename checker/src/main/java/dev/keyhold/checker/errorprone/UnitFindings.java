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
import org.jspecify.annotations.Nullable;

/**
 * What is wrong in a compilation unit, found once for all rules: kept in the compiler's context,
 * where the checks of the other rules find it, until the next unit's turn.
 *
 * <p>If the plugin of javac runs as well, it has reported everything, and there is nothing here.
 */
final class UnitFindings {
  private static final Context.Key<UnitFindings> KEY = new Context.Key<>();
  private static final List<String> OPTIONS = List.of("Unsynchronised", "Inline", "Elsewhere");

  /** Null if the plugin of javac runs. */
  private final @Nullable Checker checker;

  private @Nullable CompilationUnitTree unit;
  private List<Finding> findings = List.of();

  private UnitFindings(VisitorState state) {
    this.checker =
        isPluginOn(state.context)
            ? null
            : new Checker(
                JavacTrees.instance(state.context),
                JavacTypes.instance(state.context),
                settings(state.errorProneOptions().getFlags()));
  }

  static List<Finding> of(CompilationUnitTree unit, VisitorState state) {
    UnitFindings found = state.context.get(KEY);
    if (found == null) {
      found = new UnitFindings(state);
      state.context.put(KEY, found);
    }
    return found.of(unit);
  }

  private List<Finding> of(CompilationUnitTree unit) {
    if (checker != null && this.unit != unit) {
      List<Finding> all = new ArrayList<>();
      for (Tree each : unit.getTypeDecls()) {
        if (each instanceof ClassTree tree) {
          all.addAll(checker.check(unit, tree));
        }
      }
      this.findings = all;
      this.unit = unit;
    }
    return findings;
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
