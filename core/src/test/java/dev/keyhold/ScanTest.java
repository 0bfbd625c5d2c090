package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.JsonPathException;
import dev.keyhold.error.LimitException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonPath;
import dev.keyhold.sync.Job;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScanTest {
  private final EmbeddedKeyhold db = (EmbeddedKeyhold) Keyhold.inMemory();

  @BeforeEach
  void cities() {
    db.insert("city:a", Map.of("name", "Aachen", "size", 250));
    db.insert("city:b", Map.of("name", "Bonn", "size", 330));
    db.insert("city:c", Map.of("name", "Celle", "size", 70));
    db.insert("city:d", Map.of("name", "Dortmund", "size", 590));
    db.insert("note", Json.NULL);
  }

  @AfterEach
  void nothingIsKept() {
    assertThat(db.engine.timeline.snapshots().count()).isZero();
  }

  private static List<String> keys(Scan<Keyhold.Entry> scan) {
    return scan.keys().stream().toList();
  }

  @Test
  void limit_takesTheFirst_inTheDirectionOfTheScan() {
    Scan<Keyhold.Entry> all = db.scan(KeyRange.prefix("city:"));
    assertThat(keys(all.limit(2))).containsExactly("city:a", "city:b");
    assertThat(keys(all.limit(2).descending())).containsExactly("city:d", "city:c");
    assertThat(keys(all.descending().limit(2))).containsExactly("city:d", "city:c");
    assertThat(keys(all.limit(3).limit(1).limit(2))).containsExactly("city:a");
    assertThat(keys(all.limit(9))).hasSize(4);
    assertThat(keys(all.limit(0))).isEmpty();
    assertThatThrownBy(() -> all.limit(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit is -1; 0 is the least");
  }

  @Test
  void iterator_behindItsEnd_throws() {
    Iterator<Keyhold.Entry> walk = db.scan(KeyRange.all()).limit(1).iterator();
    walk.next();
    assertThat(walk.hasNext()).isFalse();
    assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void where_keepsWhatTheQueryFindsSomethingIn_beforeTheLimit() {
    Scan<Keyhold.Entry> all = db.scan(KeyRange.all());
    assertThat(keys(all.where("$[?@ > 300]"))).containsExactly("city:b", "city:d");
    assertThat(keys(all.limit(1).where("$[?@ > 300]").descending())).containsExactly("city:d");
    assertThat(keys(all.where("$[?@ > 100]").where(JsonPath.parse("$[?@ < 300]"))))
        .containsExactly("city:a");
    assertThat(keys(all.where("$.size"))).hasSize(4);
    assertThat(keys(all.where("$"))).hasSize(5);
  }

  @Test
  void where_badQuery_isSaidAtOnce() {
    Scan<Keyhold.Entry> all = db.scan(KeyRange.all());
    assertThatThrownBy(() -> all.where("$[?")).isInstanceOf(JsonPathException.class);
  }

  @Test
  void where_queryThatCostsTooMuch_endsTheWalk() {
    db.insert("large", Stream.iterate(0, i -> i + 1).limit(20_000).toList());
    Scan<Keyhold.Entry> scan =
        db.scan(KeyRange.only("large")).where("$[?count($[?count($[*]) > 0]) < 0]");
    assertThatThrownBy(scan::first).isInstanceOf(LimitException.class);
  }

  @Test
  void keysAndValues_areOfTheSameEntries() {
    Scan<Keyhold.Entry> small = db.scan(KeyRange.all()).where("$[?@ < 100]");
    assertThat(small.keys()).containsExactly("city:c");
    assertThat(small.values().stream().map(each -> each.at("/name").asString()))
        .containsExactly("Celle");
  }

  @Test
  void first_isTheFirst_orEmpty() {
    assertThat(db.scan(KeyRange.after("city:b")).keys().first()).contains("city:c");
    assertThat(db.scan(KeyRange.before("city:b")).descending().keys().first()).contains("city:a");
    assertThat(db.scan(KeyRange.before("city:a")).first()).isEmpty();
  }

  @Test
  void stream_leftAndClosed_keepsNoSnapshot() {
    try (Stream<Keyhold.Entry> stream = db.scan(KeyRange.all()).stream()) {
      assertThat(stream.findFirst()).isPresent();
      assertThat(db.engine.timeline.snapshots().count()).isEqualTo(1);
    }
    db.scan(KeyRange.all()).stream().close(); // never begun
  }

  @Test
  void snapshot_scannedToALimit_staysOpen() {
    try (Snapshot then = db.snapshot()) {
      db.remove("city:a");
      assertThat(keys(then.scan(KeyRange.all()).limit(1))).containsExactly("city:a");
      assertThat(keys(then.scan(KeyRange.all()).limit(2))).containsExactly("city:a", "city:b");
    }
  }

  @Test
  void guard_scan_hasItsOwnWrites_withinLimits() throws Exception {
    try (KeyGuard guard = db.lock(KeyRange.all())) {
      guard.remove("city:a");
      guard.insert("city:aa", 1);
      assertThat(keys(guard.scan(KeyRange.all()).limit(2))).containsExactly("city:aa", "city:b");
    }
  }

  @Test
  void database_plain_scansTheSameWay() {
    Database plain = new Database();
    plain.insert("a", 1);
    plain.insert("b", 2);
    plain.insert("c", 3);
    assertThat(plain.scan(KeyRange.all()).where("$").descending().limit(2).keys())
        .containsExactly("c", "b");
    assertThat(plain.scan(KeyRange.all()).page(2).rest()).contains(KeyRange.after("b"));
  }

  @Test
  void page_goesOnBehindItsLastKey_untilThereIsNoRest() {
    Page<String> first = db.scan(KeyRange.prefix("city:")).keys().page(3);
    assertThat(first.entries()).containsExactly("city:a", "city:b", "city:c");
    assertThat(first.rest())
        .contains(KeyRange.prefix("city:").intersection(KeyRange.after("city:c")));
    Page<String> last = db.scan(first.rest().orElseThrow()).keys().page(3);
    assertThat(last.entries()).containsExactly("city:d");
    assertThat(last.rest()).isEmpty();
  }

  @Test
  void page_downwards_goesOnBeforeItsLastKey() {
    Page<String> first = db.scan(KeyRange.prefix("city:")).descending().keys().page(3);
    assertThat(first.entries()).containsExactly("city:d", "city:c", "city:b");
    assertThat(db.scan(first.rest().orElseThrow()).descending().keys().page(3).entries())
        .containsExactly("city:a");
  }

  @Test
  void page_ofALimitedScan_isNoLongerThanItsLimit() {
    assertThat(db.scan(KeyRange.all()).limit(2).page(3).entries()).hasSize(2);
    assertThat(db.scan(KeyRange.all()).limit(0).page(3).rest()).isEmpty();
    assertThat(db.scan(KeyRange.only("note")).page(1).rest()).isEmpty();
    assertThatThrownBy(() -> db.scan(KeyRange.all()).page(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("page is of 0; 1 is the least");
  }

  /** Whatever is written between pages, a key that stays is on one page, and none is on two. */
  @Test
  void pages_besideAWriter_skipNothingAndDoubleNothing() {
    for (int i = 0; i < 600; i += 2) {
      db.insert("n:%04d".formatted(i), i);
    }
    AtomicBoolean stop = new AtomicBoolean();
    Job<Integer> writer =
        Job.start(
            "writer",
            () -> {
              Random random = new Random(1);
              while (!stop.get()) {
                String odd = "n:%04d".formatted(random.nextInt(300) * 2 + 1);
                if (db.remove(odd).isEmpty()) {
                  db.insert(odd, 0);
                }
              }
              return 0;
            });
    try {
      for (int round = 0; round < 10; round++) {
        boolean down = round % 2 == 1;
        List<String> met = new ArrayList<>();
        Optional<KeyRange> rest = Optional.of(KeyRange.prefix("n:"));
        while (rest.isPresent()) {
          Scan<String> scan = db.scan(rest.get()).keys();
          Page<String> page = (down ? scan.descending() : scan).page(7);
          met.addAll(page.entries());
          rest = page.rest();
        }
        assertThat(met).doesNotHaveDuplicates();
        assertThat(met.stream().filter(key -> key.charAt(5) % 2 == 0)).hasSize(300);
      }
    } finally {
      stop.set(true);
    }
    writer.result();
  }
}
