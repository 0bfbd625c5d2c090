package dev.keyhold.internal.guard;

import static dev.keyhold.internal.wait.Mode.EXCLUSIVE;
import static dev.keyhold.internal.wait.Mode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Job;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What others may do between a locker's compare-and-set and its look at the gate (F1 and F2), and
 * between that and the latch (C): done by hand, one step after the other.
 */
@Timeout(120)
class TentativeTokenTest extends GuardTableFixture {

  private KeyClaim single(String key, Mode mode) {
    return (KeyClaim) key(key, mode);
  }

  /** F1, and no more. */
  private <T extends Token> T tentative(T token) {
    assertThat(table.slots.take(token)).isTrue();
    return token;
  }

  /** C: true if it is held then. */
  private boolean confirm(KeyClaim claim, Token taken) {
    return table.join(
        claim,
        new ParkedWaiter(claim, claim.mode(), Host.current(), Owner.currentId(), null),
        taken);
  }

  private boolean isMarked(OwnToken token) {
    Item item = token.item();
    return item != null && item.marked;
  }

  @Test
  void i5_rangeRegisteredAfterF1_findsTheTokenAndWaits() {
    KeyClaim token = tentative(single("a", EXCLUSIVE));
    CompletableFuture<Claim> range = ask(range("a", "b", EXCLUSIVE));
    assertThat(range).isNotDone();
    assertThat(isMarked(token)).as("it stands before the range").isTrue();
    assertThat(table.gate.isOpenTo(token)).as("F2").isFalse();
    assertThat(confirm(token, token)).as("C").isTrue();
    token.release();
    granted(range).release();
  }

  @Test
  void i6_inflatedByANewcomer_standsBehindTheRangeRegisteredBefore() {
    Claim range = held(range("a", "b", EXCLUSIVE));
    KeyClaim token = tentative(single("a", EXCLUSIVE));
    CompletableFuture<Claim> newcomer = ask(key("a", SHARED));
    assertThat(isMarked(token)).as("not ahead of the range").isFalse();
    assertThat(table.report().holders()).hasSize(1);
    range.release();
    assertThat(isMarked(token)).as("it heads its lane").isTrue();
    assertThat(newcomer).isNotDone();
    assertThat(table.gate.isOpenTo(token)).as("F2 sees no range: it is a holder").isTrue();
    token.release();
    granted(newcomer).release();
  }

  @Test
  void i6_theSameWithAnEntryForAToken_whichASecondLookWouldTakeForItself() {
    Claim range = held(range("a", "b", EXCLUSIVE));
    Entry entry = tentative(entry("a"));
    CompletableFuture<Claim> newcomer = ask(key("a", EXCLUSIVE));
    assertThat(table.report().holders()).hasSize(1);
    range.release();
    assertThat(newcomer).isNotDone();
    assertThat(table.gate.isOpenTo(entry)).isTrue();
    table.releasePlain(entry);
    granted(newcomer).release();
  }

  @Test
  void c_inflatedAndMarkedMeanwhile_isHeld() {
    Claim range = held(range("a", "b", EXCLUSIVE));
    KeyClaim token = tentative(single("a", EXCLUSIVE));
    assertThat(table.gate.isOpenTo(token)).isFalse();
    CompletableFuture<Claim> newcomer = ask(key("a", EXCLUSIVE));
    range.release();
    assertThat(confirm(token, token)).isTrue();
    assertThat(newcomer).isNotDone();
    token.release();
    granted(newcomer).release();
  }

  @Test
  void c_rangeGoneMeanwhile_isHeldAndStaysThin() {
    Claim range = held(range("a", "b", EXCLUSIVE));
    KeyClaim token = tentative(single("a", EXCLUSIVE));
    assertThat(table.gate.isOpenTo(token)).isFalse();
    range.release();
    assertThat(confirm(token, token)).isTrue();
    assertThat(token.item()).isNull();
    token.release();
  }

  @Test
  void c_rangeStillThere_waitsInTheTokensPlace() {
    Claim range = held(range("a", "b", EXCLUSIVE));
    KeyClaim token = tentative(single("a", EXCLUSIVE));
    CompletableFuture<Claim> newcomer = ask(key("a", EXCLUSIVE));
    Job<Boolean> owner =
        Job.start(
            "owner",
            () -> {
              KeyClaim claim = single("a", EXCLUSIVE);
              ParkedWaiter waiter =
                  new ParkedWaiter(claim, EXCLUSIVE, Host.current(), Owner.currentId(), null);
              boolean held = table.join(claim, waiter, token);
              return !held && waiter.await(true, ParkedWaiter.NEVER, null, false);
            });
    awaitWaiters(2);
    assertThat(table.check()).isEmpty();
    range.release();
    assertThat(owner.result()).isTrue();
    assertThat(newcomer).as("keeps behind").isNotDone();
    table.release(holderOfTheOnlyKey());
    granted(newcomer).release();
  }

  private Claim holderOfTheOnlyKey() {
    for (int slot = 0; slot < table.slots.count(); slot++) {
      if (table.slots.get(slot) instanceof Bucket bucket) {
        Item first = bucket.lanes().getFirst().first();
        Claim claim = first == null ? null : first.claim();
        if (claim != null) {
          return claim;
        }
      }
    }
    throw new AssertionError("nobody holds");
  }

  @Test
  void c_tryForm_failsBehindARange_andLeavesNothing() {
    Claim range = held(range("a", "b", EXCLUSIVE));
    assertThat(table.tryAcquire(key("a", EXCLUSIVE))).isFalse();
    assertThat(table.check()).isEmpty();
    range.release();
    assertThat(table.isEmpty()).isTrue();
  }

  @Test
  void plainWrite_waitingForARange_takesTheTokensPlaceUnderItsOwnName() {
    Claim range = held(range("a", "b", SHARED));
    Entry entry = entry("a");
    AtomicReference<@Nullable Token> got = new AtomicReference<>();
    Job<String> writer =
        Job.start(
            "plain writer",
            () -> {
              got.set(table.acquirePlain(entry, FOR_EVER));
              return "";
            });
    awaitWaiters(1);
    Await.parked(writer.thread());
    Job<String> second =
        Job.start(
            "second writer",
            () -> {
              Token token = table.acquirePlain(entry, FOR_EVER);
              if (token != null) {
                table.releasePlain(token);
              }
              return "";
            });
    awaitWaiters(2);
    assertThat(table.check()).isEmpty();
    assertThat(table.report().waiters())
        .extracting(GuardReport.Waiting::task)
        .containsExactly("plain writer", "second writer");
    range.release();
    writer.result();
    Token token = got.get();
    assertThat(token).isInstanceOf(KeyClaim.class);
    assertThat(second.isDone()).isFalse();
    if (token != null) {
      table.releasePlain(token);
    }
    second.result();
  }

  @Test
  void plainWrites_throughInflationAndDeflation_excludeEachOther() {
    Entry entry = entry("a");
    Token first = table.acquirePlain(entry, FOR_EVER);
    CompletableFuture<Claim> guard = ask(key("a", EXCLUSIVE));
    assertThat(table.slots.get(table.slots.of(entry))).isInstanceOf(Bucket.class);
    if (first != null) {
      table.releasePlain(first);
    }
    granted(guard).release();
    assertThat(table.slots.get(table.slots.of(entry))).as("thin again").isNull();
    Token again = table.acquirePlain(entry, FOR_EVER);
    assertThat(again).isSameAs(entry);
    if (again != null) {
      table.releasePlain(again);
    }
  }

  @Test
  void plainWrite_outOfTime_leavesTheLine() {
    Claim guard = held(key("a", EXCLUSIVE));
    assertThat(
            Job.start("writer", () -> List.of(table.acquirePlain(entry("a"), 1) == null)).result())
        .containsExactly(true);
    assertThat(table.report().waiters()).isEmpty();
    guard.release();
  }

  @Test
  void plainWrite_besideAGuardOfAnotherKeyInItsSlot_doesNotWait() {
    GuardTable tiny = new GuardTable("tiny", 2);
    List<Claim> guards =
        List.of(
            tiny.claim(bytes("a"), 0, EXCLUSIVE),
            tiny.claim(bytes("b"), 0, EXCLUSIVE),
            tiny.claim(bytes("c"), 0, SHARED));
    guards.forEach(guard -> assertThat(tiny.tryAcquire(guard)).isTrue());
    assertThat(tiny.check()).isEmpty();
    assertThat(tiny.tryAcquire(tiny.claim(bytes("b"), 0, SHARED))).isFalse();
    Claim both = tiny.claims().key(bytes("x"), 0, EXCLUSIVE).key(bytes("y"), 0, EXCLUSIVE).build();
    assertThat(tiny.tryAcquire(both)).isTrue();
    assertThat(tiny.check()).isEmpty();
    guards.forEach(Claim::release);
    both.release();
    assertThat(tiny.isEmpty()).isTrue();
    Claim again = twoInOneSlot(tiny);
    assertThat(tiny.tryAcquire(again)).as("in an empty slot").isTrue();
    again.release();
    assertThat(tiny.isEmpty()).isTrue();
  }

  private static Claim twoInOneSlot(GuardTable tiny) {
    return tiny.claims().key(bytes("x"), 0, EXCLUSIVE).key(bytes("y"), 0, EXCLUSIVE).build();
  }

  @Test
  void g02_pairAgainstPairWithAThirdOnOneAndARangeOverBoth_goesInOrder() {
    Claim first = held(keys("a", "b"));
    CompletableFuture<Claim> third = ask(key("b", EXCLUSIVE));
    CompletableFuture<Claim> range = ask(range("a", "c", EXCLUSIVE));
    CompletableFuture<Claim> second = ask(keys("a", "b"));
    CompletableFuture<Claim> last = ask(key("a", EXCLUSIVE));
    first.release();
    assertThat(range).as("behind the third").isNotDone();
    assertThat(range.cancel(true)).isTrue();
    assertThat(table.check()).isEmpty();
    assertThat(second).isNotDone();
    assertThat(last).isNotDone();
    granted(third).release();
    granted(second).release();
    granted(last).release();
  }
}
