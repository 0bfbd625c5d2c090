package dev.keyhold.internal.guard;

import static dev.keyhold.internal.wait.Mode.EXCLUSIVE;
import static dev.keyhold.internal.wait.Mode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.sync.Job;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sets of claims: what they hold is not in their own way, and goes on before who waits for it. */
@Timeout(120)
class ClaimSetTest extends GuardTableFixture {
  private final Retries retries = new Retries();
  private final ClaimSet set = new ClaimSet(table, Owner.currentId(), retries);

  private boolean touch(String key, Mode mode) throws InterruptedException {
    boolean granted = set.key(bytes(key), key.hashCode(), mode, FOR_EVER);
    assertThat(table.check()).isEmpty();
    return granted;
  }

  private void touchRange(@Nullable String from, @Nullable String to) throws InterruptedException {
    assertThat(set.range(bound(from), bound(to), SHARED, FOR_EVER)).isTrue();
    assertThat(table.check()).isEmpty();
  }

  private boolean isFree(String key, Mode mode) {
    Claim claim = key(key, mode);
    boolean free = table.tryAcquire(claim);
    if (free) {
      claim.release();
    }
    return free;
  }

  @Test
  void upgrade_nobodyElseShares_isThereAtOnce() throws Exception {
    assertThat(touch("a", SHARED)).isTrue();
    assertThat(isFree("a", SHARED)).isTrue();
    assertThat(touch("a", EXCLUSIVE)).isTrue();
    assertThat(isFree("a", SHARED)).isFalse();
    assertThat(touch("a", SHARED)).isTrue();
    set.release();
    assertThat(isFree("a", EXCLUSIVE)).isTrue();
  }

  @Test
  void upgrade_othersShare_waitsForThemAndNobodyNewComesIn() throws Exception {
    touch("a", SHARED);
    Claim reader = granted(ask(key("a", SHARED)));
    CompletableFuture<Claim> writer = ask(key("a", EXCLUSIVE));
    Job<Boolean> other =
        Job.start(
            "releases",
            () -> {
              awaitWaiters(2);
              assertThat(table.check()).isEmpty();
              assertThat(isFree("a", SHARED)).isFalse();
              reader.release();
              return true;
            });
    assertThat(touch("a", EXCLUSIVE)).isTrue();
    assertThat(other.result()).isTrue();
    assertThat(writer).as("the writer that had come before").isNotDone();
    assertThat(table.check()).isEmpty();
    set.release();
    granted(writer).release();
  }

  @Test
  void upgrade_outOfTime_keepsWhatWasShared() throws Exception {
    touch("a", SHARED);
    Claim reader = granted(ask(key("a", SHARED)));
    CompletableFuture<Claim> writer = ask(key("a", EXCLUSIVE));
    assertThat(set.key(bytes("a"), "a".hashCode(), EXCLUSIVE, 1)).isFalse();
    assertThat(table.check()).isEmpty();
    reader.release();
    assertThat(writer).isNotDone();
    set.release();
    granted(writer).release();
  }

  @Test
  void keyInAnOwnRange_isHadAloneBeforeARangeThatWaits() throws Exception {
    touchRange("a", "m");
    CompletableFuture<Claim> waiting = ask(all(EXCLUSIVE));
    CompletableFuture<Claim> reader = ask(key("c", SHARED));
    assertThat(touch("b", EXCLUSIVE)).isTrue();
    assertThat(touch("c", EXCLUSIVE)).isTrue();
    assertThat(touch("d", SHARED)).as("covered by the range").isTrue();
    assertThat(waiting).isNotDone();
    assertThat(reader).isNotDone();
    set.release();
    granted(waiting).release();
    granted(reader).release();
  }

  @Test
  void rangeOverOwnKeys_isNotInTheirWay() throws Exception {
    touch("b", EXCLUSIVE);
    touch("c", SHARED);
    CompletableFuture<Claim> writer = ask(key("b", EXCLUSIVE));
    touchRange("a", "m");
    touchRange(null, null);
    assertThat(isFree("d", SHARED)).isTrue();
    assertThat(isFree("d", EXCLUSIVE)).isFalse();
    assertThat(isFree("c", SHARED)).isTrue();
    assertThat(isFree("b", SHARED)).isFalse();
    touch("c", EXCLUSIVE);
    assertThat(isFree("c", SHARED)).isFalse();
    assertThat(writer).isNotDone();
    set.release();
    granted(writer).release();
  }

  @Test
  void readersBesideASet_comeInWhileItShares_andNotWhileItIsAlone() throws Exception {
    touchRange("a", "m");
    Claim reader = held(key("c", SHARED));
    Claim range = held(range("b", "d", SHARED));
    touch("c", SHARED);
    touch("x", EXCLUSIVE);
    CompletableFuture<Claim> behind = ask(key("x", SHARED));
    reader.release();
    range.release();
    touch("c", EXCLUSIVE);
    CompletableFuture<Claim> later = ask(key("c", SHARED));
    assertThat(behind).isNotDone();
    assertThat(later).isNotDone();
    set.release();
    granted(behind).release();
    granted(later).release();
  }

  @Test
  void g11_claimOfTheSameTaskOutsideOfTheSet_isADeadlock() throws Exception {
    touch("a", SHARED);
    assertThatThrownBy(() -> table.acquire(key("a", EXCLUSIVE), FOR_EVER))
        .isInstanceOf(DeadlockException.class);
    assertThatThrownBy(() -> table.acquirePlain(entry("a"), FOR_EVER))
        .isInstanceOf(DeadlockException.class);
    set.release();
  }

  @Test
  void plainWriteThatWaits_goesBehindAnUpgrade() throws Exception {
    touch("a", SHARED);
    Job<Boolean> plain =
        Job.start(
            "plain",
            () -> {
              Token token = table.acquirePlain(entry("a"), FOR_EVER);
              boolean held = token != null;
              if (token != null) {
                table.releasePlain(token);
              }
              return held;
            });
    awaitWaiters(1);
    assertThat(touch("a", EXCLUSIVE)).isTrue();
    set.release();
    assertThat(plain.result()).isTrue();
  }

  @Test
  void first_afterTwoRollbacks_holdsAllThatWasTouched() throws Exception {
    touch("a", EXCLUSIVE);
    touch("b", SHARED);
    touchRange("c", "m");
    touch("d", EXCLUSIVE);
    set.release();
    retries.again();
    retries.again();
    ClaimSet third = new ClaimSet(table, Owner.currentId(), retries);
    assertThat(third.first(FOR_EVER)).isTrue();
    assertThat(table.report().holders()).isNotEmpty();
    int held = table.report().holders().size();
    assertThat(third.key(bytes("a"), "a".hashCode(), EXCLUSIVE, FOR_EVER)).isTrue();
    assertThat(third.key(bytes("b"), "b".hashCode(), SHARED, FOR_EVER)).isTrue();
    assertThat(third.range(bytes("c"), bytes("m"), SHARED, FOR_EVER)).isTrue();
    assertThat(third.range(bytes("e"), bytes("f"), SHARED, FOR_EVER)).isTrue();
    assertThat(table.report().holders()).as("nothing more").hasSize(held);
    assertThat(isFree("d", SHARED)).isFalse();
    assertThat(isFree("e", SHARED)).isTrue();
    third.release();
  }

  @Test
  void key_onceWritten_isClaimedAloneFromTheFirstTouchOn() throws Exception {
    touch("a", SHARED);
    touch("a", EXCLUSIVE);
    set.release();
    retries.again();
    ClaimSet second = new ClaimSet(table, Owner.currentId(), retries);
    assertThat(second.key(bytes("a"), "a".hashCode(), SHARED, FOR_EVER)).isTrue();
    assertThat(isFree("a", SHARED)).isFalse();
    second.release();
  }
}
