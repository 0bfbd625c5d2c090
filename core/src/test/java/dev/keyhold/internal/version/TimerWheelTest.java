package dev.keyhold.internal.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import dev.keyhold.internal.index.OrderedIndex;
import dev.keyhold.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The wheel alone, against a set of timers that is looked through. */
class TimerWheelTest {
  private final OrderedIndex<Version> index = new OrderedIndex<>();
  private final Set<Passing> model = new HashSet<>();
  private long now = 1_800_000_000_000L;

  private static Passing timer(long expiryMillis) {
    return new Passing(Json.of(1), 0, expiryMillis);
  }

  private void add(TimerWheel wheel, Passing timer) {
    wheel.add(index.findOrCreate("k"), timer);
    model.add(timer);
  }

  private static List<Passing> due(TimerWheel wheel, int countMax) {
    List<Expiries.Due> due = new ArrayList<>();
    wheel.collect(countMax, due);
    return due.stream().map(each -> (Passing) each.version()).toList();
  }

  @RepeatedTest(10)
  void wheel_anyTimersAndSteps_knowsWhatIsDueAndWhatIsNext() {
    RandomGenerator random = Seeds.random(this);
    TimerWheel wheel = new TimerWheel(0);
    Map<Integer, Passing> some = new HashMap<>();
    for (int step = 0; step < 5_000; step++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          Passing timer = timer(now - 5 + random.nextLong(1L << random.nextInt(40)));
          add(wheel, timer);
          some.put(random.nextInt(50), timer);
        }
        case 3 -> {
          Passing gone = some.remove(random.nextInt(50));
          if (gone != null) {
            wheel.remove(gone);
            model.remove(gone);
          }
        }
        case 4 -> now += 1L << random.nextInt(36);
        case 5 -> now += random.nextInt(100);
        case 6 -> {
          for (Passing each : due(wheel, 3)) {
            wheel.remove(each);
            model.remove(each);
          }
        }
        default -> {
          if (random.nextInt(50) == 0) {
            now -= 1_000 + random.nextLong(1L << 36);
          }
        }
      }
      while (!wheel.advance(now, 1 + random.nextInt(5))) {
        assertThat(wheel.nextMillis()).isLessThanOrEqualTo(now);
      }
      assertThat(wheel.count()).isEqualTo(model.size());
      assertThat(due(wheel, Integer.MAX_VALUE))
          .containsExactlyInAnyOrderElementsOf(
              model.stream().filter(each -> each.expiryMillis() <= now).toList());
      long next = wheel.nextMillis();
      assertThat(model.stream().allMatch(each -> each.expiryMillis() >= next)).isTrue();
      assertThat(wheel.expired()).isEqualTo(due(wheel, Integer.MAX_VALUE).size());
    }
  }

  @Test
  void due_timersOfSeveralMoments_comeInTheirOrder() {
    TimerWheel wheel = new TimerWheel(now);
    for (int i = 0; i < 1_000; i++) {
      add(wheel, timer(now + 1 + (i * 7919) % 1_000));
    }
    assertThat(wheel.advance(now + 2_000, Integer.MAX_VALUE)).isTrue();
    assertThat(due(wheel, 1_000)).extracting(Passing::expiryMillis).isSorted();
    assertThat(due(wheel, 10)).hasSize(10);
  }

  @Test
  void heldUp_isCounted_andDueAgainAfterARetry() {
    TimerWheel wheel = new TimerWheel(now);
    Passing held = timer(now + 1);
    Passing other = timer(now + 1);
    add(wheel, held);
    add(wheel, other);
    wheel.holdUp(held); // not due yet: nothing
    assertThat(wheel.heldUp()).isZero();
    assertThat(wheel.advance(now + 1, 10)).isTrue();
    wheel.holdUp(held);
    assertThat(due(wheel, 10)).containsExactly(other);
    assertThat(wheel.expired()).isEqualTo(2);
    wheel.remove(other);
    assertThat(wheel.nextMillis()).isEqualTo(Version.NEVER);
    wheel.retry();
    assertThat(due(wheel, 10)).containsExactly(held);
    wheel.holdUp(held);
    wheel.remove(held);
    assertThat(wheel.count()).isZero();
    assertThat(wheel.expired()).isZero();
  }

  @Test
  void latestMoment_isNoProblem() {
    TimerWheel wheel = new TimerWheel(0);
    add(wheel, timer(Long.MAX_VALUE - 1));
    assertThat(wheel.advance(Long.MAX_VALUE - 2, 100)).isTrue();
    assertThat(wheel.expired()).isZero();
    assertThat(wheel.advance(Long.MAX_VALUE - 1, 100)).isTrue();
    assertThat(wheel.expired()).isEqualTo(1);
  }
}
