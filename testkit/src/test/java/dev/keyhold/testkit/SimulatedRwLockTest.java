package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.LockMode;
import dev.keyhold.sync.LockOptions;
import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import dev.keyhold.sync.UpgradableGuard;
import dev.keyhold.sync.WriteGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Readers and writers in simulation, over many seeds; a failure's message has the seed. */
class SimulatedRwLockTest {
  private static final List<LockMode> MODES = List.of(LockMode.values());

  /** Data that notices who is beside whom. */
  private static final class Room {
    private int readers;
    private int upgradables;
    private int writers;
    private int written;

    void enter(LockMode mode) {
      switch (mode) {
        case SHARED -> readers++;
        case UPGRADABLE -> upgradables++;
        case EXCLUSIVE -> writers++;
      }
      assertThat(upgradables).isLessThanOrEqualTo(1);
      assertThat(writers == 0 || (writers == 1 && readers + upgradables == 0)).isTrue();
    }

    void leave(LockMode mode) {
      switch (mode) {
        case SHARED -> readers--;
        case UPGRADABLE -> upgradables--;
        case EXCLUSIVE -> {
          writers--;
          written++;
        }
      }
    }
  }

  private static void stay(Tasks tasks, Room room, LockMode mode) throws InterruptedException {
    room.enter(mode);
    int before = room.written;
    try {
      tasks.sleep(Duration.ofMillis(tasks.random().nextInt(4)));
    } finally {
      assertThat(room.written).as("nobody writes meanwhile").isEqualTo(before);
      room.leave(mode);
    }
  }

  private static void use(Tasks tasks, Guard<Room> guard, LockMode mode)
      throws InterruptedException {
    if (guard != null) {
      try (guard) {
        stay(tasks, guard.get(), mode);
      }
    }
  }

  private static void join(List<TaskHandle> handles) throws Exception {
    for (TaskHandle handle : handles) {
      handle.join();
    }
  }

  private static void free(RwLock<Room> lock) {
    try (WriteGuard<Room> guard = lock.tryWrite()) {
      assertThat(guard).as("free at the end").isNotNull();
    }
  }

  @Test
  void g4g5g6g7_everyWayInAndOut_excludesAndLosesNothing() {
    Simulation.seeded(1)
        .explore(
            4000,
            tasks -> {
              RwLock<Room> lock = RwLock.of(Room::new);
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 6; i++) {
                handles.add(
                    tasks.spawn(
                        "task" + i,
                        () -> {
                          for (int round = 0; round < 3; round++) {
                            somehow(tasks, lock);
                          }
                        }));
              }
              for (int i = 0; i < 6; i++) {
                tasks.sleep(Duration.ofMillis(tasks.random().nextInt(5)));
                handles.get(tasks.random().nextInt(6)).interrupt();
              }
              join(handles);
              free(lock);
            });
  }

  private static void somehow(Tasks tasks, RwLock<Room> lock) throws Exception {
    RandomGenerator random = tasks.random();
    Duration time = Duration.ofMillis(random.nextInt(4));
    try {
      switch (random.nextInt(9)) {
        case 0 -> use(tasks, lock.read(), LockMode.SHARED);
        case 1 -> use(tasks, lock.tryRead(time), LockMode.SHARED);
        case 2 -> use(tasks, lock.write(), LockMode.EXCLUSIVE);
        case 3 -> use(tasks, lock.tryWrite(time), LockMode.EXCLUSIVE);
        case 4 -> upgrade(tasks, lock.upgradableRead());
        case 5 -> upgrade(tasks, lock.tryUpgradableRead(time));
        case 6 -> downgrade(tasks, lock.writeUninterruptibly());
        case 7 -> cancel(tasks, lock.readAsync(), LockMode.SHARED);
        default -> cancel(tasks, lock.writeAsync(), LockMode.EXCLUSIVE);
      }
    } catch (InterruptedException e) {
      // given up: the next round asks again
    }
  }

  private static void cancel(
      Tasks tasks, CompletableFuture<? extends Guard<Room>> request, LockMode mode)
      throws Exception {
    try {
      tasks.sleep(Duration.ofMillis(tasks.random().nextInt(4)));
    } finally {
      if (!request.cancel(true)) {
        use(tasks, request.join(), mode);
      }
    }
  }

  private static void upgrade(Tasks tasks, UpgradableGuard<Room> guard) throws Exception {
    if (guard == null) {
      return;
    }
    RandomGenerator random = tasks.random();
    try (guard) {
      stay(tasks, guard.get(), LockMode.UPGRADABLE);
      int written = guard.get().written;
      WriteGuard<Room> writer =
          switch (random.nextInt(4)) {
            case 0 -> guard.upgrade();
            case 1 -> guard.tryUpgrade(Duration.ofMillis(random.nextInt(4)));
            case 2 -> {
              var upgrade = guard.upgradeAsync();
              tasks.yieldNow();
              yield upgrade.cancel(true) ? null : upgrade.join();
            }
            default -> guard.tryUpgrade();
          };
      if (writer != null) {
        assertThat(writer.get().written).as("nobody writes in between").isEqualTo(written);
        downgrade(tasks, writer);
      } else {
        use(tasks, guard.downgrade(), LockMode.SHARED);
      }
    }
  }

  private static void downgrade(Tasks tasks, WriteGuard<Room> guard) throws Exception {
    try (guard) {
      stay(tasks, guard.get(), LockMode.EXCLUSIVE);
      int written = guard.get().written;
      ReadGuard<Room> reader = guard.downgrade();
      try (reader) {
        assertThat(reader.get().written).as("nobody writes in between").isEqualTo(written);
        stay(tasks, reader.get(), LockMode.SHARED);
      }
    }
  }

  /** Requests in order, and who may be in: the oldest that waits and all before it in its way. */
  private static final class Line {
    private final List<LockMode> asked = new ArrayList<>();
    private final List<Boolean> served = new ArrayList<>();

    int ask(LockMode mode) {
      asked.add(mode);
      served.add(false);
      return asked.size() - 1;
    }

    void serve(int place) {
      for (int ahead = 0; ahead < place; ahead++) {
        boolean conflict =
            asked.get(ahead) == LockMode.EXCLUSIVE
                || asked.get(place) == LockMode.EXCLUSIVE
                || (asked.get(ahead) == LockMode.UPGRADABLE
                    && asked.get(place) == LockMode.UPGRADABLE);
        assertThat(!conflict || served.get(ahead))
            .as("%s at %d before %s at %d", asked.get(place), place, asked.get(ahead), ahead)
            .isTrue();
      }
      served.set(place, true);
    }
  }

  @Test
  void g2_requestsThatConflict_areServedInTheOrderInWhichTheyWereMade() {
    Simulation.seeded(1)
        .explore(
            3000,
            tasks -> {
              RwLock<Room> lock = RwLock.of(Room::new);
              Line line = new Line();
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 7; i++) {
                handles.add(
                    tasks.spawn(
                        "task" + i,
                        () -> {
                          LockMode mode = MODES.get(tasks.random().nextInt(MODES.size()));
                          CompletableFuture<? extends Guard<Room>> request =
                              switch (mode) {
                                case SHARED -> lock.readAsync();
                                case UPGRADABLE -> lock.upgradableReadAsync();
                                case EXCLUSIVE -> lock.writeAsync();
                              };
                          int place = line.ask(mode);
                          try (Guard<Room> guard = tasks.await(request)) {
                            line.serve(place);
                            stay(tasks, guard.get(), mode);
                          }
                        }));
              }
              join(handles);
              free(lock);
            });
  }

  @Test
  void g11_anyModesInAnyOrder_endInDeadlocksThatAreFoundAndNeverInHangs() {
    int[] found = new int[1];
    Simulation.seeded(1)
        .explore(
            3000,
            tasks -> {
              List<RwLock<Room>> locks = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                locks.add(RwLock.of(LockOptions.named("rw" + i), Room::new));
              }
              List<TaskHandle> handles = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                handles.add(
                    tasks.spawn(
                        "task" + i,
                        () -> {
                          for (int round = 0; round < 2; round++) {
                            try {
                              nested(tasks, locks, 3);
                            } catch (DeadlockException e) {
                              found[0]++;
                            }
                          }
                        }));
              }
              join(handles);
              locks.forEach(SimulatedRwLockTest::free);
            });
    assertThat(found[0]).isPositive();
  }

  private static void nested(Tasks tasks, List<RwLock<Room>> locks, int depth) throws Exception {
    if (depth == 0) {
      return;
    }
    RwLock<Room> lock = locks.get(tasks.random().nextInt(locks.size()));
    switch (tasks.random().nextInt(3)) {
      case 0 -> {
        try (Guard<Room> _ = lock.read()) {
          tasks.yieldNow();
          nested(tasks, locks, depth - 1);
        }
      }
      case 1 -> {
        try (Guard<Room> _ = lock.write()) {
          tasks.yieldNow();
          nested(tasks, locks, depth - 1);
        }
      }
      default -> {
        try (UpgradableGuard<Room> guard = lock.upgradableRead()) {
          nested(tasks, locks, depth - 1);
          guard.upgrade().close();
        }
      }
    }
  }
}
