package dev.keyhold.bench.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.bench.duel.BenchException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonPlanTest {
  private static final Documents GENERATED = Documents.of(List.of());

  static List<String> ids() {
    return JsonPlan.rows().stream().map(JsonRow::id).toList();
  }

  @Test
  void goals_ofThePlan_areThoseOfTheDesign() {
    assertThat(JsonPlan.rows().stream().filter(row -> row.goal() != null))
        .extracting(row -> row.id() + " / " + row.goal())
        .containsExactly(
            "parse, 100 B / jackson-tree / 3.0",
            "parse, 100 B / fastjson2 / 2.0",
            "parse, 4 KB / jackson-tree / 3.0",
            "parse, 4 KB / fastjson2 / 2.0",
            "parse, 1 MB / jackson-tree / 3.0",
            "parse, 1 MB / fastjson2 / 2.0",
            "parse, 4 KB pretty-printed / jackson-tree / 1.6",
            "parse, 4 KB non-ASCII / jackson-tree / 1.6",
            "read, 100 B / jackson-tree / 4.0",
            "read, 100 B / jackson-parsed+75ns / 1.0",
            "read, 1 MB / jackson-parsed+5us / 1.0",
            "increment, 4 KB, middle member / jackson-tree / 10.0",
            "patch, 4 KB, middle member / jackson-tree / 10.0",
            "increment, 4 KB, last member / jackson-tree / 7.0",
            "patch, 4 KB, last member / jackson-tree / 7.0",
            "heap a value, 100 B / text+40-bytes / 1.0",
            "heap a value, 4 KB / text+40-bytes / 1.0",
            "heap a value, 1 MB / text+4-percent / 1.0");
  }

  @Test
  void rows_ofThePlan_areDistinct() {
    assertThat(ids()).doesNotHaveDuplicates();
  }

  @Test
  void names_ofThePlan_areGroupsAndPeers() {
    assertThat(JsonPlan.names())
        .contains("parse", "read", "query", "edit", "write", "memory")
        .contains("jackson-tree", "fastjson2", "jayway");
  }

  @ParameterizedTest
  @MethodSource("ids")
  void sides_ofARow_doTheSame(String id) {
    JsonRow row = JsonPlan.row(id);
    List<byte[]> texts = GENERATED.texts(row.documents());
    Operation ours = row.ours().making().apply(texts);
    Operation peer = row.peer().making().apply(texts);

    Agreement.require(row, ours, peer, texts.size());
  }

  @Test
  void agreement_ofSidesThatDiffer_isRefusedWithBoth() {
    JsonRow row = JsonPlan.rows().getFirst();

    assertThatThrownBy(() -> Agreement.require(row, _ -> "one", _ -> "other", 1))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("parse, 100 B / jackson-tree: document 0")
        .hasMessageContaining("\"one\" here and \"other\" there");
  }

  @Test
  void row_ofUnknownId_isRefused() {
    assertThatThrownBy(() -> JsonPlan.row("nothing"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("'nothing'");
  }
}
