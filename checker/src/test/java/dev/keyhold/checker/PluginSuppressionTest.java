package dev.keyhold.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.checker.Javac.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginSuppressionTest {
  @TempDir Path directory;

  private Result compile(String source) {
    return new Javac(directory, "Keyhold").compile("Shares.java", source);
  }

  private static String method(String annotation) {
    return """
    import java.util.ArrayList;
    class Shares {
      %s
      void run(ArrayList<String> list) {
        Thread.startVirtualThread(() -> list.add("a"));
        list.add("b");
      }
    }
    """
        .formatted(annotation);
  }

  @Test
  void suppression_withAReasonInIt_isSilent() {
    Result result = compile(method("@SuppressWarnings(\"keyhold:R1: the thread has ended\")"));

    assertThat(result.problems()).isEmpty();
  }

  @Test
  void suppression_withAReasonInAComment_isSilent() {
    assertThat(compile(method("@SuppressWarnings(\"keyhold:R1\") // it has ended")).problems())
        .isEmpty();
    assertThat(compile(method("// It has ended.\n@SuppressWarnings(\"keyhold:R1\")")).problems())
        .isEmpty();
  }

  @Test
  void suppression_amongOthers_isSilent() {
    Result result =
        compile(method("@SuppressWarnings({\"unused\", \"keyhold:R1: the thread has ended\"})"));

    assertThat(result.problems()).isEmpty();
  }

  @Test
  void suppression_withoutAReason_isAskedForOneOnce() {
    Result result =
        compile(
            """
            import java.util.ArrayList;

            @SuppressWarnings("keyhold:R1")
            class Shares {
              void first(ArrayList<String> list) {
                Thread.startVirtualThread(() -> list.add("a"));
                list.add("b");
              }

              void second(ArrayList<String> list) {
                Thread.startVirtualThread(() -> list.add("a"));
                list.add("b");
              }
            }
            """);

    assertThat(result.found()).containsExactly("Shares.java:3 warning R1");
    assertThat(result.message()).contains("needs a reason");
    assertThat(result.compiled()).isTrue();
  }

  @Test
  void suppression_ofAnotherRule_doesNotHelp() {
    Result result = compile(method("@SuppressWarnings(\"keyhold:R2: no lock here\")"));

    assertThat(result.found()).containsExactly("Shares.java:6 error R1");
  }

  @Test
  void suppression_reachesWhatItStandsAtAndNoFurther() {
    Result result =
        compile(
            """
            import java.util.ArrayList;

            class Shares {
              @SuppressWarnings("keyhold:R1: the thread has ended")
              static class Inner {
                void run(ArrayList<String> list) {
                  Thread.startVirtualThread(() -> list.add("a"));
                  list.add("b");
                }
              }

              void run(ArrayList<String> list) {
                Thread.startVirtualThread(() -> list.add("a"));
                list.add("b"); // <- error R1
              }

              void declared(ArrayList<String> list) {
                Thread.startVirtualThread(() -> list.add("a"));
                @SuppressWarnings("keyhold:R1: the thread has ended")
                boolean added = list.add("b");
              }
            }
            """);

    assertThat(result.found()).isEqualTo(result.expected());
  }
}
