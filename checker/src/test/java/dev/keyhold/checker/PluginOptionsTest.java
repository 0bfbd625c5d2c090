package dev.keyhold.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.checker.Javac.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PluginOptionsTest {
  @TempDir Path directory;

  private Javac javac(String options) {
    return new Javac(directory, "Keyhold" + options);
  }

  private static String shares(String comment) {
    return """
    import java.util.HashMap;
    class Shares {
      void run() {
        HashMap<String, String> map = new HashMap<>();
        Thread.startVirtualThread(() -> map.put("a", "b"));
        map.put("c", "d");%s
      }
    }
    """
        .formatted(comment);
  }

  @Test
  void noOptions_areTheDefaults() {
    Result result = javac("").compile("Shares.java", shares(" // <- error R1"));

    assertThat(result.found()).isEqualTo(result.expected());
    assertThat(result.compiled()).isFalse();
  }

  @Test
  void ruleAsWarning_compiles() {
    Result result = javac(" R1=warning").compile("Shares.java", shares(" // <- warning R1"));

    assertThat(result.found()).isEqualTo(result.expected());
    assertThat(result.compiled()).isTrue();
  }

  @Test
  void ruleOff_saysNothing() {
    Result result = javac(" R1=off R2=error").compile("Shares.java", shares(""));

    assertThat(result.problems()).isEmpty();
    assertThat(result.compiled()).isTrue();
  }

  @Test
  void ruleAsError_isOneWhereItWouldOnlyWarn() {
    String source =
        """
        import java.util.concurrent.locks.ReentrantLock;
        class Sleeps {
          void run(ReentrantLock lock) throws InterruptedException {
            lock.lock();
            try {
              Thread.sleep(1); // <- %s R2
            } finally {
              lock.unlock();
            }
          }
        }
        """;

    Result warned = javac("").compile("Sleeps.java", source.formatted("warning"));
    Result refused = javac(" R2=error").compile("Sleeps.java", source.formatted("error"));

    assertThat(warned.found()).isEqualTo(warned.expected());
    assertThat(refused.found()).isEqualTo(refused.expected());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "R7=off",
        "R1",
        "R1=",
        "R1=loud",
        "R1=off,error",
        "r1=off",
        "inline=NoMethod",
        "inline=",
        "elsewhere",
        "unsynchronised=a.B#c",
        "verbose=true"
      })
  void unknownOption_isOneErrorThatSaysWhichThereAre(String option) {
    Javac javac = javac(" " + option);

    Result result =
        javac.compile(
            javac.source("Shares.java", shares("")), javac.source("Other.java", "class Other {}"));

    assertThat(result.compiled()).isFalse();
    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().getFirst().message())
        .isEqualTo(
            "keyhold checker: unknown option '"
                + option
                + "': there are R1 to R6 with =off, =warning or =error, unsynchronised=TYPE,...,"
                + " inline=TYPE#METHOD,... and elsewhere=TYPE#METHOD,...");
  }

  @Test
  void unsynchronisedType_isRefusedAsTheKnownOnesAre() {
    String source =
        """
        package acme;
        class Buffer {
          static class Head {}
          void append(String text) {}
          static void run(Buffer buffer, Head head) {
            Thread.startVirtualThread(() -> System.out.println(buffer + "" + head));
            buffer.append("a");%s
            System.out.println(head.hashCode());
          }
        }
        """;

    Result without = javac("").compile("acme/Buffer.java", source.formatted(""));
    Result with =
        javac(" unsynchronised=acme.Other,acme.Buffer")
            .compile("acme/Buffer.java", source.formatted(" // <- error R1"));

    assertThat(without.problems()).isEmpty();
    assertThat(with.found()).isEqualTo(with.expected());
  }

  @Test
  void inlineMethod_runsInPlaceWhatItIsGiven() {
    String source =
        """
        package acme;
        import java.util.concurrent.locks.ReentrantLock;
        interface Retry {
          interface Step { void run() throws InterruptedException; }
          void run(Step step) throws InterruptedException;
          static void run(Retry retry, ReentrantLock lock) throws InterruptedException {
            lock.lock();
            try {
              retry.run(() -> Thread.sleep(1));%s
            } finally {
              lock.unlock();
            }
          }
        }
        """;

    Result without = javac("").compile("acme/Retry.java", source.formatted(""));
    Result with =
        javac(" inline=acme.Retry#run")
            .compile("acme/Retry.java", source.formatted(" // <- warning R2"));

    assertThat(without.problems()).isEmpty();
    assertThat(with.found()).isEqualTo(with.expected());
  }

  @Test
  void elsewhereMethod_startsATask() {
    String source =
        """
        package acme;
        import java.util.ArrayList;
        interface Pool {
          void later(Runnable task);
          static void run(Pool pool, ArrayList<String> list) {
            pool.later(() -> list.add("a"));
            list.add("b");%s
          }
        }
        """;

    Result without = javac("").compile("acme/Pool.java", source.formatted(""));
    Result with =
        javac(" elsewhere=acme.Pool#later")
            .compile("acme/Pool.java", source.formatted(" // <- error R1"));

    assertThat(without.problems()).isEmpty();
    assertThat(with.found()).isEqualTo(with.expected());
  }
}
