package dev.keyhold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {

  @Test
  void help_listsTheCommandsAndExamples() {
    Ran ran = Ran.keyhold("--help");
    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("Usage: keyhold", "tour ", "lab ", "bench ", "stress ", "Examples:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tour", "lab"})
  void helpOfACommand_hasExamples(String command) {
    Ran ran = Ran.keyhold(command, "--help");
    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("Usage: keyhold " + command, "Examples:", "./keyhold " + command);
  }

  @Test
  void version_tellsOursAndJavas() {
    Ran ran = Ran.keyhold("--version");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("keyhold ").contains("(Java " + Runtime.version());
  }

  @Test
  void nothing_showsTheUsage_andIsWrongUse() {
    Ran ran = Ran.keyhold();
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("Usage: keyhold");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tuor|keyhold: unknown command 'tuor': did you mean tour?; see ./keyhold --help",
        "--versoin|keyhold: unknown option '--versoin': did you mean --version?; see"
            + " ./keyhold --help",
        "xyzzy|keyhold: unknown command 'xyzzy': see ./keyhold --help",
        "tour asinc-mutex|keyhold: tour: unknown chapter 'asinc-mutex': did you mean async-mutex?",
        "tour 7|keyhold: tour: unknown chapter '7': they are database, unsynchronized,"
            + " blocking-mutex, guard-across-suspension, async-mutex, async-mutex-async",
        "tour --for -1s|keyhold: tour: Invalid value for option '--for': '-1s' is negative: a"
            + " duration is zero or more; see ./keyhold tour --help",
        "tour --for 0s|keyhold: tour: --for is 0: give a time above zero, such as 3500ms",
        "tour --for soon|keyhold: tour: Invalid value for option '--for': 'soon' is not a duration:"
            + " write a number and its unit, such as 350ms, 3s or 2m; see ./keyhold tour --help",
        "tour --seed x|keyhold: tour: Invalid value for option '--seed': 'x' is not a long; see"
            + " ./keyhold tour --help",
        "tour database extra|keyhold: tour: unknown argument 'extra': see ./keyhold tour --help",
        "bench|keyhold: bench: a program of its own: start it from a checkout, as ./keyhold bench",
      })
  void wrongUse_isOneLineThatSaysWhatToDo(String line, String message) {
    Ran ran = Ran.keyhold(line.split(" ", -1));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo(message + System.lineSeparator());
  }
}
