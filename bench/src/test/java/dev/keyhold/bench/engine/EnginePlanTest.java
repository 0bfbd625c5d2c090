package dev.keyhold.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnginePlanTest {
  private static List<EngineRow> rows(KeyShape... shapes) {
    return EnginePlan.rows(new int[] {1_000_000}, shapes, false);
  }

  @Test
  void goals_oneShape_areThoseOfTheDesign() {
    assertThat(rows(KeyShape.USER))
        .filteredOn(row -> row.goal() != null && !row.against().equals(RustMap.LABEL))
        .extracting(row -> row.id().replace(", 1,000,000 user keys", "") + " / " + row.goal())
        .containsExactly(
            "get / skip-list-map / 5.0",
            "get / hash-map / 0.8",
            "insert overwriting / skip-list-map / 3.0",
            "scan of 100 entries / skip-list-map / 2.0",
            "insert of a new key / skip-list-map / 3.0",
            "heap an entry / skip-list-map / 1.33",
            "get, zipf / skip-list-map / 5.0",
            "get, zipf / hash-map / 0.8",
            "insert overwriting, zipf / skip-list-map / 3.0",
            "get, 2 threads / skip-list-map / 5.0",
            "get, 2 threads / hash-map / 0.8",
            "insert overwriting, 2 threads / skip-list-map / 3.0",
            "guard on 2 keys, read, write, commit / mvstore-transaction / 5.0",
            "guard on 1 key, write, commit / plain-overwrite / 0.4",
            "overwriting beside a snapshot / alone / 0.9",
            "overwriting disjoint keys, 2 threads / one-thread / 1.7",
            "guard on the whole database / budget-0.2-ms / 1.0",
            "allocated by get / budget-optional / 1.0",
            "allocated by overwriting / budget-version-optional / 1.0",
            "full collection, 4,000,000 user keys / skip-list-map / 4.0",
            "full collection, one value, 4,000,000 user keys / skip-list-map / 4.0",
            "heap a waiting task, 100,000 for one key / budget-400-bytes / 1.0");
  }

  @Test
  void rows_allShapes_areDistinct() {
    assertThat(rows(KeyShape.values())).extracting(EngineRow::id).doesNotHaveDuplicates();
  }

  @Test
  void names_ofThePlan_areGroupsAndPeers() {
    assertThat(EnginePlan.names())
        .contains("get", "insert", "overwrite", "scan", "heap", "pause", "guard", "disjoint")
        .contains("skip-list-map", "hash-map", "mvstore", "mvstore-transaction", "index");
  }
}
