package dev.keyhold.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
  private static final List<String> WORDS = List.of("tour", "lab", "bench", "async-mutex");

  @ParameterizedTest
  @CsvSource({"tuor,tour", "TOUR,tour", "labb,lab", "async,async-mutex", "benhc,bench"})
  void slip_findsTheWord(String typed, String meant) {
    assertThat(Nearest.to(typed, WORDS)).hasValue(meant);
  }

  @ParameterizedTest
  @CsvSource({"xyzzy", "''", "t"})
  void somethingElse_findsNothing(String typed) {
    assertThat(Nearest.to(typed, WORDS)).isEmpty();
  }

  @Test
  void distance_countsASwapOnce() {
    assertThat(Nearest.distance("tour", "tuor")).isEqualTo(1);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
  }
}
