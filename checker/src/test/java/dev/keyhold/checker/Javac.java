package dev.keyhold.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The compiler, run in this process with a plugin on.
 *
 * <p>In sources a comment {@code // <- error R1} says what is expected of its line; several are
 * separated by commas.
 */
public final class Javac {
  private static final Path ANNOTATIONS = Path.of("../core/src/main/java/dev/keyhold/check");
  private static final Pattern EXPECTED = Pattern.compile("// <- (.*)$");
  private static final Pattern TOLD = Pattern.compile("^\\[(Keyhold\\w+)]|\\[keyhold:(R\\d)]$");

  private final Path directory;
  private final List<String> options = new ArrayList<>();
  private final List<Processor> processors = new ArrayList<>();

  /**
   * @param directory gets sources and classes; what one compilation leaves the next can use
   */
  public Javac(Path directory, String plugin) {
    this.directory = directory;
    options.addAll(List.of("-Xlint:all,-processing", "-d", classes().toString()));
    String here = System.getProperty("java.class.path");
    options.addAll(List.of("-classpath", classes() + File.pathSeparator + here));
    options.addAll(List.of("-processorpath", here));
    options.add("-Xplugin:" + plugin);
  }

  public Javac with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  Javac with(Processor processor) {
    processors.add(processor);
    return this;
  }

  Path classes() {
    try {
      return Files.createDirectories(directory.resolve("classes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles the annotations of the checker, as they are in {@code core}. */
  public Javac annotated() {
    try (Stream<Path> files = Files.list(ANNOTATIONS)) {
      Result result = run(files.sorted().toList(), List.of());
      if (!result.compiled()) {
        throw new IllegalStateException(result.toString());
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a source, which is not compiled yet. */
  public Path source(String name, String text) {
    try {
      Path file = directory.resolve("src").resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles one source. */
  public Result compile(String name, String text) {
    return compile(source(name, text));
  }

  public Result compile(Path... sources) {
    List<String> expected = new ArrayList<>();
    for (Path each : sources) {
      expected.addAll(expected(each));
    }
    return run(List.of(sources), expected);
  }

  private Result run(List<Path> sources, List<String> expected) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(told, Locale.ROOT, UTF_8)) {
      StringWriter out = new StringWriter();
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              out, files, told, options, null, files.getJavaFileObjectsFromPaths(sources));
      task.setProcessors(processors);
      boolean compiled = task.call();
      List<Problem> problems = told.getDiagnostics().stream().map(Javac::problem).toList();
      return new Result(compiled, problems, expected, out.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> expected(Path source) {
    List<String> expected = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(source);
      for (int i = 0; i < lines.size(); i++) {
        Matcher matcher = EXPECTED.matcher(lines.get(i));
        if (matcher.find()) {
          for (String each : matcher.group(1).split(", ", -1)) {
            expected.add(source.getFileName() + ":" + (i + 1) + " " + each);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return expected;
  }

  private static Problem problem(Diagnostic<? extends JavaFileObject> diagnostic) {
    String message = diagnostic.getMessage(Locale.ROOT);
    Matcher rule = TOLD.matcher(message.lines().findFirst().orElse(""));
    JavaFileObject source = diagnostic.getSource();
    return new Problem(
        source == null ? "" : Path.of(source.toUri()).getFileName().toString(),
        diagnostic.getLineNumber(),
        diagnostic.getKind() == Diagnostic.Kind.ERROR ? "error" : "warning",
        rule.find() ? rule.group(rule.group(1) == null ? 2 : 1) : "javac",
        message);
  }

  /**
   * What the compiler said in one place.
   *
   * @param rule "javac" if it is none of ours
   */
  public record Problem(String file, long line, String kind, String rule, String message) {
    @Override
    public String toString() {
      return file + ":" + line + " " + kind + " " + rule;
    }
  }

  /**
   * How a compilation went.
   *
   * @param expected what the sources' comments say
   * @param out what the compiler printed beside its problems
   */
  public record Result(
      boolean compiled, List<Problem> problems, List<String> expected, String out) {

    /** FILE:LINE KIND RULE each, in the order of the places. */
    public List<String> found() {
      return problems.stream()
          .filter(problem -> !problem.rule().equals("javac"))
          .map(Problem::toString)
          .toList();
    }

    /** Our one message. */
    public String message() {
      return problems.stream()
          .filter(problem -> !problem.rule().equals("javac"))
          .map(Problem::message)
          .reduce((_, _) -> "more than one")
          .orElse("none");
    }
  }
}
