package dev.keyhold.checker.errorprone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.checker.Javac;
import dev.keyhold.checker.Javac.Result;
import dev.keyhold.checker.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules in the hands of Error Prone, whose own warnings are off. */
final class ErrorPronePluginTest {
  private static final Map<String, String> NAMES =
      Map.of(
          "R1", "KeyholdSharedUnsynchronised",
          "R2", "KeyholdGuardAcrossSuspension",
          "R3", "KeyholdLeakedGuard",
          "R4", "KeyholdEscapedData",
          "R5", "KeyholdNamelessGuard",
          "R6", "KeyholdLockWithinItself");

  @TempDir Path directory;

  private Javac javac(String... flags) {
    return new Javac(directory, "ErrorProne -XepDisableAllWarnings " + String.join(" ", flags))
        .with("-XDcompilePolicy=simple", "--should-stop=ifError=FLOW");
  }

  /** What a source expects, by the names of the checks. */
  private static List<String> named(List<String> expected) {
    return expected.stream()
        .map(each ->
            each.substring(0, each.length() - 2) + NAMES.get(each.substring(each.length() - 2)))
        .toList();
  }

  private static String shares(String annotation, String comment) {
    return """
    import java.util.ArrayList;
    class Shares {
      %s
      void run(ArrayList<String> list) {
        Thread.startVirtualThread(() -> list.add("a"));
        list.add("b");%s
      }
    }
    """
        .formatted(annotation, comment);
  }

  private static String sleeps(String annotation, String comment) {
    return """
    import java.util.concurrent.locks.ReentrantLock;
    class Sleeps {
      %s
      void run(ReentrantLock lock) throws InterruptedException {
        lock.lock();
        try {
          Thread.sleep(1);%s
        } finally {
          lock.unlock();
        }
      }
    }
    """
        .formatted(annotation, comment);
  }

  @Test
  void everyRule_isACheckOfItsOwn() {
    Result result = javac().annotated().compile("Rules.java", Sources.EVERY_RULE);

    assertThat(result.found()).containsExactlyInAnyOrderElementsOf(named(result.expected()));
    assertThat(result.compiled()).isFalse();
  }

  @Test
  void message_isThatOfThePlugin() {
    String byErrorProne = javac().compile("Shares.java", shares("", "")).message();
    String byPlugin =
        new Javac(directory, "Keyhold").compile("Shares.java", shares("", "")).message();

    assertThat(byErrorProne)
        .isEqualToNormalizingWhitespace("[KeyholdSharedUnsynchronised] " + byPlugin);
  }

  @Test
  void severalUnits_areEachCheckedOnce() {
    Javac javac = javac();

    Result result =
        javac.compile(
            javac.source("Shares.java", shares("", " // <- error R1")),
            javac.source("Sleeps.java", sleeps("", " // <- warning R2")),
            javac.source("package-info.java", "/** A package. */\n"),
            javac.source(
                "Pair.java",
                shares("", " // <- error R1")
                    .replace("class Shares", "class Other {} class Pair")));

    assertThat(result.found()).containsExactlyInAnyOrderElementsOf(named(result.expected()));
  }

  @Test
  void flagOff_silencesItsRuleAlone() {
    Result result =
        javac("-Xep:KeyholdSharedUnsynchronised:OFF")
            .annotated()
            .compile("Rules.java", Sources.EVERY_RULE);

    assertThat(result.found())
        .containsExactlyInAnyOrderElementsOf(
            named(result.expected().stream().filter(each -> !each.endsWith("R1")).toList()));
  }

  @Test
  void flagWarn_isAWarning() {
    Result result =
        javac("-Xep:KeyholdSharedUnsynchronised:WARN")
            .compile("Shares.java", shares("", " // <- warning R1"));

    assertThat(result.found()).isEqualTo(named(result.expected()));
    assertThat(result.compiled()).isTrue();
  }

  @Test
  void flagError_isOneWhereTheRuleOnlyWarns() {
    Result result =
        javac("-Xep:KeyholdGuardAcrossSuspension:ERROR")
            .compile("Sleeps.java", sleeps("", " // <- error R2"));

    assertThat(result.found()).isEqualTo(named(result.expected()));
  }

  @Test
  void allErrorsAsWarnings_compiles() {
    Result result =
        javac("-XepAllErrorsAsWarnings").compile("Shares.java", shares("", " // <- warning R1"));

    assertThat(result.found()).isEqualTo(named(result.expected()));
    assertThat(result.compiled()).isTrue();
  }

  @Test
  void suppression_withAReason_isSilent() {
    Result result =
        javac()
            .compile(
                "Shares.java",
                shares("@SuppressWarnings(\"keyhold:R1: the thread has ended\")", ""));

    assertThat(result.problems()).isEmpty();
  }

  @Test
  void suppression_withAReasonBesideIt_isSilent() {
    Result result =
        javac().compile("Shares.java", shares("// Ended.\n@SuppressWarnings(\"keyhold:R1\")", ""));

    assertThat(result.problems()).isEmpty();
  }

  @Test
  void suppression_withoutAReason_isAskedForOneAndNeverAnError() {
    Result result =
        javac("-Xep:KeyholdSharedUnsynchronised:ERROR")
            .compile("Shares.java", shares("\n@SuppressWarnings(\"keyhold:R1\")", ""));

    assertThat(result.found()).containsExactly("Shares.java:4 warning KeyholdSharedUnsynchronised");
    assertThat(result.message()).contains("needs a reason");
  }

  @Test
  void suppression_byTheNameOfTheCheck_isSilent() {
    Result method =
        javac()
            .compile(
                "Shares.java", shares("@SuppressWarnings(\"KeyholdSharedUnsynchronised\")", ""));
    Result all =
        javac()
            .compile(
                "Shares.java",
                shares("", "")
                    .replace("class", "@SuppressWarnings(\"KeyholdSharedUnsynchronised\") class"));
    Result other =
        javac()
            .compile(
                "Shares.java",
                shares("@SuppressWarnings(\"KeyholdLeakedGuard\")", " // <- error R1"));

    assertThat(method.problems()).isEmpty();
    assertThat(all.problems()).isEmpty();
    assertThat(other.found()).isEqualTo(named(other.expected()));
  }

  @Test
  void options_areThoseOfThePlugin() {
    String source =
        """
        package acme;
        import java.util.ArrayList;
        interface Pool {
          void later(Runnable task);
          static void run(Pool pool, ArrayList<String> list) {
            pool.later(() -> list.add("a"));
            list.add("b"); // <- error R1
          }
        }
        """;

    Result result =
        javac("-XepOpt:Keyhold:Elsewhere=acme.Pool#later").compile("acme/Pool.java", source);

    assertThat(result.found()).isEqualTo(named(result.expected()));
  }

  @Test
  void besideThePlugin_everyFindingIsToldOnce() {
    Result result =
        javac()
            .with("-Xplugin:Keyhold R2=error")
            .compile("Sleeps.java", sleeps("", " // <- error R2"));

    assertThat(result.found()).isEqualTo(result.expected());
  }
}
