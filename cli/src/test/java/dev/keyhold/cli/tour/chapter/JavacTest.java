package dev.keyhold.cli.tour.chapter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JavacTest {

  @ParameterizedTest
  @ValueSource(strings = {"Unsynchronized", "GuardAcrossSuspension"})
  void offendingSource_isRefusedByTheChecker_andByNothingElse(String name) {
    Javac.Result unchecked = Javac.compile(name + ".java", false);
    assertThat(unchecked.compiled()).as(unchecked.said()).isTrue();
    assertThat(unchecked.said()).isEmpty();
    Javac.Result checked = Javac.compile(name + ".java", true);
    assertThat(checked.compiled()).isFalse();
    assertThat(checked.said()).startsWith(name + ".java:").contains("[keyhold:R");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnsynchronizedMended", "GuardAcrossSuspensionMended"})
  void mendedSource_compilesWithoutAWord(String name) {
    Javac.Result checked = Javac.compile(name + ".java", true);
    assertThat(checked.said()).isEmpty();
    assertThat(checked.compiled()).isTrue();
  }
}
