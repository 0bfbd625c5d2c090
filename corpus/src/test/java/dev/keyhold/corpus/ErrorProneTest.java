package dev.keyhold.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.checker.KeyholdPlugin;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules in the hands of Error Prone: found as a service, named, switched off and suppressed
 * there.
 */
final class ErrorProneTest {
  private static final String SHARED =
      """
      import java.util.ArrayList;
      import java.util.List;
      import java.util.concurrent.ExecutorService;

      class Shared {
        %s
        static void run(ExecutorService tasks) {
          List<String> names = new ArrayList<>();
          tasks.execute(() -> names.add("one"));
          tasks.execute(() -> names.add("two"));
        }
      }
      """;

  private static final String HELD =
      """
      import dev.keyhold.sync.BlockingMutex;

      class Held {
        static int sleeps(BlockingMutex<int[]> mutex) throws InterruptedException {
          try (var guard = mutex.lock()) {
            Thread.sleep(1);
            return guard.get()[0];
          }
        }

        static int nameless(BlockingMutex<int[]> mutex) throws InterruptedException {
          return mutex.lock().get()[0];
        }
      }
      """;

  @TempDir private Path directory;

  /** Kind, line and check of what is said about a source. */
  private List<String> told(String name, String source, String... flags) throws Exception {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    Path checker =
        Path.of(KeyholdPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String classPath = System.getProperty("java.class.path");
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("memory:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of(
            "-d",
            directory.toString(),
            "-classpath",
            classPath,
            "-processorpath",
            checker + File.pathSeparator + classPath,
            "-XDcompilePolicy=simple",
            "--should-stop=ifError=FLOW",
            "-Xplugin:ErrorProne -XepDisableAllWarnings " + String.join(" ", flags));
    javac.getTask(null, null, diagnostics, options, null, List.of(file)).call();
    List<String> told = new ArrayList<>();
    for (Diagnostic<?> each : diagnostics.getDiagnostics()) {
      String message = each.getMessage(Locale.ROOT);
      if (message.startsWith("[Keyhold")) {
        told.add(
            each.getKind()
                + " "
                + each.getLineNumber()
                + " "
                + message.substring(1, message.indexOf(']')));
      }
    }
    return told;
  }

  @Test
  void findings_areErrorsOfTheCheckOfTheirRule() throws Exception {
    assertThat(told("Shared", SHARED.formatted("")))
        .containsExactly("ERROR 10 KeyholdSharedUnsynchronised");
  }

  @Test
  void findings_thatAreNotSure_areWarnings() throws Exception {
    assertThat(told("Held", HELD, "-Xep:KeyholdGuardAcrossSuspension:WARN"))
        .containsExactlyInAnyOrder(
            "WARNING 6 KeyholdGuardAcrossSuspension", "ERROR 12 KeyholdNamelessGuard");
  }

  @Test
  void check_switchedOff_saysNothing() throws Exception {
    assertThat(told("Held", HELD, "-Xep:KeyholdNamelessGuard:OFF"))
        .doesNotContain("ERROR 12 KeyholdNamelessGuard");
  }

  @Test
  void finding_suppressedWithAReason_isNotTold() throws Exception {
    String suppressed =
        SHARED.formatted("@SuppressWarnings(\"keyhold:R1: one thread runs them all\")");
    assertThat(told("Shared", suppressed)).isEmpty();
  }
}
