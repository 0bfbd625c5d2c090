package dev.keyhold.cli.tour.chapter;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles one of the tour's sources in front of the reader, with the compiler that runs the tour.
 * What it makes is thrown away.
 */
final class Javac {
  private static final String PLUGIN = "dev/keyhold/checker/KeyholdPlugin.class";

  private Javac() {}

  /**
   * What came of it.
   *
   * @param compiled whether it is a program
   * @param said javac's own words
   */
  record Result(boolean compiled, String said) {}

  /** The text of a source file of the tour. */
  static String source(String file) {
    try (InputStream in = Javac.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new AssertionError(file + " belongs to the jar: the build puts it there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Compiles a source file of the tour.
   *
   * @param checked whether with Keyhold's checker
   * @throws IllegalStateException this Java has no compiler, or the checker is missing
   */
  static Result compile(String file, boolean checked) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw new IllegalStateException(
          "this Java has no compiler (module jdk.compiler): the chapter needs a JDK");
    }
    List<String> options =
        new ArrayList<>(List.of("-classpath", System.getProperty("java.class.path")));
    if (checked) {
      options.addAll(List.of("-processorpath", checker().toString(), "-Xplugin:Keyhold"));
    }
    StringWriter said = new StringWriter();
    try (JavaFileManager files =
        new Discarding(javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8))) {
      boolean compiled =
          javac
              .getTask(said, files, null, options, null, List.of(new Shown(file, source(file))))
              .call();
      return new Result(compiled, said.toString());
    } catch (IOException e) {
      throw new IllegalStateException("the compiler's files cannot be closed: " + e, e);
    }
  }

  /** The jar, or the directory, that the checker is in. */
  private static Path checker() {
    URL plugin = Javac.class.getClassLoader().getResource(PLUGIN);
    if (plugin == null) {
      throw new IllegalStateException("the checker is not on the class path: " + PLUGIN);
    }
    String location = plugin.toString();
    String root = location.substring(0, location.length() - PLUGIN.length());
    if (root.startsWith("jar:")) {
      root = root.substring("jar:".length(), root.length() - "!/".length());
    }
    try {
      return Path.of(new URI(root));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the checker is where no file can be: " + location, e);
    }
  }

  /** A source in memory, which messages call by its name alone. */
  private static final class Shown extends SimpleJavaFileObject {
    private final String name;
    private final String text;

    Shown(String name, String text) {
      super(URI.create("tour:///" + name), Kind.SOURCE);
      this.name = name;
      this.text = text;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Nobody runs what is compiled here. */
  private static final class Discarding extends ForwardingJavaFileManager<JavaFileManager> {
    Discarding(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("tour:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          return OutputStream.nullOutputStream();
        }
      };
    }
  }
}
