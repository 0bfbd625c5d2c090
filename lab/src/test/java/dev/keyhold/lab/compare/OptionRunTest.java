package dev.keyhold.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.json.Json;
import dev.keyhold.lab.data.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionRunTest {
  private static final Plan PLAN = new Plan(8, 0.5, Duration.ZERO, Duration.ofMillis(30), 1);
  private static final String[] KEYS = {"a", "b"};

  private static List<Entry> entries() {
    Json value = Tally.unwritten(Json.parse("{\"x\":1}"));
    return List.of(new Entry("a", value), new Entry("b", value));
  }

  @ParameterizedTest
  @EnumSource
  void everyOption_losesNoUpdate_andKeepsTheValues(SharingOption option) throws Exception {
    Shared shared = option.share(() -> Tally.data(entries()));
    OptionResult result = new OptionRun(option, shared, KEYS, PLAN).run(_ -> {});
    assertThat(result.lostUpdates()).isZero();
    assertThat(result.operations()).isPositive();
    assertThat(result.fairness()).isBetween(0.0, 1.0);
    assertThat(result.waitMicrosP50()).isLessThanOrEqualTo(result.waitMicrosP99());
    assertThat(result.waitMicrosP99()).isLessThanOrEqualTo(result.waitMicrosMax());
    assertThat(shared.<Long>locked(Tally::writes))
        .isPositive()
        .isLessThanOrEqualTo(result.operations());
    assertThat(shared.<Json>locked(data -> data.get("a")).at("/value"))
        .isEqualTo(Json.parse("{\"x\":1}"));
  }

  @ParameterizedTest
  @EnumSource
  void everyOption_withAHold_losesNoUpdate(SharingOption option) throws Exception {
    Plan plan = new Plan(4, 1, Duration.ofMillis(1), Duration.ofMillis(20), 1);
    OptionResult result = new OptionRun(option, entries(), KEYS, plan).run(_ -> {});
    assertThat(result.lostUpdates()).isZero();
    assertThat(result.operations()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"RWLOCK", "RW_LOCK_FAIR", "KEYHOLD", "KEYHOLD_SNAPSHOT"})
  void readers_ofAnOptionThatSharesReading_areInsideTogether(SharingOption option)
      throws Exception {
    Shared shared = option.share(() -> Tally.data(entries()));
    CyclicBarrier both = new CyclicBarrier(2);
    FutureTask<Long> other = new FutureTask<>(() -> shared.read("a", data -> readAt(both, data)));
    Thread.ofVirtual().start(other);
    assertThat(shared.<Long>read("a", data -> readAt(both, data))).isZero();
    assertThat(other.get()).isZero();
  }

  /** Gets out only if the other one gets in. */
  private static long readAt(CyclicBarrier both, Data data) {
    try {
      both.await(1, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new IllegalStateException("nobody else came in", e);
    }
    return Tally.read(data, "a");
  }

  /** At its key, that is; and beside readers of snapshots. */
  @ParameterizedTest
  @EnumSource(names = "KEYHOLD_SNAPSHOT", mode = EnumSource.Mode.EXCLUDE)
  void writer_underEveryOption_isAlone(SharingOption option) throws Exception {
    Watched watched =
        new Watched(option.share(() -> Tally.data(entries())), option == SharingOption.KEYHOLD);
    new OptionRun(option, watched, KEYS, PLAN).run(_ -> {});
    assertThat(watched.disturbances).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void tasks_thatOnlyReadOrOnlyWrite_askForThat(double writers) throws Exception {
    Watched watched = new Watched(SharingOption.RWLOCK.share(() -> Tally.data(entries())), false);
    Plan plan = new Plan(2, writers, Duration.ZERO, Duration.ofMillis(5), 1);
    OptionResult result = new OptionRun(SharingOption.RWLOCK, watched, KEYS, plan).run(_ -> {});
    // One section more, alone: the end of the run looks at what was kept.
    assertThat(watched.alone).hasValue(writers == 0 ? 1 : (int) result.operations() + 1);
    assertThat(watched.reading).hasValue(writers == 0 ? (int) result.operations() : 0);
  }

  @Test
  void lostUpdate_isFound() throws Exception {
    Plan onlyWrites = new Plan(1, 1, Duration.ZERO, Duration.ofMillis(5), 1);
    OptionResult result =
        new OptionRun(SharingOption.MUTEX, new Forgetful(), KEYS, onlyWrites).run(_ -> {});
    assertThat(result.lostUpdates()).isEqualTo(result.operations()).isPositive();
  }

  @Test
  void failedTask_isTheRunsFailure() {
    Shared broken =
        new Shared() {
          @Override
          public <R extends @Nullable Object> R locked(Section<R> section) {
            throw new IllegalStateException("broken");
          }
        };
    OptionRun run = new OptionRun(SharingOption.FAIR_LOCK, broken, KEYS, PLAN);
    assertThatThrownBy(() -> run.run(_ -> {}))
        .isInstanceOf(OptionFailure.class)
        .hasMessage("fair-lock: a task failed: java.lang.IllegalStateException: broken");
  }

  @Test
  void interruptedRun_endsEarly_withWhatThereIs() throws Exception {
    Plan long24h = new Plan(4, 0.5, Duration.ZERO, Duration.ofHours(24), 1);
    OptionRun run = new OptionRun(SharingOption.MUTEX, entries(), KEYS, long24h);
    Thread runner = Thread.currentThread();
    OptionResult result = run.run(_ -> runner.interrupt());
    assertThat(run.interrupted()).isTrue();
    assertThat(result.lostUpdates()).isZero();
    assertThat(Thread.interrupted()).isFalse();
  }

  /** Gives every section a database of its own, and so keeps no write. */
  private static final class Forgetful implements Shared {
    @Override
    public <R extends @Nullable Object> R locked(Section<R> section) {
      return section.run(Tally.data(entries()));
    }
  }

  @Test
  void reader_ofASnapshot_comesInBesideAWriter() throws Exception {
    Shared shared = SharingOption.KEYHOLD_SNAPSHOT.share(() -> Tally.data(entries()));
    shared.<Integer>write(
        "a",
        data -> {
          Tally.write(data, "a");
          assertThat(Tally.read(data, "a")).isOne();
          FutureTask<Long> reader =
              new FutureTask<>(() -> shared.read("a", then -> Tally.read(then, "a")));
          Thread.ofVirtual().start(reader);
          try {
            assertThat(reader.get()).isZero();
          } catch (Exception e) {
            throw new IllegalStateException("the reader failed", e);
          }
          return 0;
        });
    assertThat(shared.<Long>read("a", data -> Tally.read(data, "a"))).isOne();
  }

  /** Counts the sections of each kind, and those of writers that were not alone. */
  private static final class Watched implements Shared {
    private final Shared shared;
    private final boolean byKey;
    private final AtomicInteger alone = new AtomicInteger();
    private final AtomicInteger reading = new AtomicInteger();
    private final Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
    private final AtomicInteger disturbances = new AtomicInteger();

    /**
     * @param byKey writers of other keys may be there
     */
    Watched(Shared shared, boolean byKey) {
      this.shared = shared;
      this.byKey = byKey;
    }

    @Override
    public <R extends @Nullable Object> R locked(Section<R> section) throws InterruptedException {
      return shared.<R>locked(data -> {
        alone.incrementAndGet();
        return section.run(data);
      });
    }

    @Override
    public <R extends @Nullable Object> R write(String key, Section<R> section)
        throws InterruptedException {
      return shared.<R>write(
          key,
          data -> {
            alone.incrementAndGet();
            return entered(key, section, data, true);
          });
    }

    @Override
    public <R extends @Nullable Object> R read(String key, Section<R> section)
        throws InterruptedException {
      return shared.<R>read(
          key,
          data -> {
            reading.incrementAndGet();
            return entered(key, section, data, false);
          });
    }

    private <R extends @Nullable Object> R entered(
        String key, Section<R> section, Data data, boolean expectsNobody) {
      AtomicInteger there = inside.computeIfAbsent(byKey ? key : "", _ -> new AtomicInteger());
      boolean first = there.incrementAndGet() == 1;
      R result = section.run(data);
      boolean last = there.decrementAndGet() == 0;
      if (expectsNobody && !(first && last)) {
        disturbances.incrementAndGet();
      }
      return result;
    }
  }
}
