package dev.keyhold.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DurationConverterTest {

  @ParameterizedTest
  @CsvSource({
    "3500ms,3500000000",
    "3s,3000000000",
    "1.5s,1500000000",
    "2m,120000000000",
    "24h,86400000000000",
    "20us,20000",
    "7ns,7",
    "0s,0",
    "-0s,0",
    "' 3S ',3000000000",
  })
  void duration_isRead(String text, long nanos) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "s", "3 s", "1e3s", "3y", "-1ms", "25h", "999999999h"})
  void anythingElse_isRefused_withTheText(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'" + text + "' ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3500ms", "3s", "120s", "1500ns", "0s"})
  void text_isWhatConvertReads(String text) {
    assertThat(DurationConverter.text(new DurationConverter().convert(text))).isEqualTo(text);
  }
}
