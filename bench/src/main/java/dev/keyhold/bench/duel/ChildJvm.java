package dev.keyhold.bench.duel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts JVMs of the same kind and class path as this one; they end when this one ends. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * Runs a main class and reads what it prints.
   *
   * @param options the JVM's
   * @return the lines of its stdout
   * @throws BenchException it ended with another status than 0; the message is its stderr's
   */
  public static List<String> run(List<String> options, Class<?> main, String... args) {
    ProcessBuilder builder = new ProcessBuilder(command(options, main, List.of(args)));
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      Thread ender = endWithThis(process);
      List<String> lines;
      int status;
      try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
        lines = reader.readAllLines();
        status = process.waitFor();
      } finally {
        process.destroy();
        forget(ender);
      }
      if (status != 0) {
        throw new BenchException(lines.isEmpty() ? "status " + status : lines.getLast());
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while measuring");
    }
  }

  /**
   * Runs a main class with the terminal of this one.
   *
   * @return its exit status
   */
  public static int runHere(List<String> options, Class<?> main, List<String> args) {
    ProcessBuilder builder = new ProcessBuilder(command(options, main, args));
    builder.redirectInput(Redirect.INHERIT);
    builder.redirectOutput(Redirect.INHERIT);
    builder.redirectError(Redirect.INHERIT);
    try {
      Process process = builder.start();
      Thread ender = endWithThis(process);
      try {
        return process.waitFor();
      } finally {
        process.destroy();
        forget(ender);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while measuring");
    }
  }

  private static List<String> command(List<String> options, Class<?> main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(args);
    return command;
  }

  private static Thread endWithThis(Process process) {
    Thread ender = new Thread(process::destroy, "child-ender");
    Runtime.getRuntime().addShutdownHook(ender);
    return ender;
  }

  private static void forget(Thread ender) {
    try {
      Runtime.getRuntime().removeShutdownHook(ender);
    } catch (IllegalStateException e) {
      // This JVM is ending, and the hook does its work.
      return;
    }
  }
}
