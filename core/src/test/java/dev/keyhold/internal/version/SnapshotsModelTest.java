package dev.keyhold.internal.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commits beside random snapshots, against a copy of everything made when each was opened:
 * each snapshot sees what there was, and no version stays linked that none of them sees.
 */
class SnapshotsModelTest {
  private static final int STEPS = 4_000;

  private record Opened(Pin pin, Map<Place, Long> content) {}

  private final OrderedIndex<Version> index = new OrderedIndex<>();
  private final List<Entry<Version>> reclaimed = new ArrayList<>();
  private final Timeline timeline = new Timeline(new History(10, 1_000), reclaimed::add);
  private final List<Place> places = new ArrayList<>();
  private final List<Opened> open = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void snapshot_besideCommits_seesWhatThereWasAndKeepsNothingElse(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 5; i++) {
      places.add(new Place(index, "key " + i));
    }
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(8)) {
        case 0 -> open.add(new Opened(timeline.snapshot(), content()));
        case 1 -> {
          if (!open.isEmpty()) {
            open.remove(random.nextInt(open.size())).pin().close();
          }
        }
        case 2 -> commitSeveral(random);
        default -> {
          Place place = places.get(random.nextInt(places.size()));
          timeline.commit(place.entry, place.next(value(random)));
        }
      }
      check("step " + step);
    }
    open.forEach(each -> each.pin().close());
    open.clear();
    check("the end");
    for (Place each : places) {
      assertThat(each.chain()).hasSizeLessThanOrEqualTo(1);
    }
  }

  private void commitSeveral(Random random) {
    List<Write> writes = new ArrayList<>();
    for (Place each : places) {
      if (random.nextBoolean()) {
        writes.add(new Write(each.entry, each.next(value(random))));
      }
    }
    if (!writes.isEmpty()) {
      timeline.commit(writes);
    }
  }

  private static Long value(Random random) {
    return random.nextInt(3) == 0 ? null : random.nextLong(100);
  }

  private Map<Place, Long> content() {
    Map<Place, Long> all = new LinkedHashMap<>();
    places.forEach(each -> all.put(each, Place.valueOf(timeline.current(each.entry))));
    return all;
  }

  private void check(String when) {
    long live = content().values().stream().filter(each -> each != null).count();
    assertThat(timeline.live()).as(when).isEqualTo(live);
    for (Opened each : open) {
      each.content()
          .forEach((place, value) ->
              assertThat(Place.valueOf(each.pin().of(place.entry))).as(when).isEqualTo(value));
    }
    for (Place each : places) {
      List<Version> chain = each.chain();
      for (int i = 1; i < chain.size(); i++) {
        assertThat(isSeen(chain.get(i), chain.get(i - 1)))
            .as("%s: %s is seen", when, chain.get(i))
            .isTrue();
      }
    }
  }

  private boolean isSeen(Version old, Version next) {
    return open.stream()
        .mapToLong(each -> each.pin().revision())
        .anyMatch(sees -> old.revision() <= sees && sees < next.revision());
  }
}
