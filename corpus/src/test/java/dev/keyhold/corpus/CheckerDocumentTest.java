package dev.keyhold.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.checker.KeyholdPlugin;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles what the checker's document shows: a Java block after {@code <!-- refused -->} is a file
 * that does not compile, and the text block that follows it is what javac says; a block after
 * {@code <!-- accepted -->} compiles without a word.
 */
final class CheckerDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "checker.md");

  private static final Pattern EXAMPLE =
      Pattern.compile(
          "<!-- (?<kind>refused|accepted) -->\\s*```java\\n(?<code>.*?)```"
              + "(?:\\s*```text\\n(?<output>.*?)```)?",
          Pattern.DOTALL);

  private static final Pattern CLASS = Pattern.compile("^class (\\w+)", Pattern.MULTILINE);

  @TempDir private Path directory;

  /** A file that the document shows. */
  record Example(int line, boolean refused, String code, String output) {
    @Override
    public String toString() {
      return "line " + line;
    }
  }

  static List<Example> examples() throws IOException {
    String text = Files.readString(DOCUMENT);
    List<Example> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(text);
    while (matcher.find()) {
      String output = matcher.group("output");
      examples.add(
          new Example(
              (int) text.substring(0, matcher.start()).lines().count() + 1,
              matcher.group("kind").equals("refused"),
              matcher.group("code"),
              output == null ? "" : output));
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_compiled_givesWhatTheDocumentSays(Example example) throws Exception {
    Matcher name = CLASS.matcher(example.code());
    assertThat(name.find()).isTrue();
    Path source = Files.writeString(directory.resolve(name.group(1) + ".java"), example.code());
    Path checker =
        Path.of(KeyholdPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    StringWriter said = new StringWriter();
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                said,
                null,
                null,
                List.of(
                    "-d",
                    directory.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-processorpath",
                    checker.toString(),
                    "-Xplugin:Keyhold"),
                null,
                ToolProvider.getSystemJavaCompiler()
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjects(source))
            .call();
    assertThat(said.toString().replace(directory + "/", ""))
        .isEqualToNormalizingNewlines(example.output());
    assertThat(compiled).isNotEqualTo(example.refused());
  }
}
