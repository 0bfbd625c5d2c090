package dev.keyhold.bench.duel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static Figure figure(double ours, double peer, @Nullable Double goal) {
    return new Figure(
        "locks",
        "uncontended lock",
        "reentrant-lock-fair",
        "ns/op",
        Samples.of(ours),
        Samples.of(peer),
        goal);
  }

  @Test
  void json_withGoal_isOneObjectInOneLine() {
    assertThat(figure(12.14, 12.6, 0.95).json())
        .isEqualTo(
            "{\"bench\":\"locks\",\"what\":\"uncontended"
                + " lock\",\"against\":\"reentrant-lock-fair\","
                + "\"unit\":\"ns/op\",\"ours\":12.1,\"peer\":12.6,\"ratio\":1.04,\"goal\":0.95,"
                + "\"samples\":1}");
  }

  @Test
  void json_withoutGoal_saysNull() {
    assertThat(figure(10, 20, null).json()).contains("\"ratio\":2.00,\"goal\":null,");
  }

  @Test
  void json_decimalCommaInLocale_hasPoints() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(figure(12.5, 25, 1.5).json()).contains("\"ours\":12.5,").contains("\"goal\":1.5,");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void ratio_oursTakesHalfTheTime_isTwo() {
    assertThat(figure(10, 20, null).ratio()).isEqualTo(2);
  }

  @Test
  void isMet_ratioAtGoalAsPrinted_isTrue() {
    assertThat(figure(100, 139.6, 1.4).isMet()).isTrue();
    assertThat(figure(100, 139.4, 1.4).isMet()).isFalse();
  }

  @Test
  void table_figures_areAlignedUnderTheHeading() {
    FigureTable table = new FigureTable(List.of("uncontended lock", "x"));
    String heading = table.heading();
    String line = table.line(figure(12.14, 12_600, 0.95));

    assertThat(line).startsWith("uncontended lock  reentrant-lock-fair");
    assertThat(line.indexOf("reentrant")).isEqualTo(heading.indexOf("against"));
    assertThat(end(line, "12.1 ")).isEqualTo(end(heading, "ours "));
    assertThat(end(line, "0.95")).isEqualTo(end(heading, "goal"));
    assertThat(line).endsWith("yes").hasSameSizeAs(heading);
  }

  private static int end(String line, String part) {
    return line.indexOf(part) + part.length();
  }
}
