package dev.keyhold.testkit;

import static dev.keyhold.internal.wait.Mode.EXCLUSIVE;
import static dev.keyhold.internal.wait.Mode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.RolledBackException;
import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.guard.ClaimBuilder;
import dev.keyhold.internal.guard.GuardTable;
import dev.keyhold.internal.guard.Retries;
import dev.keyhold.internal.guard.Token;
import dev.keyhold.internal.wait.Attempt;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Guards on keys and ranges in simulation, over many seeds; a failure's message has the seed. */
class SimulatedGuardsTest {
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final List<String> KEYS = List.of("a", "b", "c", "d");

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** What a plain write writes. The hash puts two keys into one slot each. */
  private static final class Entry implements Token {
    private final String key;

    Entry(String key) {
      this.key = key;
    }

    @Override
    public byte[] key() {
      return bytes(key);
    }

    @Override
    public int keyHash() {
      return hash(key);
    }
  }

  private static int hash(String key) {
    return KEYS.indexOf(key) / 2;
  }

  /** Data that notices who is beside whom at each key. */
  private static final class Rooms {
    final GuardTable table = new GuardTable("simulated");
    private final int[] readers = new int[KEYS.size()];
    private final int[] writers = new int[KEYS.size()];
    private final List<Entry> entries = KEYS.stream().map(Entry::new).toList();

    void stay(Tasks tasks, @Nullable Mode[] modes) throws InterruptedException {
      count(modes, 1);
      try {
        for (int i = 0; i < modes.length; i++) {
          assertThat(modes[i] == EXCLUSIVE ? writers[i] == 1 && readers[i] == 0 : true).isTrue();
          assertThat(modes[i] == SHARED ? writers[i] == 0 : true).isTrue();
        }
        tasks.sleep(Duration.ofMillis(tasks.random().nextInt(3)));
      } finally {
        count(modes, -1);
      }
    }

    private void count(@Nullable Mode[] modes, int change) {
      for (int i = 0; i < modes.length; i++) {
        readers[i] += modes[i] == SHARED ? change : 0;
        writers[i] += modes[i] == EXCLUSIVE ? change : 0;
      }
    }

    static @Nullable Mode[] modes(Claim claim) {
      @Nullable Mode[] modes = new @Nullable Mode[KEYS.size()];
      for (int i = 0; i < modes.length; i++) {
        modes[i] = claim.covers(bytes(KEYS.get(i)));
      }
      return modes;
    }

    void use(Tasks tasks, Claim claim) throws InterruptedException {
      try {
        stay(tasks, modes(claim));
        if (tasks.random().nextInt(4) == 0) {
          table.downgrade(claim);
          stay(tasks, modes(claim));
        }
      } finally {
        claim.release();
      }
    }

    void plain(Tasks tasks) throws InterruptedException {
      int key = tasks.random().nextInt(KEYS.size());
      Token token = table.acquirePlain(entries.get(key), FOR_EVER);
      assertThat(token).isNotNull();
      if (token != null) {
        @Nullable Mode[] modes = new @Nullable Mode[KEYS.size()];
        modes[key] = EXCLUSIVE;
        count(modes, 1);
        assertThat(writers[key] == 1 && readers[key] == 0).isTrue();
        tasks.yieldNow();
        count(modes, -1);
        table.releasePlain(token);
      }
    }

    void end() {
      assertThat(table.check()).isEmpty();
      assertThat(table.isEmpty()).as("I9: %s", table.report()).isTrue();
    }
  }

  private static Mode mode(RandomGenerator random) {
    return random.nextInt(5) < 2 ? SHARED : EXCLUSIVE;
  }

  private static Claim key(Rooms rooms, RandomGenerator random) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    return rooms.table.claim(bytes(key), hash(key), mode(random));
  }

  private static Claim claim(Rooms rooms, RandomGenerator random) {
    if (random.nextInt(3) == 0) {
      return key(rooms, random);
    }
    ClaimBuilder claims = rooms.table.claims();
    for (int part = 0; part < 2; part++) {
      int from = random.nextInt(KEYS.size());
      int to = from + 1 + random.nextInt(KEYS.size() - from);
      if (random.nextBoolean()) {
        claims.key(bytes(KEYS.get(from)), hash(KEYS.get(from)), mode(random));
      } else {
        claims.range(
            from == 0 ? null : bytes(KEYS.get(from)),
            to == KEYS.size() ? null : bytes(KEYS.get(to)),
            mode(random));
      }
    }
    return claims.build();
  }

  private static void join(List<TaskHandle> handles) throws Exception {
    for (TaskHandle handle : handles) {
      handle.join();
    }
  }

  @Test
  void g02g06g07_everyWayInAndOut_excludesAndLosesNothing() {
    Simulation.seeded(1)
        .explore(
            2000,
            tasks -> {
              Rooms rooms = new Rooms();
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 6; i++) {
                handles.add(
                    tasks.spawn(
                        "task" + i,
                        () -> {
                          for (int round = 0; round < 3; round++) {
                            somehow(tasks, rooms);
                          }
                        }));
              }
              for (int i = 0; i < 6; i++) {
                tasks.sleep(Duration.ofMillis(tasks.random().nextInt(5)));
                handles.get(tasks.random().nextInt(6)).interrupt();
                assertThat(rooms.table.check()).isEmpty();
              }
              join(handles);
              rooms.end();
            });
  }

  private static void somehow(Tasks tasks, Rooms rooms) throws Exception {
    RandomGenerator random = tasks.random();
    GuardTable table = rooms.table;
    Claim claim = claim(rooms, random);
    try {
      switch (random.nextInt(6)) {
        case 0 -> rooms.plain(tasks);
        case 1 -> {
          if (table.acquire(claim, random.nextInt(4) * 1_000_000L)) {
            rooms.use(tasks, claim);
          }
        }
        case 2 -> {
          if (table.tryAcquire(claim)) {
            rooms.use(tasks, claim);
          }
        }
        case 3 -> {
          if (table.acquireUninterruptibly(claim, FOR_EVER)) {
            rooms.use(tasks, claim);
          }
        }
        case 4 -> cancel(tasks, rooms, claim);
        default -> {
          if (table.acquire(claim, FOR_EVER)) {
            rooms.use(tasks, claim);
          }
        }
      }
    } catch (InterruptedException e) {
      // given up: the next round asks again
    }
  }

  private static void cancel(Tasks tasks, Rooms rooms, Claim claim) throws Exception {
    CompletableFuture<Claim> request = rooms.table.acquireAsync(claim, null, granted -> granted);
    try {
      tasks.sleep(Duration.ofMillis(tasks.random().nextInt(4)));
    } finally {
      if (!request.cancel(true)) {
        rooms.use(tasks, request.join());
      }
    }
  }

  /** Requests in order; each may be in once those before it in its way are. */
  private static final class Line {
    private final List<@Nullable Mode[]> asked = new ArrayList<>();
    private final List<Boolean> served = new ArrayList<>();

    int ask(Claim claim) {
      asked.add(Rooms.modes(claim));
      served.add(false);
      return asked.size() - 1;
    }

    void serve(int place) {
      for (int ahead = 0; ahead < place; ahead++) {
        assertThat(served.get(ahead) || !conflict(asked.get(ahead), asked.get(place)))
            .as("%d before %d", place, ahead)
            .isTrue();
      }
      served.set(place, true);
    }

    private static boolean conflict(@Nullable Mode[] one, @Nullable Mode[] other) {
      for (int i = 0; i < one.length; i++) {
        Mode mine = one[i];
        Mode theirs = other[i];
        if (mine != null && theirs != null && mine.conflictsWith(theirs)) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void g02_requestsThatConflict_areServedInTheOrderInWhichTheyWereMade() {
    Simulation.seeded(1)
        .explore(
            2000,
            tasks -> {
              Rooms rooms = new Rooms();
              Line line = new Line();
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 7; i++) {
                handles.add(
                    tasks.spawn(
                        "task" + i,
                        () -> {
                          Claim claim = claim(rooms, tasks.random());
                          CompletableFuture<Claim> request =
                              rooms.table.acquireAsync(claim, null, granted -> granted);
                          int place = line.ask(claim);
                          Claim granted = tasks.await(request);
                          line.serve(place);
                          rooms.use(tasks, granted);
                        }));
              }
              join(handles);
              rooms.end();
            });
  }

  @Test
  void g11_keysRangesAndMutexesInAnyOrder_endInDeadlocksThatAreFoundAndNeverInHangs() {
    int[] found = new int[1];
    Simulation.seeded(1)
        .explore(
            2000,
            tasks -> {
              Rooms rooms = new Rooms();
              List<Mutex<int[]>> mutexes = List.of(Mutex.of(() -> new int[1]));
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                handles.add(
                    tasks.spawn(
                        "task" + i,
                        () -> {
                          for (int round = 0; round < 2; round++) {
                            try {
                              nested(tasks, rooms, mutexes, 3);
                            } catch (DeadlockException | CompletionException e) {
                              found[0]++;
                            }
                          }
                        }));
              }
              join(handles);
              rooms.end();
            });
    assertThat(found[0]).isPositive();
  }

  private static void nested(Tasks tasks, Rooms rooms, List<Mutex<int[]>> mutexes, int depth)
      throws Exception {
    if (depth == 0) {
      return;
    }
    switch (tasks.random().nextInt(5)) {
      case 0 -> {
        try (Guard<int[]> _ = mutexes.getFirst().lock()) {
          tasks.yieldNow();
          nested(tasks, rooms, mutexes, depth - 1);
        }
      }
      case 1 -> rooms.plain(tasks);
      case 2 -> {
        Claim claim =
            rooms.table.acquireAsync(claim(rooms, tasks.random()), null, granted -> granted).join();
        deeper(tasks, rooms, mutexes, depth, claim);
      }
      default -> {
        Claim claim = claim(rooms, tasks.random());
        rooms.table.acquire(claim, tasks.random().nextBoolean() ? FOR_EVER : 60_000_000_000L);
        deeper(tasks, rooms, mutexes, depth, claim);
      }
    }
  }

  private static void deeper(
      Tasks tasks, Rooms rooms, List<Mutex<int[]>> mutexes, int depth, Claim claim)
      throws Exception {
    try {
      tasks.yieldNow();
      nested(tasks, rooms, mutexes, depth - 1);
    } finally {
      claim.release();
    }
  }

  /** Locks are taken as keys are touched; who is rolled back runs again, and comes through. */
  @Test
  void transactions_ofAnyKeysInAnyOrder_allComeThroughAndNoneSeesAnotherHalfDone() {
    int[] rolledBack = new int[1];
    Simulation.seeded(1)
        .explore(
            2000,
            tasks -> {
              Rooms rooms = new Rooms();
              int[] data = new int[KEYS.size()];
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                handles.add(
                    tasks.spawn(
                        "transaction" + i,
                        () -> {
                          Retries retries = new Retries();
                          while (!attempt(tasks, rooms, data, retries)) {
                            rolledBack[0]++;
                            assertThat(retries.again()).isTrue();
                          }
                        }));
              }
              join(handles);
              rooms.end();
              assertThat(data[0] + data[1] + data[2] + data[3]).as("the sum stays").isZero();
            });
    assertThat(rolledBack[0]).isPositive();
  }

  private static boolean attempt(Tasks tasks, Rooms rooms, int[] data, Retries retries)
      throws InterruptedException {
    Attempt attempt = Attempt.begin(Owner.currentId(), retries.age());
    List<Claim> claims = new ArrayList<>();
    try {
      Claim first = retries.claimFirst(rooms.table);
      if (first != null) {
        rooms.table.acquire(first, FOR_EVER);
        claims.add(first);
      }
      int from = tasks.random().nextInt(KEYS.size());
      int to = (from + 1 + tasks.random().nextInt(KEYS.size() - 1)) % KEYS.size();
      touch(rooms, claims, retries, from);
      tasks.yieldNow();
      touch(rooms, claims, retries, to);
      attempt.check();
      int seen = data[from];
      data[to]++;
      tasks.yieldNow();
      assertThat(data[from]).isEqualTo(seen);
      data[from]--;
      return true;
    } catch (RolledBackException e) {
      assertThat(attempt.isDoomed()).isTrue();
      return false;
    } finally {
      attempt.end();
      claims.forEach(Claim::release);
    }
  }

  private static void touch(Rooms rooms, List<Claim> claims, Retries retries, int at)
      throws InterruptedException {
    String key = KEYS.get(at);
    if (claims.stream().noneMatch(claim -> claim.covers(bytes(key)) == EXCLUSIVE)) {
      retries.key(bytes(key), hash(key), EXCLUSIVE);
      Claim claim = rooms.table.claim(bytes(key), hash(key), EXCLUSIVE);
      rooms.table.acquire(claim, FOR_EVER);
      claims.add(claim);
    }
  }
}
