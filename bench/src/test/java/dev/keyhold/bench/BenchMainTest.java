package dev.keyhold.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return BenchMain.run(
        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          locks --tasks 0            | --tasks is 0: each must be from 1 to 100000
          locks --tasks 1,100001     | --tasks is 100001: each must be from 1 to 100000
          locks --tasks many         | 'many' is not an int
          locks --samples 0          | --samples is 0: it must be from 1 to 1000
          locks --samples -3         | --samples is -3: it must be from 1 to 1000
          locks --only nobody        | --only is 'nobody': it must be of asyncutil-fair-lock, blocking
          locks --only longest-wait --tasks 1 | leave no row
          locks --only memory --tasks 1,100 | leave no row
          engine --keys 0            | --keys is 0: it must be from 1 to 20000000
          engine --samples 1001      | --samples is 1001: it must be from 1 to 1000
          engine --shapes round      | 'round'
          engine --only nobody       | --only is 'nobody': it must be of allocation, alone
          locks --fast               | Unknown option: '--fast'
          json --samples 0           | --samples is 0: it must be from 1 to 1000
          json --only nobody         | --only is 'nobody': it must be of edit, fastjson2
          json --data no-such-file   | --data: no-such-file cannot be read
          json --data pom.xml        | --data: pom.xml: line 1
          json --slow                | Unknown option: '--slow'
          lock                       | Unmatched argument at index 0: 'lock'
          """)
  void command_wrongUse_isOneLineAndStatusTwo(String line, String reason) {
    int status = run(line.split(" "));

    assertThat(status).isEqualTo(2);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("keyhold: bench: ")
        .contains(reason)
        .contains("--help");
  }

  @Test
  void command_missing_isOneLineAndStatusTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(UTF_8)).hasLineCount(1).contains("locks, json, engine or jmh");
  }

  @ParameterizedTest
  @CsvSource({"locks", "json", "engine", "jmh"})
  void help_ofCommand_hasAnExampleAndStatusZero(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("Usage: ./keyhold bench " + command)
        .contains("Examples:\n");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void locks_rowOfMemory_isInBytes() {
    int status = run("locks", "--quick", "--samples", "1", "--tasks", "1000", "--only", "memory");

    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString(UTF_8))
        .containsPattern("(?m)^heap an async request, 1000 tasks +asyncutil-fair-lock +B ");
  }

  @Test
  void locks_quickRunOfOneRow_printsItsFigure() {
    int status =
        run("locks", "--quick", "--samples", "1", "--tasks", "3", "--only", "hand-off", "--json");

    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .matches(
            "\\{\"bench\":\"locks\",\"what\":\"blocking hand-off, 3 tasks\","
                + "\"against\":\"reentrant-lock-fair\",\"unit\":\"ns/op\","
                + "\"ours\":\\d+\\.\\d,\"peer\":\\d+\\.\\d,\"ratio\":\\d+\\.\\d\\d,"
                + "\"goal\":null,\"samples\":1}");
  }

  @Test
  void json_quickRunOfOneRow_printsItsFigure() {
    int status =
        run("json", "--quick", "--samples", "1", "--only", "jackson-parsed+75ns", "--json");

    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .matches(
            "\\{\"bench\":\"json\",\"what\":\"read, 100 B\","
                + "\"against\":\"jackson-parsed\\+75ns\",\"unit\":\"ns/op\","
                + "\"ours\":\\d+\\.\\d,\"peer\":\\d+\\.\\d,\"ratio\":\\d+\\.\\d\\d,"
                + "\"goal\":1.0,\"samples\":1}");
  }

  @Test
  void json_rowsOfMemory_areInBytes() {
    int status = run("json", "--quick", "--samples", "1", "--only", "text+40-bytes");

    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString(UTF_8))
        .containsPattern("(?m)^heap a value, 100 B +text\\+40-bytes +B ")
        .contains("Documents: generated");
  }

  @Test
  void engine_quickRunOfOneGroup_printsItsFiguresAndTellsWhatItDoes() {
    int status =
        run(
            "engine --quick --samples 1 --keys 1000 --shapes hex --only allocation --json"
                .split(" "));

    assertThat(status).isZero();
    assertThat(err.toString(UTF_8).lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("keyhold: bench: measuring allocated by "));
    assertThat(out.toString(UTF_8).lines())
        .hasSize(3)
        .first()
        .asString()
        .matches(
            "\\{\"bench\":\"engine\",\"what\":\"allocated by get, 1,000 hex keys\","
                + "\"against\":\"budget-optional\",\"unit\":\"B\","
                + "\"ours\":\\d+\\.\\d,\"peer\":16\\.0,\"ratio\":\\d+\\.\\d\\d,"
                + "\"goal\":1\\.0,\"samples\":1}");
  }
}
