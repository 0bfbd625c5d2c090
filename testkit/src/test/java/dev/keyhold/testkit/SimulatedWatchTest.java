package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Commit;
import dev.keyhold.KeyGuard;
import dev.keyhold.KeyRange;
import dev.keyhold.Keyhold;
import dev.keyhold.Snapshot;
import dev.keyhold.Watch;
import dev.keyhold.WatchIterator;
import dev.keyhold.error.ClosedException;
import dev.keyhold.error.WatchLaggedException;
import dev.keyhold.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Watches beside writers in simulation, over many seeds; a failure's message has the seed. */
class SimulatedWatchTest {
  private static final List<String> KEYS = List.of("a:1", "a:2", "b:1", "c");
  private static final Duration PAUSE_MAX = Duration.ofMillis(4);

  /** A copy of a range that is kept up to date by a watch, and made anew after a lag. */
  private static final class Replica {
    final KeyRange range;
    final Map<String, Json> content = new TreeMap<>();
    private long revision;
    int lags;

    Replica(KeyRange range) {
      this.range = range;
    }

    Watch begin(Keyhold db, boolean asked, Tasks tasks) {
      try (Snapshot then = db.snapshot()) {
        content.clear();
        tasks.yieldNow();
        then.scan(range).forEach(entry -> content.put(entry.key(), entry.value()));
        revision = then.revision();
        var request = db.watching(range).after(revision);
        return asked
            ? request.open()
            : request.commits(commit -> {
              apply(commit);
              pause(tasks);
            });
      }
    }

    void apply(Commit commit) {
      assertThat(commit.revision()).isGreaterThan(revision);
      revision = commit.revision();
      assertThat(commit.changes()).isNotEmpty();
      commit
          .changes()
          .forEach(change -> {
            assertThat(range.contains(change.key())).isTrue();
            assertThat(change.before()).isEqualTo(Optional.ofNullable(content.get(change.key())));
            change
                .value()
                .ifPresentOrElse(
                    value -> content.put(change.key(), value), () -> content.remove(change.key()));
          });
    }
  }

  private static void pause(Tasks tasks) {
    try {
      tasks.sleep(Duration.ofNanos(tasks.random().nextLong(PAUSE_MAX.toNanos())));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(Keyhold db, Tasks tasks) throws InterruptedException {
    for (int i = 0; i < 12; i++) {
      String key = KEYS.get(tasks.random().nextInt(KEYS.size()));
      switch (tasks.random().nextInt(4)) {
        case 0 -> db.remove(key);
        case 1 -> {
          try (KeyGuard guard = db.lock(KEYS)) {
            guard.insert(key, i);
            guard.remove("a:2");
            guard.insert("c", i);
            guard.commit();
          }
        }
        default -> db.insert(key, i);
      }
      if (tasks.random().nextBoolean()) {
        pause(tasks);
      }
    }
  }

  private static void follow(Keyhold db, Replica replica, boolean asked, Tasks tasks)
      throws InterruptedException {
    while (true) {
      try {
        Watch watch = replica.begin(db, asked, tasks);
        if (watch instanceof WatchIterator iterator) {
          try (iterator) {
            while (true) {
              iterator.next(PAUSE_MAX).ifPresent(replica::apply);
              if (tasks.random().nextInt(3) == 0) {
                pause(tasks);
              }
            }
          }
        }
        tasks.await(watch.completion());
        return;
      } catch (ClosedException _) {
        return;
      } catch (WatchLaggedException _) {
        replica.lags++;
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(WatchLaggedException.class);
        replica.lags++;
      }
    }
  }

  private static Map<String, Json> content(Keyhold db, KeyRange range) {
    Map<String, Json> all = new TreeMap<>();
    db.scan(range).forEach(entry -> all.put(entry.key(), entry.value()));
    return all;
  }

  @Test
  void watches_besideWriters_keepReplicasWhoeverIsFast() {
    int[] lags = new int[1];
    Simulation.seeded(1)
        .explore(
            400,
            tasks -> {
              Keyhold db = Keyhold.builder().historyCommitsMax(4).open();
              List<Replica> replicas =
                  List.of(
                      new Replica(KeyRange.all()),
                      new Replica(KeyRange.prefix("a:")),
                      new Replica(KeyRange.only("b:1")),
                      new Replica(KeyRange.atLeast("b")));
              List<TaskHandle> followers = new ArrayList<>();
              for (int i = 0; i < replicas.size(); i++) {
                Replica mine = replicas.get(i);
                boolean asked = i % 2 == 0;
                followers.add(tasks.spawn("follower " + i, () -> follow(db, mine, asked, tasks)));
              }
              List<TaskHandle> writers = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                writers.add(tasks.spawn("writer " + i, () -> write(db, tasks)));
              }
              for (TaskHandle each : writers) {
                each.join();
              }
              for (Replica each : replicas) {
                while (!each.content.equals(content(db, each.range))) {
                  tasks.sleep(PAUSE_MAX);
                }
                lags[0] += each.lags;
              }
              db.close();
              for (TaskHandle each : followers) {
                each.join();
              }
            });
    assertThat(lags[0]).isPositive();
  }

  @Test
  void next_timeLimit_isVirtualTime() {
    Simulation.inOrder()
        .run(tasks -> {
          try (Keyhold db = Keyhold.inMemory();
              WatchIterator watch = db.watching(KeyRange.all()).open()) {
            TaskHandle writer =
                tasks.spawn(
                    "writer",
                    () -> {
                      tasks.sleep(Duration.ofMinutes(2));
                      db.insert("a", 1);
                    });
            assertThat(watch.next(Duration.ofMinutes(1))).isEmpty();
            assertThat(tasks.elapsed()).isEqualTo(Duration.ofMinutes(1));
            assertThat(watch.next(Duration.ofHours(1))).isPresent();
            assertThat(tasks.elapsed()).isEqualTo(Duration.ofMinutes(2));
            writer.join();
          }
        });
  }

  @Test
  void close_beside_aCommitAndADelivery_endsEveryWatch() {
    Simulation.seeded(1)
        .explore(
            300,
            tasks -> {
              Keyhold db = Keyhold.inMemory();
              int[] told = new int[2];
              Watch one = db.watch(KeyRange.all(), _ -> told[0]++);
              Watch other = db.watch(KeyRange.only("a"), _ -> told[1]++);
              TaskHandle writer =
                  tasks.spawn(
                      "writer",
                      () -> {
                        try {
                          for (int i = 0; i < 5; i++) {
                            db.insert("a", i);
                            tasks.yieldNow();
                          }
                        } catch (ClosedException _) {
                          // the database has been closed, as it may be
                        }
                      });
              TaskHandle closer = tasks.spawn("closer", one::close);
              closer.join();
              tasks.await(one.completion());
              int before = told[0];
              tasks.yieldNow();
              db.close();
              tasks.await(other.completion());
              writer.join();
              assertThat(told[0]).isEqualTo(before);
            });
  }
}
