package dev.keyhold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the scripts find a JDK, and when they build anew. */
final class LauncherTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path home;

  @BeforeEach
  void bash_isThere() {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs /bin/bash");
  }

  /** A directory that looks like a JDK of that version. */
  private Path jdk(String place, String version) throws IOException {
    Path jdk = home.resolve(place);
    Files.createDirectories(jdk.resolve("bin"));
    for (String tool : List.of("java", "javac")) {
      Path file = Files.createFile(jdk.resolve("bin").resolve(tool));
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  /** Runs a line of bash with the scripts' functions, and gives what it prints. */
  private String house(Map<String, String> environment, String line) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/bash",
            "-c",
            "set -eu; root=$1; . \"$2\"; " + line,
            "bash",
            home.toString(),
            ROOT.resolve("scripts/house.sh").toString());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed.strip();
  }

  private String found(Map<String, String> environment) throws Exception {
    return house(environment, "find_jdk && echo \"$JAVA_HOME\"");
  }

  @Test
  void newestOfTheUsualPlaces_isChosen_whereNothingIsSet() throws Exception {
    jdk(".sdkman/candidates/java/99.0.9-tem", "99.0.9");
    Path newest = jdk(".sdkman/candidates/java/99.0.10-tem", "99.0.10");
    jdk(".jdks/older", "17.0.2");
    assertThat(found(Map.of())).isEqualTo(newest.toString());
  }

  @Test
  void javaHome_isTaken_ifNewEnough() throws Exception {
    Path newer = jdk(".jdks/newer", "99");
    Path good = jdk("my jdk", "25.0.1");
    Path old = jdk("old", "17.0.2");
    assertThat(found(Map.of("JAVA_HOME", good.toString()))).isEqualTo(good.toString());
    assertThat(found(Map.of("JAVA_HOME", old.toString()))).isEqualTo(newer.toString());
  }

  @Test
  void javaOnThePath_isTaken_ifNewEnough() throws Exception {
    Path onPath = jdk("on-path", "26-ea");
    jdk(".jdks/newer", "99");
    assertThat(found(Map.of("PATH", onPath.resolve("bin") + ":/usr/bin:/bin")))
        .isEqualTo(onPath.toString());
  }

  @Test
  void keyholdJavaHome_goesFirst_andIsNeverReplaced() throws Exception {
    Path good = jdk("good", "99");
    Path wanted = jdk("wanted", "25");
    Path old = jdk("old", "1.8.0_402");
    assertThat(found(Map.of("JAVA_HOME", good.toString(), "KEYHOLD_JAVA_HOME", wanted.toString())))
        .isEqualTo(wanted.toString());
    assertThat(found(Map.of("JAVA_HOME", good.toString(), "KEYHOLD_JAVA_HOME", old.toString())))
        .isEqualTo(
            "keyhold: KEYHOLD_JAVA_HOME="
                + old
                + " is not a JDK of version 25 or newer but 1.8.0_402: correct it or unset it");
  }

  @Test
  void directoryWithoutACompiler_isNoJdk() throws Exception {
    Path jre = jdk("jre", "99");
    Files.delete(jre.resolve("bin/javac"));
    assertThat(found(Map.of("KEYHOLD_JAVA_HOME", jre.toString()))).contains("is not a JDK");
  }

  @Test
  void build_isFresh_untilASourceIsNewerOrGone() throws Exception {
    Path source = home.resolve("core/src/main/java/A.java");
    Files.createDirectories(source.getParent());
    Files.createFile(source);
    Files.createFile(home.resolve("core/pom.xml"));
    Path stamp = home.resolve(".build/cli/stamp");
    Files.createDirectories(stamp.getParent());
    String ask = "if fresh cli; then echo fresh; else echo stale; fi";
    assertThat(house(Map.of(), ask)).isEqualTo("stale");
    Files.createFile(stamp);
    String change = "touch -d @2000 \"$root/core/src/main/java/A.java\"; ";
    String all = "find \"$root\" -exec touch -d @1000 {} +; ";
    assertThat(house(Map.of(), all + ask)).isEqualTo("fresh");
    assertThat(house(Map.of(), change + ask)).isEqualTo("stale");
    assertThat(house(Map.of(), all + "rm \"$root/core/src/main/java/A.java\"; " + ask))
        .isEqualTo("stale");
  }
}
