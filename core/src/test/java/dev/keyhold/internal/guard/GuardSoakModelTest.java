package dev.keyhold.internal.guard;

import static dev.keyhold.internal.wait.Mode.EXCLUSIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Everything at once, from many threads, on a few keys in as few slots: each counts in plain fields
 * what it wrote under its guard, and beside it, atomically, in a model; who is beside whom is
 * counted, too. In the end both agree, and the table and the wait graph are empty.
 *
 * <p>{@code -Dkeyhold.soak.operations=5000000} soaks for longer, {@code -Dkeyhold.soak.seed} tells
 * which operations are drawn; how they meet is up to the machine.
 */
@Timeout(3_600)
class GuardSoakModelTest {
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f");
  private static final int OPERATIONS = Integer.getInteger("keyhold.soak.operations", 60_000);

  private final long seed = Long.getLong("keyhold.soak.seed", new Random().nextLong());
  private final int[] written = new int[KEYS.size()];
  private final AtomicIntegerArray expected = new AtomicIntegerArray(KEYS.size());

  /** For each key how many read, and 1,000 for each that writes. */
  private final AtomicIntegerArray inside = new AtomicIntegerArray(KEYS.size());

  private final List<GuardTableFixture.Entry> entries =
      KEYS.stream().map(GuardTableFixture::entry).toList();

  @ParameterizedTest
  @CsvSource({"2, 4, false", "4, 12, true", "64, 12, false"})
  void g02g06g07_everyWayInAndOut_excludesAndLosesNothing(int slots, int threads, boolean virtual) {
    GuardTable table = new GuardTable("soak", slots);
    List<Job<String>> jobs = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Random random = new Random(seed + i);
      String name = "soak-" + i;
      Callable<String> code =
          () -> {
            for (int n = 0; n < OPERATIONS / threads; n++) {
              somehow(table, random);
            }
            return name;
          };
      jobs.add(virtual ? Job.startVirtual(name, code) : Job.start(name, code));
    }
    Random random = new Random(seed - 1);
    while (!jobs.stream().allMatch(Job::isDone)) {
      jobs.get(random.nextInt(threads)).interrupt();
      // One that has failed may leave the others waiting.
      jobs.stream().filter(Job::isDone).forEach(Job::result);
      assertThat(table.check()).as("seed %d", seed).isEmpty();
      assertThat(table.report().table()).isEqualTo("soak");
      // The latch is for the others now.
      LockSupport.parkNanos(500_000);
    }
    jobs.forEach(Job::result);
    Await.until("an empty table, seed " + seed + ": " + table.report(), table::isEmpty);
    assertThat(table.check()).isEmpty();
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
    for (int i = 0; i < written.length; i++) {
      assertThat(written[i])
          .as("seed %d: writes of %s", seed, KEYS.get(i))
          .isEqualTo(expected.get(i));
      assertThat(inside.get(i)).isZero();
    }
  }

  private void somehow(GuardTable table, Random random) {
    boolean _ = Thread.interrupted();
    try {
      switch (random.nextInt(8)) {
        case 0, 1 -> plain(table, random.nextInt(KEYS.size()));
        case 2 -> {
          Claim claim = GuardModelTest.claim(table, random);
          if (table.acquire(claim, Long.MAX_VALUE)) {
            use(table, claim, random);
          }
        }
        case 3 -> {
          Claim claim = GuardModelTest.claim(table, random);
          if (table.acquire(claim, random.nextInt(200_000))) {
            use(table, claim, random);
          }
        }
        case 4 -> {
          Claim claim = GuardModelTest.claim(table, random);
          if (table.tryAcquire(claim)) {
            use(table, claim, random);
          }
        }
        case 5 -> {
          Claim claim = GuardModelTest.claim(table, random);
          if (table.acquireUninterruptibly(claim, Long.MAX_VALUE)) {
            use(table, claim, random);
          }
        }
        case 6 -> async(table, random);
        default -> nested(table, random);
      }
    } catch (InterruptedException | DeadlockException e) {
      // given up
    }
  }

  private void plain(GuardTable table, int key) {
    Token token = table.acquirePlain(entries.get(key), Long.MAX_VALUE);
    if (token != null) {
      enter(key, EXCLUSIVE);
      leave(key, EXCLUSIVE);
      table.releasePlain(token);
    }
  }

  private void async(GuardTable table, Random random) {
    Claim claim = GuardModelTest.claim(table, random);
    CompletableFuture<Claim> asked = table.acquireAsync(claim, null, granted -> granted);
    if (random.nextBoolean()) {
      if (asked.cancel(true)) {
        return;
      }
    }
    try {
      use(table, asked.join(), random);
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(DeadlockException.class);
    }
  }

  /** One while another is held: may be a deadlock. */
  private void nested(GuardTable table, Random random) throws InterruptedException {
    Claim outer = GuardModelTest.claim(table, random);
    if (table.acquire(outer, Long.MAX_VALUE)) {
      try {
        Claim inner = GuardModelTest.claim(table, random);
        if (table.acquire(inner, Long.MAX_VALUE)) {
          use(table, inner, random);
        }
      } finally {
        use(table, outer, random);
      }
    }
  }

  private void use(GuardTable table, Claim claim, Random random) {
    @Nullable Mode[] modes = new @Nullable Mode[KEYS.size()];
    for (int key = 0; key < modes.length; key++) {
      modes[key] = claim.covers(entries.get(key).key());
      enter(key, modes[key]);
    }
    for (int key = 0; key < modes.length; key++) {
      leave(key, modes[key]);
    }
    if (random.nextInt(4) == 0) {
      table.downgrade(claim);
      for (int key = 0; key < modes.length; key++) {
        modes[key] = claim.covers(entries.get(key).key());
        enter(key, modes[key]);
        leave(key, modes[key]);
      }
    }
    claim.release();
    if (random.nextInt(8) == 0) {
      claim.release();
    }
  }

  private void enter(int key, @Nullable Mode mode) {
    if (mode != null) {
      int before = inside.getAndAdd(key, mode.isExclusive() ? 1_000 : 1);
      assertThat(mode.isExclusive() ? before == 0 : before < 1_000)
          .as("seed %d: %s beside %d in %s", seed, mode, before, KEYS.get(key))
          .isTrue();
      if (mode.isExclusive()) {
        written[key]++;
        expected.incrementAndGet(key);
      }
    }
  }

  private void leave(int key, @Nullable Mode mode) {
    if (mode != null) {
      inside.addAndGet(key, mode.isExclusive() ? -1_000 : -1);
    }
  }
}
