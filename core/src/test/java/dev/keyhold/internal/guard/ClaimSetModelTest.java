package dev.keyhold.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.wait.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs of requests, some of which belong to sets, compared after each step with a plain
 * line for each key: whoever comes goes to its end, or if a part of its set is admitted there,
 * right behind those who are; admitted is the longest beginning without a conflict of two sets.
 */
@Timeout(300)
class ClaimSetModelTest {
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f");
  private static final int STEPS = 200;
  private static final int SETS = 3;

  /** {@code -Dkeyhold.guard.seeds=10000} for a night. */
  private static final int SEEDS = Integer.getInteger("keyhold.guard.seeds", 80);

  /** A request. */
  private static final class Asked {
    final Claim claim;
    final @Nullable ClaimSet set;
    final long number;
    final @Nullable Mode[] modes = new @Nullable Mode[KEYS.size()];
    final CompletableFuture<Claim> future;

    Asked(GuardTable table, Claim claim, @Nullable ClaimSet set, long number) {
      this.claim = claim;
      this.set = set;
      this.number = number;
      if (set != null) {
        claim.partOf(set);
      }
      for (int i = 0; i < modes.length; i++) {
        modes[i] = claim.covers(GuardTableFixture.bytes(KEYS.get(i)));
      }
      future = table.acquireAsync(claim, null, granted -> granted);
    }

    boolean isWith(Asked other) {
      return this == other || (set != null && set == other.set);
    }

    boolean conflictsAt(int key, Asked other) {
      Mode mine = modes[key];
      Mode theirs = other.modes[key];
      return mine != null && theirs != null && mine.conflictsWith(theirs) && !isWith(other);
    }

    boolean isBehindARangeOf(Asked other) {
      return other.number < number
          && claim.spans().stream()
              .anyMatch(mine -> other.claim.spans().stream().anyMatch(mine::conflictsWith));
    }
  }

  private final List<Asked> live = new ArrayList<>();
  private final List<List<Asked>> lines = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private long numbers;

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 64})
  void sets_anyProgram_grantWhatThePlainLinesSay(int slots) {
    for (int seed = 0; seed < SEEDS; seed++) {
      GuardTable table = new GuardTable("model", slots);
      Random random = new Random(seed);
      begin();
      List<ClaimSet> sets = new ArrayList<>();
      for (int i = 0; i < SETS; i++) {
        sets.add(new ClaimSet(table, 0, new Retries()));
      }
      for (int step = 0; step < STEPS / (1 + seed % 4); step++) {
        step(table, sets, random);
        compare(table, seed);
      }
      while (!live.isEmpty()) {
        Asked chosen = live.get(random.nextInt(live.size()));
        if (chosen.set == null) {
          end(chosen);
        } else {
          end(chosen.set);
        }
        compare(table, seed);
      }
      assertThat(table.isEmpty()).as("seed %d: I9", seed).isTrue();
    }
  }

  private void begin() {
    live.clear();
    story.clear();
    lines.clear();
    KEYS.forEach(_ -> lines.add(new ArrayList<>()));
  }

  private void step(GuardTable table, List<ClaimSet> sets, Random random) {
    if (random.nextInt(9) < 5 && live.size() < 14) {
      ClaimSet set = random.nextInt(3) == 0 ? null : sets.get(random.nextInt(SETS));
      if (set == null || live.stream().noneMatch(each -> each.set == set && !isGranted(each))) {
        ask(table, GuardModelTest.claim(table, random), set);
      }
    } else if (!live.isEmpty()) {
      Asked chosen = live.get(random.nextInt(live.size()));
      if (chosen.set == null || !isGranted(chosen)) {
        end(chosen);
      } else if (random.nextInt(3) == 0) {
        end(chosen.set);
      }
    }
  }

  private void ask(GuardTable table, Claim claim, @Nullable ClaimSet set) {
    story.add("ask " + claim + (set == null ? "" : " of set " + System.identityHashCode(set)));
    Asked asked = new Asked(table, claim, set, ++numbers);
    live.add(asked);
    for (int key = 0; key < KEYS.size(); key++) {
      if (asked.modes[key] != null) {
        List<Asked> line = lines.get(key);
        int admitted = admitted(key);
        boolean beside = line.subList(0, admitted).stream().anyMatch(asked::isWith);
        line.add(beside ? admitted : line.size(), asked);
      }
    }
  }

  private int admitted(int key) {
    List<Asked> line = lines.get(key);
    for (int i = 0; i < line.size(); i++) {
      for (int before = 0; before < i; before++) {
        if (line.get(i).conflictsAt(key, line.get(before))) {
          return i;
        }
      }
    }
    return line.size();
  }

  private boolean isGranted(Asked asked) {
    for (int key = 0; key < KEYS.size(); key++) {
      int place = lines.get(key).indexOf(asked);
      if (place >= 0 && place >= admitted(key)) {
        return false;
      }
    }
    return live.stream().noneMatch(asked::isBehindARangeOf);
  }

  /** A set gives up what it waits for, and then all that it has. */
  private void end(ClaimSet set) {
    List<Asked> parts = new ArrayList<>(live.stream().filter(each -> each.set == set).toList());
    parts.stream().filter(each -> !isGranted(each)).toList().forEach(this::end);
    parts.stream().filter(live::contains).toList().forEach(this::end);
  }

  private void end(Asked asked) {
    boolean granted = isGranted(asked);
    story.add((granted ? "release " : "cancel ") + asked.claim);
    live.remove(asked);
    lines.forEach(line -> line.remove(asked));
    if (granted) {
      GuardTableFixture.granted(asked.future).release();
    } else {
      assertThat(asked.future.cancel(true)).isTrue();
    }
  }

  private void compare(GuardTable table, int seed) {
    for (Asked asked : live) {
      boolean granted = isGranted(asked);
      if (granted) {
        GuardTableFixture.granted(asked.future);
      }
      assertThat(asked.future.isDone())
          .as("seed %d: %s granted, after %s", seed, asked.claim, story)
          .isEqualTo(granted);
    }
    assertThat(table.check()).as("seed %d, after %s", seed, story).isEmpty();
  }
}
