package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random programs on a clock that goes by chance, against a map that forgets by the same clock;
 * compared after each step. The thread that removes what has expired runs beside it.
 */
class ExpiryModelTest {
  private static final int STEPS = 2_000;
  private static final int KEYS = 12;

  private record Held(Json value, long expiryMillis) {}

  private record Opened(Snapshot snapshot, NavigableMap<String, Held> content) {}

  private final RandomGenerator random = Seeds.random(this);
  private final HandClock clock = new HandClock();
  private final EmbeddedKeyhold db = (EmbeddedKeyhold) Keyhold.builder().clock(clock).open();
  private NavigableMap<String, Held> model = new TreeMap<>(CodePoints.ORDER);
  private final List<Opened> open = new ArrayList<>();

  @RepeatedTest(8)
  void keyhold_whatExpires_doesWhatAMapThatForgetsDoes() throws Exception {
    for (int step = 0; step < STEPS; step++) {
      step();
      forget();
      check();
    }
    open.forEach(each -> each.snapshot().close());
    open.clear();
    clock.pass(Duration.ofDays(1));
    forget();
    while (db.engine.sweeper.removeDue() >= 0) {
      check();
    }
    model.keySet().forEach(db::remove);
    everythingIsGone();
  }

  private void everythingIsGone() {
    MemoryAccount account = db.memory();

    assertThat(db.size()).isZero();
    assertThat(db.engine.timeline.live()).isZero();
    assertThat(db.engine.timeline.expiries().count()).isZero();
    Thread thread = db.engine.sweeper.thread();
    db.close();
    Await.until("the thread ends", () -> thread == null || !thread.isAlive());
    assertThat(db.engine.index.check().entries()).isZero();
    assertThat(account.keysBytes()).isZero();
    assertThat(account.valuesBytes()).isZero();
    assertThat(account.snapshotsBytes()).isZero();
    assertThat(account.guardsBytes()).isEqualTo(db.engine.table.heapBytes());
    assertThat(db.engine.table.check()).isEmpty();
  }

  private void forget() {
    model.values().removeIf(each -> each.expiryMillis() <= clock.millis());
  }

  private void step() throws InterruptedException {
    String key = key();
    Json value = Json.of(random.nextInt(1_000));
    Held old = model.get(key);
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> {
        long lifetime = lifetime();
        assertThat(db.insert(key, value, Duration.ofMillis(lifetime))).isEqualTo(valueOf(old));
        model.put(key, new Held(value, clock.millis() + lifetime));
      }
      case 3 -> {
        assertThat(db.insert(key, value)).isEqualTo(valueOf(old));
        model.put(key, stays(value));
      }
      case 4 -> {
        assertThat(db.remove(key)).isEqualTo(valueOf(old));
        model.remove(key);
      }
      case 5 -> {
        assertThat(db.insertIfAbsent(key, value)).isEqualTo(old == null);
        model.putIfAbsent(key, stays(value));
      }
      case 6 -> {
        assertThat(db.replace(key, value)).isEqualTo(old != null);
        model.computeIfPresent(key, (_, _) -> stays(value));
      }
      case 7 -> {
        assertThat(db.update(key, _ -> value).isPresent()).isEqualTo(old != null);
        model.computeIfPresent(key, (_, held) -> new Held(value, held.expiryMillis()));
      }
      case 8 -> {
        long lifetime = lifetime() - 20;
        assertThat(db.expire(key, Duration.ofMillis(lifetime))).isEqualTo(old != null);
        model.computeIfPresent(key, (_, held) -> new Held(held.value(), clock.millis() + lifetime));
      }
      case 9 -> {
        assertThat(db.persist(key)).isEqualTo(old != null && old.expiryMillis() != Long.MAX_VALUE);
        model.computeIfPresent(key, (_, held) -> stays(held.value()));
      }
      case 10 -> guarded();
      case 11 -> open.add(new Opened(db.snapshot(), new TreeMap<>(model)));
      case 12 -> {
        if (!open.isEmpty()) {
          open.remove(random.nextInt(open.size())).snapshot().close();
        }
      }
      case 13 -> db.engine.sweeper.removeDue();
      case 14 -> db.engine.sweeper.wake();
      default -> clock.pass(1L << random.nextInt(13));
    }
  }

  private void guarded() throws InterruptedException {
    NavigableMap<String, Held> before = new TreeMap<>(model);
    try (KeyGuard guard = db.lock(KeyRange.all())) {
      for (int i = random.nextInt(6); i > 0; i--) {
        String key = key();
        Json value = Json.of(random.nextInt(1_000));
        Held old = model.get(key);
        Instant moment = clock.instant().plusMillis(lifetime());
        switch (random.nextInt(6)) {
          case 0 -> {
            assertThat(guard.insert(key, value)).isEqualTo(valueOf(old));
            model.put(key, stays(value));
          }
          case 1 -> {
            assertThat(guard.remove(key)).isEqualTo(valueOf(old));
            model.remove(key);
          }
          case 2 -> {
            assertThat(guard.expireAt(key, moment)).isEqualTo(old != null);
            model.computeIfPresent(key, (_, held) -> new Held(held.value(), moment.toEpochMilli()));
          }
          case 3 -> {
            assertThat(guard.persist(key))
                .isEqualTo(old != null && old.expiryMillis() != Long.MAX_VALUE);
            model.computeIfPresent(key, (_, held) -> stays(held.value()));
          }
          case 4 -> {
            assertThat(guard.update(key, _ -> value).isPresent()).isEqualTo(old != null);
            model.computeIfPresent(key, (_, held) -> new Held(value, held.expiryMillis()));
          }
          default -> {
            clock.pass(random.nextInt(100));
            forget();
          }
        }
        assertThat(content(guard.scan(KeyRange.all()))).isEqualTo(model);
        assertThat(guard.get(key)).isEqualTo(valueOf(model.get(key)));
      }
      if (random.nextInt(4) > 0) {
        guard.commit();
        return;
      }
    }
    model = before;
  }

  private void check() {
    String key = key();
    Held held = model.get(key);
    assertThat(db.size()).isEqualTo(model.size());
    assertThat(db.get(key)).isEqualTo(valueOf(held));
    assertThat(db.entry(key).map(each -> new Held(each.value(), millis(each))))
        .isEqualTo(Optional.ofNullable(held));
    assertThat(content(db.scan(KeyRange.all()))).isEqualTo(model);
    for (Opened each : open) {
      assertThat(content(each.snapshot().scan(KeyRange.all()))).isEqualTo(each.content());
    }
  }

  private static NavigableMap<String, Held> content(Scan<Keyhold.Entry> scan) {
    NavigableMap<String, Held> all = new TreeMap<>(CodePoints.ORDER);
    scan.forEach(each -> all.put(each.key(), new Held(each.value(), millis(each))));
    return all;
  }

  private static long millis(Keyhold.Entry entry) {
    return entry.expiry().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
  }

  private static Held stays(Json value) {
    return new Held(value, Long.MAX_VALUE);
  }

  private static Optional<Json> valueOf(@Nullable Held held) {
    return Optional.ofNullable(held).map(Held::value);
  }

  /** Above zero, of any magnitude. */
  private long lifetime() {
    return 1 + random.nextLong(1L << random.nextInt(24));
  }

  private String key() {
    return "k" + random.nextInt(KEYS);
  }
}
