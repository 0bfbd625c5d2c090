package dev.keyhold.internal.guard;

import static dev.keyhold.internal.wait.Mode.EXCLUSIVE;
import static dev.keyhold.internal.wait.Mode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.wait.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs of requests, cancellations, releases and downgrades, compared after each step
 * with what "first come, first served among requests that conflict" says word for word: a request
 * is granted if and only if none that was made before it, and has not left, conflicts with it.
 */
@Timeout(300)
class GuardModelTest {
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f");
  private static final int STEPS = 300;

  /** {@code -Dkeyhold.guard.seeds=10000} for a night. */
  private static final int SEEDS = Integer.getInteger("keyhold.guard.seeds", 80);

  /** What a request asks for of each key: nothing, to share it, or to have it alone. */
  private static final class Asked {
    final @Nullable Mode[] modes = new @Nullable Mode[KEYS.size()];
    final CompletableFuture<Claim> future;
    final Claim claim;

    Asked(GuardTable table, Claim claim) {
      this.claim = claim;
      for (int i = 0; i < modes.length; i++) {
        modes[i] = claim.covers(GuardTableFixture.bytes(KEYS.get(i)));
      }
      future = table.acquireAsync(claim, null, granted -> granted);
    }

    boolean conflictsWith(Asked other) {
      for (int i = 0; i < modes.length; i++) {
        Mode mine = modes[i];
        Mode theirs = other.modes[i];
        if (mine != null && theirs != null && mine.conflictsWith(theirs)) {
          return true;
        }
      }
      return false;
    }

    boolean isGranted(List<Asked> live) {
      return live.stream()
          .takeWhile(earlier -> earlier != this)
          .noneMatch(earlier -> earlier.conflictsWith(this));
    }
  }

  private final List<Asked> live = new ArrayList<>();
  private final List<String> story = new ArrayList<>();

  /** Hashes that put several keys, or all of them, into one slot. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 64})
  void g02_anyProgram_grantsWhatTheRuleSays(int slots) {
    for (int seed = 0; seed < SEEDS; seed++) {
      GuardTable table = new GuardTable("model", slots);
      Random random = new Random(seed);
      live.clear();
      story.clear();
      for (int step = 0; step < STEPS / (1 + seed % 4); step++) {
        step(table, random);
        compare(table, seed);
      }
      while (!live.isEmpty()) {
        end(random, live.get(random.nextInt(live.size())));
        compare(table, seed);
      }
      assertThat(table.isEmpty()).as("seed %d: I9", seed).isTrue();
    }
  }

  private void step(GuardTable table, Random random) {
    int choice = random.nextInt(10);
    if (choice < 5 && live.size() < 12) {
      Claim claim = claim(table, random);
      story.add("ask " + claim);
      live.add(new Asked(table, claim));
    } else if (choice < 9 && !live.isEmpty()) {
      end(random, live.get(random.nextInt(live.size())));
    } else if (!live.isEmpty()) {
      Asked asked = live.get(random.nextInt(live.size()));
      if (asked.isGranted(live)) {
        story.add("downgrade " + asked.claim);
        table.downgrade(asked.claim);
        Arrays.setAll(asked.modes, i -> asked.modes[i] == null ? null : SHARED);
      }
    }
  }

  private void end(Random random, Asked asked) {
    boolean granted = asked.isGranted(live);
    story.add((granted ? "release " : "cancel ") + asked.claim);
    live.remove(asked);
    if (granted) {
      GuardTableFixture.granted(asked.future).release();
      if (random.nextBoolean()) {
        asked.claim.release();
      }
    } else {
      assertThat(asked.future.cancel(true)).isTrue();
    }
  }

  private void compare(GuardTable table, int seed) {
    for (Asked asked : live) {
      boolean granted = asked.isGranted(live);
      if (granted) {
        GuardTableFixture.granted(asked.future);
      }
      assertThat(asked.future.isDone())
          .as("seed %d: %s granted, after %s", seed, asked.claim, story)
          .isEqualTo(granted);
    }
    assertThat(table.check()).as("seed %d, after %s", seed, story).isEmpty();
    for (String key : KEYS) {
      tryShared(table, key, seed);
    }
  }

  /** A try succeeds exactly where a request would be granted at once, and changes nothing. */
  private void tryShared(GuardTable table, String key, int seed) {
    Claim claim = table.claim(GuardTableFixture.bytes(key), key.hashCode(), SHARED);
    boolean free = live.stream().noneMatch(asked -> asked.modes[KEYS.indexOf(key)] == EXCLUSIVE);
    assertThat(table.tryAcquire(claim)).as("seed %d: try of %s", seed, key).isEqualTo(free);
    if (free) {
      claim.release();
    }
  }

  static Claim claim(GuardTable table, Random random) {
    if (random.nextInt(3) == 0) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      return table.claim(GuardTableFixture.bytes(key), key.hashCode(), mode(random));
    }
    ClaimBuilder claims = table.claims();
    int parts = 1 + random.nextInt(3);
    for (int i = 0; i < parts; i++) {
      int from = random.nextInt(KEYS.size());
      if (random.nextBoolean()) {
        String key = KEYS.get(from);
        claims.key(GuardTableFixture.bytes(key), key.hashCode(), mode(random));
      } else {
        int to = from + 1 + random.nextInt(KEYS.size() - from);
        claims.range(
            from == 0 ? null : GuardTableFixture.bytes(KEYS.get(from)),
            to == KEYS.size() ? null : GuardTableFixture.bytes(KEYS.get(to)),
            mode(random));
      }
    }
    return claims.build();
  }

  private static Mode mode(Random random) {
    return random.nextInt(5) < 2 ? SHARED : EXCLUSIVE;
  }
}
