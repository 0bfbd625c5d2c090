package dev.keyhold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The command as the shell sees it. */
final class ProcessTest {

  private final List<Process> started = new ArrayList<>();

  /** A test that fails leaves nothing running. */
  @AfterEach
  void endWhatWasStarted() {
    started.forEach(Process::destroyForcibly);
  }

  private Process keyhold(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  /** Sends the signal TERM, which ends a JVM as Ctrl-C does, and leaves the streams open. */
  private static void terminate(Process process) {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void wrongUse_exitsWithTwo_andOneLineOnStderr() throws Exception {
    Process process = keyhold("lab", "--tasks", "0");
    assertThat(text(process.getInputStream())).isEmpty();
    assertThat(text(process.getErrorStream()).lines()).hasSize(1);
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void success_exitsWithZero() throws Exception {
    Process process = keyhold("tour", "database", "--plain");
    assertThat(text(process.getInputStream())).contains("my-key inserted:    42");
    assertThat(text(process.getErrorStream())).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void tour_askedToEnd_printsItsSummary() throws Exception {
    Process process = keyhold("tour", "async-mutex", "--for", "24h");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null && !line.equals("->write-guard")) {
        line = out.readLine();
      }
      assertThat(line).isEqualTo("->write-guard");
      terminate(process);
      List<String> rest = out.lines().toList();
      assertThat(rest).anyMatch(each -> each.contains("took turns"));
    }
    assertThat(text(process.getErrorStream())).isEmpty();
    assertThat(process.waitFor()).isNotZero();
  }

  @Test
  void lab_askedToEnd_printsTheFiguresSoFar() throws Exception {
    Process process = keyhold("lab", "--for", "24h", "--tasks", "4");
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      assertThat(err.readLine()).isEqualTo("keyhold: lab: blocking-mutex, 1 of 10");
      terminate(process);
      assertThat(text(process.getInputStream()))
          .contains("blocking-mutex ", "Interrupted: 1 of 10 options, the last one cut short.")
          .doesNotContain("fair-lock ");
      assertThat(err.lines()).isEmpty();
    }
    assertThat(process.waitFor()).isNotZero();
  }
}
