package dev.keyhold.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.checker.Javac.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds as they come: in parts, with processors, with everything a source file can hold. */
final class PluginBuildsTest {
  private static final String SHARING =
      """
      %s void run(java.util.ArrayList<String> list) {
        Thread.startVirtualThread(() -> list.add("a"));
        list.add("b");%s
      }
      """;

  private static final String WRONG = SHARING.formatted("", " // <- error R1");

  @TempDir Path directory;

  private Javac javac() {
    return new Javac(directory, "Keyhold");
  }

  private void assertAsExpected(Result result) {
    assertThat(result.found()).isEqualTo(result.expected());
    assertThat(result.out()).isEmpty();
  }

  /** Generates a class that uses what is compiled, in the first round. */
  @SupportedAnnotationTypes("*")
  private static final class Generating extends AbstractProcessor {
    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      if (!round.processingOver() && !round.getRootElements().isEmpty()) {
        boolean first =
            round.getRootElements().stream()
                .noneMatch(e -> e.getSimpleName().contentEquals("Made"));
        if (first) {
          try (Writer out = processingEnv.getFiler().createSourceFile("Made").openWriter()) {
            out.write("class Made extends Shares { String name() { return \"made\"; } }");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
      return false;
    }
  }

  @Test
  void processedBuild_reportsEveryFindingOnce() {
    Javac javac = javac().with(new Generating());

    Result result =
        javac.compile(
            javac.source("Shares.java", "class Shares {\n" + WRONG + "}"),
            javac.source(
                "User.java",
                "class User {\n  String name(Made made) { return made.name(); }\n" + WRONG + "}"));

    assertAsExpected(result);
    assertThat(result.found()).hasSize(2);
  }

  @Test
  void severalClassesInOneFile_areAllChecked() {
    assertAsExpected(
        javac()
            .compile(
                "First.java",
                """
                class First {
                %1$s
                  class Inner {
                %1$s
                  }
                }
                class Second extends First {
                %1$s
                }
                interface Third {
                  %2$s
                }
                """
                    .formatted(WRONG, SHARING.formatted("default", " // <- error R1"))));
  }

  @Test
  void generatedClass_isNotChecked() {
    assertAsExpected(
        javac()
            .compile(
                "Written.java",
                """
                class Written {
                  @javax.annotation.processing.Generated("by a test")
                  static class Made {
                    %s
                  }
                  %s
                }
                @javax.annotation.processing.Generated("by a test")
                class AlsoMade {
                  %1$s
                }
                """
                    .formatted(SHARING.formatted("", ""), WRONG)));
  }

  @Test
  void laterBuild_seesTheAnnotationsOfClassFiles() {
    javac().annotated();
    Result first =
        javac()
            .compile(
                "Lock.java",
                """
                import dev.keyhold.check.*;
                interface Lock {
                  Guard lock();
                  @MustClose @ThreadBound interface Guard extends AutoCloseable {
                    int get();
                    @Override void close();
                  }
                  static void finish(@Closes Guard guard) { guard.close(); }
                  @RunsInline static void here(Runnable task) { task.run(); }
                  @RunsElsewhere static void there(Runnable task) { new Thread(task).start(); }
                }
                """);

    Result second =
        javac()
            .compile(
                "User.java",
                """
                import java.util.ArrayList;
                class User {
                  void leaks(Lock lock) {
                    Lock.Guard guard = lock.lock(); // <- error R3
                  }
                  void passesOn(Lock lock) {
                    Lock.Guard guard = lock.lock();
                    Lock.finish(guard);
                  }
                  void sleeps(Lock lock) throws InterruptedException {
                    try (Lock.Guard guard = lock.lock()) {
                      Thread.sleep(guard.get()); // <- warning R2
                    }
                  }
                  void inPlace(ArrayList<String> list) {
                    Lock.here(() -> list.add("a"));
                    list.add("b");
                  }
                  void elsewhere(ArrayList<String> list) {
                    Lock.there(() -> list.add("a"));
                    list.add("b"); // <- error R1
                  }
                }
                """);

    assertThat(first.found()).isEmpty();
    assertThat(first.compiled()).isTrue();
    assertAsExpected(second);
  }

  @Test
  void sourceWithErrors_isRefusedByTheCompilerAndHarmsNobody() {
    Javac javac = javac();
    Result missing =
        javac.compile("Broken.java", "class Broken {\n" + SHARING.formatted("", "") + "Gone x; }");
    Result unfinished =
        javac.compile("Open.java", "class Open {\n" + SHARING.formatted("", "") + "void a( {");
    Result untyped =
        javac.compile(
            "Untyped.java",
            """
            class Untyped {
              void run(java.util.ArrayList<String> list) {
                Thread.startVirtualThread(() -> list.gone(x -> list.add(x)));
                try (var guard = list.lock()) { unknown.take(guard); }
                list.add(1, 2, 3);
              }
            }
            """);

    for (Result result : new Result[] {missing, unfinished, untyped}) {
      assertThat(result.compiled()).isFalse();
      assertThat(result.problems()).anyMatch(problem -> problem.rule().equals("javac"));
      assertThat(result.out()).isEmpty();
    }
  }

  @Test
  void module_isCheckedAsAnyOtherSource() {
    Javac javac = javac();

    Result result =
        javac.compile(
            javac.source("module-info.java", "/** A module. */\nmodule acme { exports acme; }"),
            javac.source("acme/package-info.java", "/** A package. */\n@Deprecated package acme;"),
            javac.source("acme/Shares.java", "package acme;\nclass Shares {\n" + WRONG + "}"));

    assertAsExpected(result);
    assertThat(result.found()).hasSize(1);
  }

  @Test
  void implicitClass_isChecked() {
    assertAsExpected(javac().compile("Script.java", "void main() { run(null); }\n" + WRONG));
  }

  @Test
  void recordsEnumsAndInterfaces_areChecked() {
    assertAsExpected(
        javac()
            .compile(
                "Kinds.java",
                """
                import java.util.ArrayList;
                record Kinds(ArrayList<String> names) {
                  Kinds {
                    Thread.startVirtualThread(() -> names.add("a"));
                    names.add("b"); // <- error R1
                  }
                  %1$s
                }
                enum Kind {
                  FIRST {
                    @Override %2$s
                  };
                  static {
                    ArrayList<String> list = new ArrayList<>();
                    Thread.startVirtualThread(() -> list.add("a"));
                    list.add("b"); // <- error R1
                  }
                  %1$s
                }
                interface Face<T extends Face<T>> {
                  private %1$s
                  default %1$s
                }
                sealed interface Shape permits Round {}
                record Round(int radius) implements Shape {
                  int area(Shape shape) {
                    return switch (shape) {
                      case Round(int r) when r > 1 -> r;
                      case Round(var _) -> 0;
                    };
                  }
                }
                @interface Mark { String value() default "a"; }
                """
                    .replace("private %1$s", SHARING.formatted("private", " // <- error R1"))
                    .replace(
                        "default %1$s",
                        SHARING.formatted("default", " // <- error R1").replace("run", "other"))
                    .formatted(WRONG, WRONG)));
  }

  @Test
  void accepted_isCompiled() throws IOException {
    Result result = javac().compile("Fine.java", "class Fine { static { int x = 1; x++; } }");

    assertThat(result.problems()).isEmpty();
    assertThat(Files.exists(javac().classes().resolve("Fine.class"))).isTrue();
  }
}
