package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the documentation shows, run, and compared with the documentation. */
class SimulationExampleTest {
  private static final Path SOURCE = Path.of("src/main/java/dev/keyhold/testkit/Simulation.java");
  private static final Path MANUAL = Path.of("../docs/testkit.md");
  private static final Path THIS =
      Path.of("src/test/java/dev/keyhold/testkit/SimulationExampleTest.java");

  // example: begin
  private static final Program RACE =
      tasks -> {
        int[] counter = {0};
        TaskBody increment =
            () -> {
              int seen = counter[0];
              tasks.yieldNow(); // here the other one may come between
              counter[0] = seen + 1;
            };
        TaskHandle one = tasks.spawn("one", increment);
        TaskHandle two = tasks.spawn("two", increment);
        one.join();
        two.join();
        assertThat(counter[0]).isEqualTo(2);
      };

  // example: end

  @Test
  void example_race_failsUnderTheSeedThatTheDocumentationNames() {
    SimulationFailure found =
        catchThrowableOfType(
            SimulationFailure.class, () -> Simulation.seeded(1).explore(100, RACE));
    SimulationFailure again =
        catchThrowableOfType(SimulationFailure.class, () -> Simulation.seeded(3).run(RACE));
    assertThat(found).hasMessageStartingWith("seed 3: task main failed: ");
    assertThat(again).hasMessage(found.getMessage());
  }

  @Test
  void example_inTheDocumentation_isTheOneThatRuns() throws IOException {
    String example =
        squeeze(between(Files.readString(THIS), "// example: begin", "// example: end"));
    String code = example.substring(example.indexOf("Program"));
    assertThat(squeeze(Files.readString(SOURCE).replace("\n * ", "\n"))).contains(code);
    assertThat(squeeze(Files.readString(MANUAL))).contains(code);
  }

  @Test
  void manual_namesOnlyWhatThereIs() throws IOException {
    List<String> named =
        List.of("inOrder", "seeded", "explore", "timeLimit", "stepsMax", "watchdog");
    assertThat(Files.readString(MANUAL)).contains(named);
    assertThat(Simulation.class.getMethods()).extracting("name").containsAll(named);
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static String squeeze(String text) {
    return text.replaceAll("\\s+", "");
  }
}
