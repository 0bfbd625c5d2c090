package dev.keyhold.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The inputs that are kept, in each target: what fuzzing begins with, and what once was wrong. */
final class FuzzInputsTest {
  private static final Map<String, Consumer<byte[]>> TARGETS =
      Map.of(
          "parse", ParseFuzz::fuzzerTestOneInput,
          "path", PathFuzz::fuzzerTestOneInput,
          "regexp", RegexpFuzz::fuzzerTestOneInput,
          "edit", EditFuzz::fuzzerTestOneInput,
          "patch", PatchFuzz::fuzzerTestOneInput);

  private static List<Path> inputs(String target) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "corpus", target))) {
      return files.sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> keptInput_holds() throws IOException {
    for (String target : TARGETS.keySet()) {
      assertThat(inputs(target)).as(target).isNotEmpty();
    }
    return TARGETS.entrySet().stream()
        .map(target ->
            DynamicTest.dynamicTest(
                target.getKey(),
                () -> {
                  for (Path input : inputs(target.getKey())) {
                    target.getValue().accept(Files.readAllBytes(input));
                  }
                }));
  }

  /** Without Jazzer, so that the targets cannot rot where it does not run; the same every time. */
  @TestFactory
  Stream<DynamicTest> keptInput_aFewBytesChanged_holds() {
    return TARGETS.entrySet().stream()
        .map(target ->
            DynamicTest.dynamicTest(
                target.getKey(),
                () -> {
                  Random random = new Random(1);
                  for (Path input : inputs(target.getKey())) {
                    byte[] bytes = Files.readAllBytes(input);
                    for (int i = 0; i < 50 && bytes.length < 10_000; i++) {
                      target.getValue().accept(changed(random, bytes));
                    }
                  }
                }));
  }

  private static byte[] changed(Random random, byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int left = 1 + random.nextInt(3); left > 0 && changed.length > 0; left--) {
      int to = random.nextInt(changed.length);
      changed[to] =
          random.nextBoolean()
              ? changed[random.nextInt(changed.length)]
              : (byte) random.nextInt(256);
    }
    return changed;
  }
}
