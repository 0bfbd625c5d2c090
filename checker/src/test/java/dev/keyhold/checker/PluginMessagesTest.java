package dev.keyhold.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.checker.Javac.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginMessagesTest {
  @TempDir Path directory;

  @Test
  void message_showsBothPlacesAndSaysWhyAndHowToMend() {
    Result result =
        new Javac(directory, "Keyhold")
            .compile(
                "Shares.java",
                """
                import java.util.HashMap;
                class Shares {
                  void run() {
                    HashMap<String, String> map = new HashMap<>();
                    Thread.startVirtualThread(() -> map.put("a", "b"));
                    map.put("c", "d"); // <- error R1
                  }
                }
                """);

    assertThat(result.found()).isEqualTo(result.expected());
    assertThat(result.message().lines().map(String::strip))
        .startsWith(
            "'map' is used here while a task that was given it may still be running [keyhold:R1]",
            "first:  line 5:  Thread.startVirtualThread(() -> map.put(\"a\", \"b\"));",
            "a task uses 'map'",
            "second: line 6:  map.put(\"c\", \"d\"); // <- error R1",
            "the code that started it uses it")
        .anyMatch(line -> line.startsWith("why:    HashMap<String,String> is not made for several"))
        .anyMatch(line -> line.startsWith("mend:   give it to a lock that owns it, Mutex<"));
  }

  @Test
  void everyRule_namesItselfAndItsPlacesAndTheWayOut() {
    Result result =
        new Javac(directory, "Keyhold").annotated().compile("Rules.java", Sources.EVERY_RULE);

    assertThat(result.found()).isEqualTo(result.expected());
    assertThat(result.problems())
        .allSatisfy(problem -> {
          assertThat(problem.message().lines().findFirst().orElseThrow())
              .endsWith(" [keyhold:" + problem.rule() + "]");
          assertThat(problem.message()).containsPattern("\n +first:  line ");
          assertThat(problem.message()).containsPattern("\n +why:    ");
          assertThat(problem.message()).containsPattern("\n +mend:   ");
          assertThat(problem.message()).contains("line " + problem.line() + ":  ");
        });
  }
}
