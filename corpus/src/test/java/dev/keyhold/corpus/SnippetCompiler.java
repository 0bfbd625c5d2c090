package dev.keyhold.corpus;

import dev.keyhold.checker.KeyholdPlugin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles snippets, each by itself, with the checker on and into nothing. One object after another
 * uses the same file manager and the same class loader of the plugin: a compilation takes some
 * hundredths of a second. Not thread-safe.
 */
final class SnippetCompiler implements AutoCloseable {
  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final StandardJavaFileManager files =
      compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  private final URLClassLoader plugin;
  private final List<String> options;

  SnippetCompiler() {
    Path checker = placeOf(KeyholdPlugin.class);
    this.plugin = loader(checker);
    this.options =
        List.of(
            "--release",
            "25",
            "-Xlint:none",
            "-Xplugin:Keyhold",
            "-processorpath",
            checker.toString(),
            "-classpath",
            System.getProperty("java.class.path"));
  }

  private static URLClassLoader loader(Path classes) {
    try {
      return new URLClassLoader(
          new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    } catch (IOException e) {
      throw new IllegalStateException("no class path: " + classes, e);
    }
  }

  private static Path placeOf(Class<?> type) {
    CodeSource source = Objects.requireNonNull(type.getProtectionDomain().getCodeSource());
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the checker is nowhere", e);
    }
  }

  /**
   * All errors and warnings that the compiler tells of one snippet; the plugin's are among them.
   *
   * @throws IllegalStateException the compiler fell over; with what it printed
   */
  List<Diagnostic<? extends JavaFileObject>> compile(Path source) {
    DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
    StringWriter printed = new StringWriter();
    JavaCompiler.CompilationTask task =
        compiler.getTask(
            printed,
            new IntoNothing(files, plugin),
            collector,
            options,
            null,
            files.getJavaFileObjects(source));
    boolean compiled = task.call();
    List<Diagnostic<? extends JavaFileObject>> told =
        collector.getDiagnostics().stream()
            .filter(diagnostic ->
                diagnostic.getKind() != Diagnostic.Kind.NOTE
                    && diagnostic.getKind() != Diagnostic.Kind.OTHER)
            .toList();
    boolean refused =
        told.stream().anyMatch(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR);
    if (compiled == refused || printed.getBuffer().length() != 0) {
      throw new IllegalStateException(
          "%s: the compiler %s, with %d diagnostics, and printed%n%s"
              .formatted(source, compiled ? "succeeded" : "failed", told.size(), printed));
    }
    return told;
  }

  @Override
  public void close() throws IOException {
    files.close();
    plugin.close();
  }

  /** Drops the classes, and loads the plugin once: javac would load and close it every time. */
  private static final class IntoNothing extends ForwardingJavaFileManager<JavaFileManager> {
    private final ClassLoader plugin;

    IntoNothing(JavaFileManager files, ClassLoader plugin) {
      super(files);
      this.plugin = new ClassLoader(plugin) {}; // not closeable
    }

    @Override
    public ClassLoader getClassLoader(Location location) {
      return location == StandardLocation.ANNOTATION_PROCESSOR_PATH
          ? plugin
          : super.getClassLoader(location);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      URI nowhere = URI.create("nowhere:///" + className.replace('.', '/') + kind.extension);
      return new SimpleJavaFileObject(nowhere, kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream();
        }
      };
    }

    @Override
    public void close() {} // whoever made the file manager closes it
  }
}
