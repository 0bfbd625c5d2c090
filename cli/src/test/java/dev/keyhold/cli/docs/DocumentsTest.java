package dev.keyhold.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs what the documents show: a Java block after the comment {@code <!-- example -->} is a whole
 * program, and the text block that follows it, if there is one, is what it prints.
 */
final class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern EXAMPLE =
      Pattern.compile(
          "<!-- example -->\\s*```java\\n(?<code>.*?)```(?:\\s*```text\\n(?<output>.*?)```)?",
          Pattern.DOTALL);

  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)(?<file>[^)#]+)[^)]*\\)");

  @TempDir private Path directory;

  /** A program that a document shows. */
  record Example(String document, int line, String code, String output) {
    @Override
    public String toString() {
      return document + ":" + line;
    }
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (Path directory : List.of(ROOT, ROOT.resolve("docs"))) {
      try (Stream<Path> files = Files.list(directory)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
      }
    }
    return documents;
  }

  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Path document : documents()) {
      String text = Files.readString(document);
      Matcher matcher = EXAMPLE.matcher(text);
      while (matcher.find()) {
        int line = (int) text.substring(0, matcher.start()).lines().count() + 1;
        String output = matcher.group("output");
        examples.add(
            new Example(
                ROOT.relativize(document).toString(),
                line,
                matcher.group("code"),
                output == null ? "" : output));
      }
    }
    return examples;
  }

  @Test
  void readme_hasAnExample() throws IOException {
    assertThat(examples()).anyMatch(example -> example.document().equals("README.md"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_runs_andPrintsWhatTheDocumentSays(Example example) throws Exception {
    Path source = Files.writeString(directory.resolve("Example.java"), example.code());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed).isEqualToNormalizingNewlines(example.output());
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void links_leadToFilesThatExist() throws IOException {
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        Path target = document.resolveSibling(link.group("file")).normalize();
        assertThat(target).as("link in " + ROOT.relativize(document)).exists();
      }
    }
  }
}
