package dev.keyhold.checker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the compiler, with nothing but the checker on its processor path. */
final class PluginAloneTest {
  private static final String SOURCE =
      """
      import java.util.ArrayList;
      class Shares {
        void run(ArrayList<String> list) throws InterruptedException {
          Thread thread = Thread.startVirtualThread(() -> list.add("a"));
          %s
          list.add("b");
        }
      }
      """;

  @TempDir Path directory;

  private record Run(int exit, String output) {}

  private Run javac(String source) throws Exception {
    Path file = Files.writeString(directory.resolve("Shares.java"), source);
    Path checker =
        Path.of(KeyholdPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-Xlint:all,-processing",
                "-Werror",
                "-processorpath",
                checker.toString(),
                "-Xplugin:Keyhold",
                "-d",
                directory.toString(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }

  @Test
  void plugin_withoutErrorProne_refusesAndAccepts() throws Exception {
    Run refused = javac(SOURCE.formatted(""));
    Run accepted = javac(SOURCE.formatted("thread.join();"));

    assertThat(refused.output()).contains("Shares.java:6: error: ", "[keyhold:R1]", "1 error");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(accepted.output()).isEmpty();
    assertThat(accepted.exit()).isZero();
  }
}
