import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the published sources of other people's projects with the checker on, and prints what it
 * says. Run by checker-projects.sh:
 *
 * <pre>java CheckerProjects.java CHECKER-CLASSES WORK-DIRECTORY [PROJECT…]</pre>
 *
 * <p>Maven fetches a project's sources and all that they need to compile. A project's own classes
 * are on the class path as well, so a file that does not compile (it needs an optional library, or
 * a younger language refuses it) can be left out, and the rest still compiles. Which ones these are
 * is found by trying, and kept in the project's file {@code left-out}.
 */
final class CheckerProjects {

  /**
   * @param checked what is compiled: {@code group:artifact:version}
   * @param needed what it needs beside its own dependencies
   */
  private record Project(String name, List<String> checked, List<String> needed) {}

  private static final List<String> ANNOTATIONS =
      List.of(
          "org.jspecify:jspecify:1.0.0",
          "org.checkerframework:checker-qual:3.48.4",
          "com.google.errorprone:error_prone_annotations:2.36.0",
          "com.google.code.findbugs:jsr305:3.0.2",
          "com.google.j2objc:j2objc-annotations:3.0.0");

  private static final List<Project> PROJECTS =
      List.of(
          new Project(
              "caffeine", List.of("com.github.ben-manes.caffeine:caffeine:3.2.3"), ANNOTATIONS),
          new Project(
              "jedis",
              List.of("redis.clients:jedis:7.1.0"),
              List.of("io.github.resilience4j:resilience4j-all:2.3.0")),
          new Project(
              "netty",
              List.of(
                  "io.netty:netty-common:4.2.7.Final",
                  "io.netty:netty-transport:4.2.7.Final",
                  "io.netty:netty-handler:4.2.7.Final"),
              List.of(
                  "io.netty:netty-tcnative-classes:2.0.74.Final",
                  "org.bouncycastle:bcpkix-jdk18on:1.81",
                  "org.conscrypt:conscrypt-openjdk-uber:2.5.2",
                  "org.apache.logging.log4j:log4j-1.2-api:2.25.2",
                  "commons-logging:commons-logging:1.3.5",
                  "org.jetbrains:annotations:26.0.2",
                  "org.slf4j:slf4j-api:2.0.17")),
          new Project(
              "HikariCP",
              List.of("com.zaxxer:HikariCP:7.0.2"),
              List.of(
                  "io.dropwizard.metrics:metrics-healthchecks:4.2.33",
                  "io.micrometer:micrometer-core:1.15.0",
                  "io.prometheus:simpleclient:0.16.0",
                  "org.javassist:javassist:3.30.2-GA")),
          new Project("guava", List.of("com.google.guava:guava:33.5.0-jre"), ANNOTATIONS),
          new Project(
              "zookeeper",
              List.of("org.apache.zookeeper:zookeeper:3.9.4"),
              List.of(
                  "com.fasterxml.jackson.core:jackson-databind:2.18.2",
                  "commons-cli:commons-cli:1.9.0",
                  "io.dropwizard.metrics:metrics-core:4.2.33",
                  "jline:jline:2.14.6",
                  "org.eclipse.jetty:jetty-servlet:9.4.57.v20241219",
                  "org.xerial.snappy:snappy-java:1.1.10.8")),
          new Project(
              "kafka-clients",
              List.of("org.apache.kafka:kafka-clients:4.1.1"),
              List.of(
                  "com.fasterxml.jackson.core:jackson-databind:2.18.2",
                  "com.fasterxml.jackson.datatype:jackson-datatype-jdk8:2.18.2",
                  "org.bitbucket.b_c:jose4j:0.9.6")),
          new Project("lettuce", List.of("io.lettuce:lettuce-core:7.2.3.RELEASE"), List.of()),
          new Project("disruptor", List.of("com.lmax:disruptor:4.0.0"), List.of()),
          new Project("quartz", List.of("org.quartz-scheduler:quartz:2.5.1"), List.of()),
          new Project(
              "activemq-client", List.of("org.apache.activemq:activemq-client:6.2.0"), List.of()),
          new Project(
              "curator",
              List.of(
                  "org.apache.curator:curator-client:5.9.0",
                  "org.apache.curator:curator-framework:5.9.0",
                  "org.apache.curator:curator-recipes:5.9.0"),
              List.of()),
          new Project("logback", List.of("ch.qos.logback:logback-core:1.5.34"), List.of()),
          new Project("jgroups", List.of("org.jgroups:jgroups:5.4.8.Final"), List.of()),
          new Project(
              "commons-pool2", List.of("org.apache.commons:commons-pool2:2.12.1"), List.of()),
          new Project("amqp-client", List.of("com.rabbitmq:amqp-client:5.27.1"), List.of()),
          new Project("rxjava", List.of("io.reactivex.rxjava3:rxjava:3.1.12"), List.of()),
          new Project("tomcat-jdbc", List.of("org.apache.tomcat:tomcat-jdbc:11.0.14"), List.of()),
          new Project(
              "tomcat", List.of("org.apache.tomcat.embed:tomcat-embed-core:11.0.14"), List.of()),
          new Project(
              "jetty",
              List.of(
                  "org.eclipse.jetty:jetty-util:12.1.4",
                  "org.eclipse.jetty:jetty-io:12.1.4",
                  "org.eclipse.jetty:jetty-http:12.1.4",
                  "org.eclipse.jetty:jetty-server:12.1.4",
                  "org.eclipse.jetty:jetty-client:12.1.4"),
              List.of()),
          new Project(
              "lucene",
              List.of(
                  "org.apache.lucene:lucene-core:9.12.3",
                  "org.apache.lucene:lucene-test-framework:9.12.3"),
              List.of()),
          new Project(
              "activemq-broker", List.of("org.apache.activemq:activemq-broker:6.2.0"), List.of()),
          new Project("vertx", List.of("io.vertx:vertx-core:5.0.7"), List.of()),
          new Project("reactor", List.of("io.projectreactor:reactor-core:3.8.0"), ANNOTATIONS),
          new Project("log4j", List.of("org.apache.logging.log4j:log4j-core:2.26.1"), List.of()),
          new Project("flink", List.of("org.apache.flink:flink-runtime:2.1.1"), ANNOTATIONS),
          new Project("h2", List.of("com.h2database:h2:2.4.240"), List.of()),
          new Project(
              "guava-testlib", List.of("com.google.guava:guava-testlib:33.5.0-jre"), ANNOTATIONS),
          new Project("infinispan", List.of("org.infinispan:infinispan-core:16.0.3"), List.of()),
          new Project("redisson", List.of("org.redisson:redisson:3.52.0"), List.of()),
          new Project("ignite", List.of("org.apache.ignite:ignite-core:2.17.0"), List.of()),
          new Project("hadoop", List.of("org.apache.hadoop:hadoop-common:3.4.2"), List.of()),
          new Project("hbase", List.of("org.apache.hbase:hbase-server:2.6.3"), List.of()),
          new Project("dubbo", List.of("org.apache.dubbo:dubbo:3.3.5"), List.of()));

  private static final Pattern RULE = Pattern.compile("\\[keyhold:(R\\d)]");
  private static final List<String> RULES = List.of("R1", "R2", "R3", "R4", "R5", "R6");
  private static final int ATTEMPTS_MAX = 8;

  private CheckerProjects() {}

  public static void main(String[] arguments) throws Exception {
    Path checker = Path.of(arguments[0]);
    Path work = Path.of(arguments[1]);
    Set<String> wanted = new HashSet<>(Arrays.asList(arguments).subList(2, arguments.length));
    PROJECTS.forEach(each -> wanted.remove(each.name()));
    if (!wanted.isEmpty()) {
      System.err.println(
          "checker-projects: no project "
              + wanted
              + ": there are "
              + PROJECTS.stream().map(Project::name).toList());
      System.exit(2);
    }
    List<String> names = Arrays.asList(arguments).subList(2, arguments.length);
    List<String> rows = new ArrayList<>();
    for (Project project : PROJECTS) {
      if (names.isEmpty() || names.contains(project.name())) {
        rows.add(check(project, work.resolve(project.name()), checker));
      }
    }
    System.out.println();
    System.out.println(
        "| project | files | left out | lines | " + String.join(" | ", RULES) + " |");
    System.out.println("| --- | ---: | ---: | ---: |" + " ---: |".repeat(RULES.size()));
    rows.forEach(System.out::println);
  }

  private static String check(Project project, Path directory, Path checker) throws Exception {
    fetch(project, directory);
    Path sources = directory.resolve("sources");
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(sources)) {
      all.filter(CheckerProjects::isChecked).sorted().forEach(files::add);
    }
    List<Path> every = List.copyOf(files);
    Path leftOut = directory.resolve("left-out");
    if (Files.exists(leftOut)) {
      Files.readAllLines(leftOut).forEach(each -> files.remove(sources.resolve(each)));
    }
    List<Diagnostic<? extends JavaFileObject>> said = List.of();
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      said = compile(files, directory, checker);
      Set<Path> broken = new HashSet<>();
      for (var each : said) {
        if (each.getKind() == Diagnostic.Kind.ERROR) {
          if (each.getSource() == null) {
            throw new IllegalStateException(project.name() + ": " + each);
          }
          broken.add(Path.of(each.getSource().toUri()));
          if (System.getenv("KEYHOLD_DEBUG") != null) {
            System.err.println(each);
          }
        }
      }
      if (broken.isEmpty()) {
        break;
      }
      if (i == ATTEMPTS_MAX - 1) {
        throw new IllegalStateException(project.name() + " does not compile: " + broken);
      }
      files.removeIf(file -> broken.contains(file.toAbsolutePath()));
      Files.write(
          leftOut,
          every.stream()
              .filter(file -> !files.contains(file))
              .map(file -> sources.relativize(file).toString())
              .toList());
    }
    long lines = 0;
    for (Path file : files) {
      try (Stream<String> all = Files.lines(file)) {
        lines += all.count();
      }
    }
    Map<String, Integer> counts = new TreeMap<>();
    System.out.printf("%n== %s%n", String.join(", ", project.checked()));
    for (var each : said) {
      String message = each.getMessage(Locale.ROOT);
      Matcher rule = RULE.matcher(message);
      if (rule.find()) {
        counts.merge(rule.group(1), 1, Integer::sum);
        Path file = sources.toAbsolutePath().relativize(Path.of(each.getSource().toUri()));
        System.out.printf("%s:%d: %s%n", file, each.getLineNumber(), message);
      }
    }
    StringBuilder row =
        new StringBuilder(
            "| %s %s | %,d | %,d | %,d |"
                .formatted(
                    project.name(),
                    project.checked().getFirst().replaceAll(".*:", ""),
                    files.size(),
                    every.size() - files.size(),
                    lines));
    RULES.forEach(rule -> row.append(" %d |".formatted(counts.getOrDefault(rule, 0))));
    return row.toString();
  }

  private static boolean isChecked(Path file) {
    String name = file.toString();
    return name.endsWith(".java") && !name.endsWith("module-info.java");
  }

  /** Compiles up to the point where the checker looks, and no further. */
  private static List<Diagnostic<? extends JavaFileObject>> compile(
      List<Path> files, Path directory, Path checker) throws IOException {
    String libraries;
    try (Stream<Path> jars = Files.list(directory.resolve("lib"))) {
      libraries = String.join(":", jars.map(Path::toString).sorted().toList());
    }
    // As warnings, so that each finding comes, and nothing else but what does not compile is an
    // error.
    StringBuilder plugin = new StringBuilder("-Xplugin:Keyhold");
    RULES.forEach(rule -> plugin.append(' ').append(rule).append("=warning"));
    List<String> options =
        List.of(
            plugin.toString(),
            "-processorpath",
            checker.toString(),
            "-classpath",
            libraries,
            "-sourcepath",
            "",
            "-proc:none",
            "-implicit:none",
            "-Xlint:none",
            "-Xmaxerrs",
            "10000",
            "-Xmaxwarns",
            "10000",
            "-encoding",
            "UTF-8",
            "--should-stop=ifError=FLOW",
            "--should-stop=ifNoError=FLOW");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(said, null, null)) {
      compiler
          .getTask(
              new PrintWriter(System.err, true),
              manager,
              said,
              options,
              null,
              manager.getJavaFileObjectsFromPaths(files))
          .call();
    }
    return said.getDiagnostics();
  }

  // Fetching: Maven copies jars into lib, and sources into jars, which are unpacked into sources.

  private static void fetch(Project project, Path directory) throws Exception {
    Files.createDirectories(directory);
    Path pom = directory.resolve("pom.xml");
    Path stamp = directory.resolve("stamp");
    String text = pom(project);
    if (Files.exists(stamp) && Files.readString(pom).equals(text)) {
      return;
    }
    for (String each : List.of("lib", "jars", "sources", "left-out", "stamp")) {
      delete(directory.resolve(each));
    }
    Files.writeString(pom, text);
    Process maven =
        new ProcessBuilder("mvn", "-q", "-B", "-f", pom.toString(), "validate").inheritIO().start();
    if (maven.waitFor() != 0) {
      throw new IllegalStateException("Maven could not fetch " + project.checked());
    }
    try (Stream<Path> jars = Files.list(directory.resolve("jars"))) {
      for (Path jar : jars.toList()) {
        unpack(jar, directory.resolve("sources"));
      }
    }
    Files.writeString(stamp, "");
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private static void unpack(Path jar, Path target) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar);
        Stream<Path> all = Files.walk(zip.getPath("/"))) {
      for (Path each : all.filter(CheckerProjects::isChecked).toList()) {
        String name = each.toString().substring(1);
        if (!name.startsWith("META-INF/")) {
          Path file = target.resolve(name).normalize();
          if (!file.startsWith(target)) {
            throw new IOException(jar + ": " + name);
          }
          Files.createDirectories(file.getParent());
          Files.copy(each, file);
        }
      }
    }
  }

  private static String pom(Project project) {
    StringBuilder items = new StringBuilder();
    StringBuilder dependencies = new StringBuilder();
    for (String each : project.checked()) {
      items.append(
          "<artifactItem>" + artifact(each) + "<classifier>sources</classifier></artifactItem>\n");
      dependencies.append("<dependency>" + artifact(each) + "</dependency>\n");
    }
    for (String each : project.needed()) {
      dependencies.append("<dependency>" + artifact(each) + "</dependency>\n");
    }
    return
"""
<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>dev.keyhold.projects</groupId>
<artifactId>%s</artifactId>
<version>1</version>
<packaging>pom</packaging>
<dependencies>
%s</dependencies>
<build><plugins><plugin>
<groupId>org.apache.maven.plugins</groupId>
<artifactId>maven-dependency-plugin</artifactId>
<version>3.8.1</version>
<executions>
<execution><id>lib</id><phase>validate</phase><goals><goal>copy-dependencies</goal></goals>
<configuration><outputDirectory>${project.basedir}/lib</outputDirectory></configuration></execution>
<execution><id>sources</id><phase>validate</phase><goals><goal>copy</goal></goals>
<configuration><outputDirectory>${project.basedir}/jars</outputDirectory>
<artifactItems>
%s</artifactItems></configuration></execution>
</executions>
</plugin></plugins></build>
</project>
"""
        .formatted(project.name(), dependencies, items);
  }

  private static String artifact(String coordinates) {
    String[] parts = coordinates.split(":");
    return "<groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>"
        .formatted(parts[0], parts[1], parts[2]);
  }
}
