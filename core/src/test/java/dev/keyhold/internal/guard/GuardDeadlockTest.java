package dev.keyhold.internal.guard;

import static dev.keyhold.internal.wait.Mode.EXCLUSIVE;
import static dev.keyhold.internal.wait.Mode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.sync.Job;
import dev.keyhold.sync.LockOptions;
import dev.keyhold.sync.Mutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Circles of waiting through keys, ranges and mutexes: G11. */
@SuppressWarnings({"keyhold:R3: closed by hand", "keyhold:R6: what is said at run time"})
@Timeout(120)
class GuardDeadlockTest extends GuardTableFixture {
  private static final long LONG_NANOS = Duration.ofMinutes(10).toNanos();

  /** Something that a task holds or asks for. */
  private interface Place {
    AutoCloseable lock(boolean timed) throws Exception;
  }

  private AutoCloseable locked(Claim claim, boolean timed) throws InterruptedException {
    assertThat(table.acquire(claim, timed ? LONG_NANOS : FOR_EVER)).isTrue();
    return claim::release;
  }

  private Place keyPlace(String name, Mode mode) {
    return timed -> locked(key(name, mode), timed);
  }

  private Place pairPlace(String name) {
    return timed -> locked(keys(name, name + " too"), timed);
  }

  private Place rangePlace(String name) {
    return timed -> locked(range(name, name + "~", EXCLUSIVE), timed);
  }

  private static Place mutexPlace(String name) {
    Mutex<int[]> mutex = Mutex.of(LockOptions.named(name), () -> new int[1]);
    return timed -> {
      return mutex.lock();
    };
  }

  private Place place(String kinds, int i) {
    String name = "place-" + (10 + i);
    String kind =
        kinds.equals("mixed") ? List.of("key", "mutex", "range", "pair").get(i % 4) : kinds;
    return switch (kind) {
      case "key" -> keyPlace(name, EXCLUSIVE);
      case "pair" -> pairPlace(name);
      case "range" -> rangePlace(name);
      default -> mutexPlace(name);
    };
  }

  /** Every task holds one place of the ring and asks for the next. */
  private static List<DeadlockException> close(List<Place> ring, boolean timed, boolean virtual) {
    CyclicBarrier allHold = new CyclicBarrier(ring.size());
    List<Job<@Nullable DeadlockException>> jobs = new ArrayList<>();
    for (int i = 0; i < ring.size(); i++) {
      Place mine = ring.get(i);
      Place next = ring.get((i + 1) % ring.size());
      Callable<@Nullable DeadlockException> code =
          () -> {
            try (AutoCloseable _ = mine.lock(timed)) {
              allHold.await();
              try (AutoCloseable _ = next.lock(timed)) {
                return null;
              } catch (DeadlockException e) {
                return e;
              }
            }
          };
      jobs.add(virtual ? Job.startVirtual("task-" + i, code) : Job.start("task-" + i, code));
    }
    List<DeadlockException> victims = new ArrayList<>();
    for (Job<@Nullable DeadlockException> job : jobs) {
      DeadlockException victim = job.result();
      if (victim != null) {
        victims.add(victim);
      }
    }
    return victims;
  }

  @ParameterizedTest
  @CsvSource({
    "key, 2, false",
    "key, 3, true",
    "key, 20, false",
    "pair, 2, true",
    "pair, 20, false",
    "range, 2, false",
    "range, 20, true",
    "mixed, 2, true",
    "mixed, 3, false",
    "mixed, 4, false",
    "mixed, 20, false",
    "mixed, 20, true"
  })
  void g11_cycleOfTasks_hasOneVictimAndTheOthersGoOn(String kinds, int size, boolean timed) {
    for (boolean virtual : new boolean[] {false, true}) {
      List<Place> ring = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        ring.add(place(kinds, i));
      }
      List<DeadlockException> victims = close(ring, timed, virtual);
      assertThat(victims).hasSize(1);
      DeadlockException victim = victims.getFirst();
      assertThat(victim.cycle()).hasSize(size);
      for (int i = 0; i < size; i++) {
        assertThat(victim)
            .hasMessageContaining("task-" + i)
            .hasMessageContaining("place-" + (10 + i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "pair", "range", "mixed"})
  void g11_twoDetectorsAtOnce_haveExactlyOneVictim(String kinds) {
    for (int round = 0; round < 200; round++) {
      assertThat(close(List.of(place(kinds, 0), place(kinds, 1)), round % 2 == 0, true)).hasSize(1);
    }
  }

  @Test
  void g11_askingForWhatOneHolds_isToldAtOnceInAllForms() {
    List<Claim> holds =
        List.of(key("a", EXCLUSIVE), keys("a", "b"), range("a", "b", EXCLUSIVE), all(EXCLUSIVE));
    for (Claim hold : holds) {
      held(hold);
      for (Claim again : List.of(key("a", SHARED), keys("0", "a"), range(null, "c", SHARED))) {
        assertThatThrownBy(() -> table.acquire(again, FOR_EVER))
            .isInstanceOf(DeadlockException.class)
            .hasMessageContaining("which it holds already")
            .hasMessageContaining("of database 'test'");
        assertThat(table.check()).isEmpty();
      }
      assertThatThrownBy(() -> table.acquire(key("a", EXCLUSIVE), LONG_NANOS))
          .isInstanceOf(DeadlockException.class);
      assertThatThrownBy(() -> table.acquireUninterruptibly(key("a", EXCLUSIVE), FOR_EVER))
          .isInstanceOf(DeadlockException.class);
      assertThatThrownBy(() -> table.acquirePlain(entry("a"), FOR_EVER))
          .isInstanceOf(DeadlockException.class);
      assertThat(table.tryAcquire(key("a", EXCLUSIVE))).isFalse();
      hold.release();
      assertThat(table.isEmpty()).isTrue();
    }
  }

  @Test
  void g11_asyncTaskAskingForWhatItHolds_isTold() {
    Owner task = Owner.named("again");
    Claim hold = granted(ask(key("a", EXCLUSIVE), task));
    CompletableFuture<Claim> again = ask(keys("a", "b"), task);
    assertThat(again).isCompletedExceptionally();
    assertThat(again.exceptionNow()).isInstanceOf(DeadlockException.class);
    hold.release();
  }

  @Test
  void g11_readingAgainBehindAWaitingWriter_isADeadlock() {
    Claim reading = held(key("a", SHARED));
    CompletableFuture<Claim> writer = ask(key("a", EXCLUSIVE));
    assertThatThrownBy(() -> table.acquire(key("a", SHARED), FOR_EVER))
        .isInstanceOf(DeadlockException.class);
    reading.release();
    granted(writer).release();
  }

  @Test
  void g11_readerBehindAWriterBehindAnotherReader_waitsForThatReader() throws Exception {
    // reader holds a shared, writer waits behind it; latecomer waits behind the writer.
    Owner reader = Owner.named("reader");
    Claim reading = granted(ask(key("a", SHARED), reader));
    CompletableFuture<Claim> writer = ask(key("a", EXCLUSIVE), Owner.named("writer"));
    Claim mine = held(key("b", EXCLUSIVE));
    CompletableFuture<Claim> stuck = ask(key("b", EXCLUSIVE), reader);
    assertThatThrownBy(() -> table.acquire(key("a", SHARED), FOR_EVER))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("reader");
    mine.release();
    granted(stuck).release();
    reading.release();
    granted(writer).release();
  }

  @Test
  void g11_claimOnSeveralThatWaitsElsewhere_isAnObstacleInEveryLine() throws Exception {
    Owner pair = Owner.named("pair");
    Claim mine = held(key("a", EXCLUSIVE));
    CompletableFuture<Claim> both = ask(keys("a", "b"), pair);
    assertThat(both).isNotDone();
    assertThatThrownBy(() -> table.acquire(key("b", EXCLUSIVE), FOR_EVER))
        .as("behind a claim that waits for me")
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("behind the request of pair");
    mine.release();
    granted(both).release();
  }

  private Claim readerOf(String... keys) {
    ClaimBuilder claims = table.claims();
    for (String key : keys) {
      claims.key(bytes(key), key.hashCode(), SHARED);
    }
    return claims.build();
  }

  @Test
  void g11_readerBehindAReaderOfSeveral_isNotBlockedByIt() {
    Owner reader = Owner.named("reader");
    Claim held = granted(ask(key("b", EXCLUSIVE), reader));
    Claim writing = granted(ask(key("a", EXCLUSIVE), Owner.named("writer")));
    CompletableFuture<Claim> several = ask(readerOf("a", "b"), Owner.named("several"));
    // several waits for the reader's b; but two readers of a do not wait for each other.
    CompletableFuture<Claim> asked = ask(key("a", SHARED), reader);
    assertThat(asked).isNotDone();
    writing.release();
    granted(asked).release();
    held.release();
    granted(several).release();
  }

  @Test
  void g11_readerBehindAWriterBehindAReaderOfSeveral_waitsForAllOfThem() {
    Claim mine = held(key("b", EXCLUSIVE));
    Claim writing = granted(ask(key("a", EXCLUSIVE), Owner.named("writer")));
    CompletableFuture<Claim> several = ask(readerOf("a", "b"), Owner.named("several"));
    CompletableFuture<Claim> next = ask(key("a", EXCLUSIVE), Owner.named("next writer"));
    assertThatThrownBy(() -> table.acquire(key("a", SHARED), FOR_EVER))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("several");
    mine.release();
    writing.release();
    granted(several).release();
    granted(next).release();
  }

  @Test
  void g11_severalReadersAheadOfAWriter_areAllInItsWay() {
    Claim mine = held(key("b", EXCLUSIVE));
    Claim writing = granted(ask(key("a", EXCLUSIVE), Owner.named("writer")));
    CompletableFuture<Claim> first = ask(readerOf("a", "b"), Owner.named("first"));
    CompletableFuture<Claim> second = ask(readerOf("a", "c"), Owner.named("second"));
    assertThatThrownBy(() -> table.acquire(key("a", EXCLUSIVE), FOR_EVER))
        .as("behind the first, past the second, which waits for other things")
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("first");
    mine.release();
    writing.release();
    granted(first).release();
    granted(second).release();
  }

  /** Each waits for the one before it: long enough to end a search that recurses. */
  @Test
  void g11_cycleThroughThousandsOfClaims_isFound() throws Exception {
    int count = 3_000;
    Claim mine = held(key("key 0", EXCLUSIVE));
    List<CompletableFuture<Claim>> line = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      line.add(ask(keys("key " + (i - 1), "key " + i), Owner.named("pair " + i)));
    }
    assertThatThrownBy(() -> table.acquire(key("key " + count, EXCLUSIVE), FOR_EVER))
        .isInstanceOfSatisfying(
            DeadlockException.class, e -> assertThat(e.cycle()).hasSize(count + 1));
    mine.release();
    line.forEach(asked -> granted(asked).release());
  }

  /** The holder is stuck with me: found past all who wait, however many. */
  @Test
  void g11_holderBehindALongLine_isFound() throws Exception {
    int count = 3_000;
    Owner holder = Owner.named("holder");
    Claim hold = granted(ask(keys("a", "b"), holder));
    Claim mine = held(key("c", EXCLUSIVE));
    List<CompletableFuture<Claim>> line = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      line.add(ask(keys("a", "b"), Owner.named("pair " + i)));
    }
    CompletableFuture<Claim> stuck = ask(key("c", EXCLUSIVE), holder);
    assertThatThrownBy(() -> table.acquire(keys("a", "b"), FOR_EVER))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("held by holder")
        .hasMessageContaining("holder waits for key 'c'");
    mine.release();
    granted(stuck).release();
    hold.release();
    line.forEach(asked -> granted(asked).release());
  }

  @Test
  void g11_movedGuard_isFollowed() throws Exception {
    Owner mover = Owner.named("mover");
    Claim moved = held(key("a", EXCLUSIVE));
    assertThat(table.move(moved, mover.id(), "mover")).isTrue();
    assertThat(table.report().holders().getFirst().task()).isEqualTo("mover");
    Claim mine = held(key("b", EXCLUSIVE));
    CompletableFuture<Claim> stuck = ask(range("b", "c", SHARED), mover);
    assertThatThrownBy(() -> table.acquire(key("a", SHARED), FOR_EVER))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("mover waits for range ['b', 'c')");
    mine.release();
    granted(stuck).release();
    moved.release();
    assertThat(table.move(moved, mover.id(), "mover")).isFalse();
  }

  @Test
  void g11_moveThatClosesACycle_refusesTheNewestWaiter() {
    Owner one = Owner.named("one");
    Owner other = Owner.named("other");
    Claim a = granted(ask(key("a", EXCLUSIVE), one));
    Claim b = held(key("b", EXCLUSIVE));
    CompletableFuture<Claim> first = ask(key("b", EXCLUSIVE), one);
    CompletableFuture<Claim> second = ask(key("a", EXCLUSIVE), other);
    assertThat(second).isNotDone();
    table.move(b, other.id(), "other");
    assertThat(second).isCompletedExceptionally();
    assertThat(second.exceptionNow()).isInstanceOf(DeadlockException.class);
    b.release();
    granted(first).release();
    a.release();
  }

  @Test
  void g11_movedAwayGuard_isNoDeadlockForItsOldOwner() throws Exception {
    Claim moved = held(key("a", EXCLUSIVE));
    table.move(moved, Owner.named("other").id(), "other");
    Job<String> closer =
        Job.start(
            "closer",
            () -> {
              awaitWaiters(1);
              moved.release();
              return "";
            });
    Claim again = key("a", EXCLUSIVE);
    assertThat(table.acquire(again, FOR_EVER)).isTrue();
    again.release();
    closer.result();
  }

  @Test
  void g11_asyncRequestWithoutATask_closesACycleOnlyWhenItIsJoined() {
    Claim mine = held(key("a", EXCLUSIVE));
    Job<String> other =
        Job.start(
            "other",
            () -> {
              try (AutoCloseable _ = locked(key("b", EXCLUSIVE), false);
                  AutoCloseable _ = locked(keys("a", "c"), false)) {
                return "";
              }
            });
    awaitWaiters(1);
    CompletableFuture<Claim> asked = ask(key("b", EXCLUSIVE));
    assertThat(asked).isNotDone();
    assertThatThrownBy(asked::join).hasCauseInstanceOf(DeadlockException.class);
    mine.release();
    other.result();
  }

  @Test
  void g11_joinedClaim_belongsToWhoJoined() {
    Claim first = held(key("a", EXCLUSIVE));
    CompletableFuture<Claim> asked = ask(key("a", EXCLUSIVE));
    first.release();
    Claim joined = asked.join();
    assertThat(joined.owner()).isEqualTo(Owner.currentId());
    assertThatThrownBy(() -> table.acquire(key("a", SHARED), FOR_EVER))
        .isInstanceOf(DeadlockException.class);
    joined.release();
  }

  @Test
  void plainWrite_isNobodysDeadlock() throws Exception {
    Token plain = table.acquirePlain(entry("a"), FOR_EVER);
    Claim mine = held(key("b", EXCLUSIVE));
    Job<String> job =
        Job.start(
            "waits for both",
            () -> {
              locked(keys("a", "b"), false).close();
              return "";
            });
    awaitWaiters(1);
    Job<String> writer =
        Job.start(
            "plain writer",
            () -> {
              table.releasePlain(table.acquirePlain(entry("a"), FOR_EVER));
              return "";
            });
    awaitWaiters(2);
    table.releasePlain(plain);
    mine.release();
    job.result();
    writer.result();
  }
}
