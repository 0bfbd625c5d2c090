package dev.keyhold.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.cli.Ran;
import dev.keyhold.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabCommandTest {
  @TempDir private Path directory;

  private String file(String content) throws IOException {
    return Files.writeString(directory.resolve("data.json"), content).toString();
  }

  @Test
  void sample_underEveryOption_isATable_andHolds() {
    Ran ran = Ran.keyhold("lab", "--for", "20ms", "--tasks", "4");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .startsWith("600 entries, 4 tasks, 0.5 of operations write")
        .contains("option ", "\nblocking-mutex ", "\nmutex ", "\nmutex-submit ", "\nfair-lock ")
        .contains("\nactor ", "\nunfair-lock ", "\nrwlock ", "\nrw-lock-fair ")
        .contains("\nkeyhold ", "\nkeyhold-snapshot ");
  }

  @Test
  void json_hasTheFiguresOfEachOption_inOrder() throws IOException {
    String file = file("[{\"c\":\"x\"},{\"c\":\"y\"},{\"c\":\"z\"}]");
    Ran ran =
        Ran.keyhold(
            "lab",
            "--data",
            file,
            "--key",
            "k:{/c}:{#}",
            "--for",
            "10ms",
            "--tasks",
            "3",
            "--json",
            "--options",
            "mutex,fair-lock",
            "--writers",
            "1");
    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
    Json report = Json.parse(ran.out());
    assertThat(report.at("/entries").asLong()).isEqualTo(3);
    assertThat(report.at("/options").size()).isEqualTo(2);
    assertThat(report.at("/options/0/name").asString()).isEqualTo("mutex");
    assertThat(report.at("/options/0/lostUpdates").asLong()).isZero();
    assertThat(report.at("/options/0/operations").asLong()).isPositive();
    List<String> names = new ArrayList<>();
    report.at("/options/1").members().forEach(member -> names.add(member.name()));
    assertThat(names)
        .containsExactly(
            "name",
            "operations",
            "operationsPerSecond",
            "waitMicrosP50",
            "waitMicrosP99",
            "waitMicrosMax",
            "fairness",
            "lostUpdates");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tasks 0|the number of tasks is 0: give 1 to 10,000",
        "--tasks many|Invalid value for option '--tasks': 'many' is not an int; see"
            + " ./keyhold lab --help",
        "--writers 2|the share of writers is 2.0: give 0 (all read) to 1 (all write)",
        "--for 0s|the duration of a run is not above zero: give for example 2s",
        "--for -3s|Invalid value for option '--for': '-3s' is negative: a duration is zero or more;"
            + " see ./keyhold lab --help",
        "--hold -1ms|Invalid value for option '--hold': '-1ms' is negative: a duration is zero or"
            + " more; see ./keyhold lab --help",
        "--key {x}|key template '{x}': {x} is unknown: write {#}, {key} or {/pointer}, and {{ for a"
            + " brace",
        "--key {/nowhere}|key template '{/nowhere}': element 1 (line 1) has no /nowhere: name a"
            + " member that every element has, or {#}",
        "--options muttex|unknown option of sharing 'muttex': did you mean mutex?",
        "--data /nonexistent.json|/nonexistent.json does not exist: give a file that does",
        "--data|missing required parameter for option '--data' (file): see ./keyhold lab --help",
      })
  void badInput_isOneLine_andExitTwo(String line, String message) {
    Ran ran = lab(line);
    assertThat(ran.err())
        .isEqualToIgnoringCase("keyhold: lab: " + message + System.lineSeparator());
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|' is empty: give a JSON array, JSON lines or one JSON object'",
        "[1,|: line 1, column 4: the file ends where a value should come: it is truncated",
        "[{\"a\":1},{\"b\"|: line 1, column 14: the file ends inside the value that begins at line"
            + " 1, column 10: it is truncated",
      })
  void badFile_isOneLine_andExitTwo(String content, String message) throws IOException {
    String file = file(content);
    Ran ran = lab("--data " + file);
    assertThat(ran.err()).isEqualTo("keyhold: lab: " + file + message + System.lineSeparator());
    assertThat(ran.status()).isEqualTo(2);
  }

  private static Ran lab(String line) {
    List<String> args = new ArrayList<>(List.of("lab"));
    args.addAll(List.of(line.split(" ", -1)));
    return Ran.keyhold(args.toArray(String[]::new));
  }
}
