package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.InvalidKeyException;
import dev.keyhold.error.LimitException;
import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Job;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Spliterator;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Guava's suite does not ask of the map view. */
class KeyholdMapTest {
  private static final String TILDE = "\uFF5E";
  private static final String SMILEY = "\uD83D\uDE00";
  private static final int THREADS = 4;
  private static final int ROUNDS = 300;

  private final EmbeddedKeyhold db = (EmbeddedKeyhold) Keyhold.inMemory();
  private final ConcurrentNavigableMap<String, Json> map = db.asMap();

  @Test
  void asMap_isLive_bothWays() {
    map.put("a", Json.of(1));
    assertThat(db.get("a")).contains(Json.of(1));
    db.insert("b", 2);
    assertThat(map).containsEntry("b", Json.of(2));
    assertThat(map.headMap("b").size()).isEqualTo(1);
    map.tailMap("b").clear();
    assertThat(db.contains("b")).isFalse();
  }

  @Test
  void comparator_isTheOrderOfCodePoints_alsoReversed() {
    map.put(SMILEY, Json.of(1));
    map.put(TILDE, Json.of(2));
    assertThat(map.firstKey()).isEqualTo(TILDE);
    assertThat(map.descendingMap().firstKey()).isEqualTo(SMILEY);
    assertThat(map.comparator().compare(TILDE, SMILEY)).isNegative();
    assertThat(map.descendingMap().comparator().compare(TILDE, SMILEY)).isPositive();
    assertThat(new TreeMap<>(map)).containsExactlyEntriesOf(map);
  }

  @Test
  void jsonNull_isAValue_andNotAbsent() {
    map.put("a", Json.NULL);
    assertThat(map.putIfAbsent("a", Json.of(1))).isEqualTo(Json.NULL);
    assertThat(map.computeIfAbsent("a", _ -> Json.of(1))).isEqualTo(Json.NULL);
    assertThat(map.getOrDefault("a", Json.of(1))).isEqualTo(Json.NULL);
    assertThat(map.containsKey("a")).isTrue();
  }

  @Test
  void keysThatCannotBe_areRefusedAsByTheDatabase() {
    assertThatThrownBy(() -> map.put("\uD800", Json.NULL)).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> map.get("\uD800")).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> map.headMap("\uD800")).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> map.put("x".repeat(Limits.keyBytesMax() + 1), Json.NULL))
        .isInstanceOf(LimitException.class);
    Object number = 1;
    assertThatThrownBy(() -> map.get(number)).isInstanceOf(ClassCastException.class);
  }

  @Test
  void partOfAMap_outsideOfIt_saysSo() {
    ConcurrentNavigableMap<String, Json> part = map.subMap("b", "d");
    assertThatThrownBy(() -> part.put("d", Json.NULL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"d\" is not in the map's range [\"b\", \"d\")");
    assertThatThrownBy(() -> part.headMap("e"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"e\" lies outside of the map's range");
    assertThatThrownBy(() -> part.tailMap("a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> part.descendingMap().subMap("b", "c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("swap them");
    assertThat(part.get("d")).isNull();
    assertThat(part.remove("d")).isNull();
    assertThat(part.remove("d", Json.NULL)).isFalse();
    assertThat(part.headMap("d")).isEmpty();
  }

  @Test
  void closedDatabase_everythingThrows() {
    db.close();
    assertThatThrownBy(() -> map.get("a")).isInstanceOf(ClosedException.class);
    assertThatThrownBy(map::size).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> map.entrySet().iterator().hasNext())
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void walks_keepNoSnapshotOpen() {
    for (int i = 0; i < 1_000; i++) {
      map.put("key:" + i, Json.of(i));
    }
    Iterator<String> begun = map.keySet().iterator();
    begun.next();
    map.firstEntry();
    map.ceilingKey("key:5");
    map.entrySet().spliterator().tryAdvance(_ -> {});
    assertThat(map.isEmpty()).isFalse();
    assertThat(db.engine.timeline.snapshots().count()).isZero();
    db.insert("zebra", 1);
    List<String> rest = new ArrayList<>();
    begun.forEachRemaining(rest::add);
    assertThat(rest).hasSize(1_000).endsWith("zebra");
  }

  @Test
  void spliterators_tellWhatTheyAre() {
    map.put("a", Json.of(1));
    Spliterator<String> keys = map.keySet().spliterator();
    assertThat(keys.hasCharacteristics(Spliterator.CONCURRENT | Spliterator.SORTED)).isTrue();
    assertThat(keys.hasCharacteristics(Spliterator.SIZED)).isFalse();
    assertThat(keys.getComparator()).isEqualTo(CodePoints.ORDER);
    assertThatThrownBy(map.values().spliterator()::getComparator)
        .isInstanceOf(IllegalStateException.class);
    assertThat(map.values().stream().toList()).containsExactly(Json.of(1));
  }

  @Test
  void compute_manyThreads_losesNothing() {
    List<Job<Integer>> jobs = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      jobs.add(
          Job.start(
              "counter-" + thread,
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  map.merge("sum", Json.of(1), (old, one) -> Json.of(old.asLong() + one.asLong()));
                  map.compute(
                      "turns",
                      (_, old) ->
                          old == null
                              ? Json.of(1)
                              : old.asLong() % 7 == 6 ? null : Json.of(old.asLong() + 1));
                  map.computeIfPresent("none", (_, old) -> old);
                }
                return 0;
              }));
    }
    jobs.forEach(Job::result);
    assertThat(map.get("sum")).isEqualTo(Json.of(THREADS * ROUNDS));
    // Six steps up, the seventh takes it out.
    long steps = THREADS * ROUNDS % 7;
    assertThat(map.get("turns")).isEqualTo(steps == 0 ? null : Json.of(steps));
  }

  @Test
  void poll_manyThreads_eachEntryIsTakenOnce() {
    for (int i = 0; i < ROUNDS; i++) {
      map.put("key:" + i, Json.of(i));
    }
    List<Job<List<String>>> jobs = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      boolean last = thread % 2 == 0;
      jobs.add(
          Job.start(
              "taker-" + thread,
              () -> {
                List<String> taken = new ArrayList<>();
                Map.Entry<String, Json> entry;
                while ((entry = last ? map.pollLastEntry() : map.pollFirstEntry()) != null) {
                  taken.add(entry.getKey());
                }
                return taken;
              }));
    }
    List<String> all = jobs.stream().flatMap(job -> job.result().stream()).toList();
    assertThat(all).hasSize(ROUNDS).doesNotHaveDuplicates();
    assertThat(map).isEmpty();
  }

  /** Keys that stay are met once, in order, whatever comes and goes beside them. */
  @Test
  void walks_besideWriters_meetWhatStaysOnce() {
    for (int i = 0; i < 2_000; i += 2) {
      map.put("%05d".formatted(i), Json.of(i));
    }
    AtomicBoolean stop = new AtomicBoolean();
    Job<Integer> writer =
        Job.start(
            "writer",
            () -> {
              Random random = new Random(1);
              while (!stop.get()) {
                String odd = "%05d".formatted(random.nextInt(1_000) * 2 + 1);
                if (map.remove(odd) == null) {
                  map.put(odd, Json.of(0));
                }
              }
              return 0;
            });
    try {
      for (int round = 0; round < 20; round++) {
        NavigableMap<String, Json> walked = round % 2 == 0 ? map : map.descendingMap();
        List<String> met = new ArrayList<>(walked.keySet());
        List<String> sorted = new ArrayList<>(new TreeSet<>(met));
        assertThat(met).isEqualTo(round % 2 == 0 ? sorted : sorted.reversed());
        assertThat(met.stream().filter(key -> (key.charAt(4) - '0') % 2 == 0)).hasSize(1_000);
      }
    } finally {
      stop.set(true);
    }
    writer.result();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void asMap_anyOperations_doesWhatTheJdksMapDoes(long seed) {
    Random random = new Random(seed);
    NavigableMap<String, Json> model = new ConcurrentSkipListMap<>(CodePoints.ORDER);
    for (int step = 0; step < 1_500; step++) {
      String key = key(random);
      Json value = Json.of(random.nextInt(5));
      assertThat(operated(map, key, value, step)).isEqualTo(operated(model, key, value, step));
      NavigableMap<String, Json> view = view(map, seed * 1_000 + step);
      NavigableMap<String, Json> expected = view(model, seed * 1_000 + step);
      assertThat(text(view)).isEqualTo(text(expected));
      assertThat(near(view, key)).isEqualTo(near(expected, key));
    }
  }

  private static Object operated(NavigableMap<String, Json> map, String key, Json value, int step) {
    Object done =
        switch (step % 9) {
          case 0, 1 -> map.put(key, value);
          case 2 -> map.remove(key);
          case 3 -> map.remove(key, value);
          case 4 -> map.replace(key, value);
          case 5 -> map.replace(key, Json.of(2), value);
          case 6 -> map.putIfAbsent(key, value);
          case 7 -> map.merge(key, value, (old, more) -> old.equals(more) ? null : more);
          default -> step % 100 == 8 ? map.pollFirstEntry() : map.get(key);
        };
    return String.valueOf(done);
  }

  /** Some view of views, the same for the same seed. */
  private static NavigableMap<String, Json> view(NavigableMap<String, Json> map, long seed) {
    Random random = new Random(seed);
    NavigableMap<String, Json> view = map;
    for (int depth = random.nextInt(3); depth > 0; depth--) {
      String bound = bound(random);
      try {
        view =
            switch (random.nextInt(4)) {
              case 0 -> view.descendingMap();
              case 1 -> view.headMap(bound, random.nextBoolean());
              case 2 -> view.tailMap(bound, random.nextBoolean());
              default -> view.subMap(bound, true, bound(random), random.nextBoolean());
            };
      } catch (IllegalArgumentException e) {
        return view.descendingMap();
      }
    }
    return view;
  }

  /**
   * Between a string and itself with U+0000 there is none: the JDK's map does not know, and refuses
   * some bounds there that are harmless.
   */
  private static String bound(Random random) {
    return key(random).replace('\0', 'c');
  }

  private static String text(NavigableMap<String, Json> view) {
    return view + "/" + view.size() + view.isEmpty() + view.descendingKeySet() + view.values();
  }

  private static String near(NavigableMap<String, Json> view, String key) {
    return List.of(
            String.valueOf(view.lowerEntry(key)),
            String.valueOf(view.floorKey(key)),
            String.valueOf(view.ceilingEntry(key)),
            String.valueOf(view.higherKey(key)),
            String.valueOf(view.firstEntry()),
            String.valueOf(view.lastEntry()))
        .stream()
        .collect(Collectors.joining(" "));
  }

  private static String key(Random random) {
    String[] parts = {"a", "b", "\0", TILDE, SMILEY};
    StringBuilder key = new StringBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      key.append(parts[random.nextInt(parts.length)]);
    }
    return key.toString();
  }
}
