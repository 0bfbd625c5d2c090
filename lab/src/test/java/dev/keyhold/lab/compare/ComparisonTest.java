package dev.keyhold.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.json.Json;
import dev.keyhold.lab.data.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static final Plan PLAN = new Plan(2, 0.5, Duration.ZERO, Duration.ofMillis(5), 1);
  private static final List<Entry> ENTRIES =
      List.of(new Entry("a", Json.of(1)), new Entry("b", Json.of(2)), new Entry("a", Json.of(3)));

  @Test
  void run_ofAllOptions_reportsEachInOrder() throws Exception {
    List<SharingOption> all = List.of(SharingOption.values());
    List<String> heard = new ArrayList<>();
    Report report =
        new Comparison(ENTRIES, PLAN)
            .run(
                all,
                (option, number, count, elapsed) -> {
                  if (elapsed.isZero()) {
                    heard.add(option.label() + " " + number + "/" + count);
                  }
                });
    assertThat(report.entries()).isEqualTo(2);
    assertThat(report.complete()).isTrue();
    assertThat(report.held()).isTrue();
    assertThat(report.options())
        .extracting(OptionResult::name)
        .containsExactly(
            "blocking-mutex",
            "mutex",
            "mutex-submit",
            "actor",
            "rwlock",
            "keyhold",
            "keyhold-snapshot",
            "fair-lock",
            "rw-lock-fair",
            "unfair-lock");
    assertThat(heard).startsWith("blocking-mutex 1/10", "mutex 2/10").hasSize(10);
  }

  @Test
  void run_ofAnInterruptedThread_endsAtOnce_andStaysInterrupted() throws Exception {
    Comparison comparison = new Comparison(ENTRIES, PLAN.lasting(Duration.ofHours(1)));
    Thread.currentThread().interrupt();
    Report report = comparison.run(List.of(SharingOption.MUTEX), (_, _, _, _) -> {});
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.complete()).isFalse();
  }

  @Test
  void comparison_ofNothing_isRefused() {
    assertThatThrownBy(() -> new Comparison(List.of(), PLAN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void plan_withImpossibleParameters_isRefused_withTheRange() {
    Duration ms = Duration.ofMillis(1);
    assertThatThrownBy(() -> new Plan(0, 0.5, ms, ms, 1))
        .hasMessage("the number of tasks is 0: give 1 to 10,000");
    assertThatThrownBy(() -> new Plan(10_001, 0.5, ms, ms, 1)).hasMessageContaining("10,001");
    assertThatThrownBy(() -> new Plan(1, 1.5, ms, ms, 1)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> new Plan(1, Double.NaN, ms, ms, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Plan(1, 0.5, ms.negated(), ms, 1)).hasMessageContaining("hold");
    assertThatThrownBy(() -> new Plan(1, 0.5, ms, Duration.ZERO, 1))
        .hasMessageContaining("duration");
  }

  @Test
  void report_asJsonAndTable_hasTheFigures() {
    OptionResult result =
        new OptionResult("mutex", 12_345, 4_115.04, 0.123, 1_234.56, 2_500_000, 0.98765, 0);
    Report report = new Report(600, List.of(result), true);
    assertThat(report.toJson().toString())
        .isEqualTo(
            "{\"entries\":600,\"options\":[{\"name\":\"mutex\",\"operations\":12345,"
                + "\"operationsPerSecond\":4115,\"waitMicrosP50\":0.1,\"waitMicrosP99\":1234.6,"
                + "\"waitMicrosMax\":2500000.0,\"fairness\":0.988,\"lostUpdates\":0}]}");
    assertThat(report.toTable())
        .isEqualTo(
            """
            option  operations  ops/s  wait p50      p99  longest  fairness  lost
            mutex       12,345  4,115   0.12 us  1.23 ms   2.50 s      0.99     0
            """);
  }

  @Test
  void report_withALostUpdate_didNotHold() {
    OptionResult lossy = new OptionResult("mutex", 1, 1, 1, 1, 1, 1, 1);
    assertThat(new Report(1, List.of(lossy), true).held()).isFalse();
  }
}
