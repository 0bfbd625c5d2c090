package dev.keyhold.sync;

import static dev.keyhold.sync.RwLockOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a hold while it stands, seen from inside: each step of an upgrade by itself. */
@SuppressWarnings({
  "keyhold:R3: a share ends under its guard's hands",
  "keyhold:R6: one thread plays several tasks"
})
@Timeout(120)
class ConvertingLockTest {
  private final RwLock<int[]> lock = RwLock.of(LockOptions.named("converted"), () -> new int[1]);
  private Locks.Detail before = Locks.Detail.NOTHING;

  @BeforeEach
  void recordNothing() throws InterruptedException {
    before = Locks.record(Locks.Detail.NOTHING);
    lock.read().close();
  }

  /** A word that stays managed would send all that come later the long way. */
  @AfterEach
  void wordIsOpenAgain() {
    Locks.record(before);
    Await.free(lock);
    assertThat(Word.isOpen(lock.word())).isTrue();
  }

  private List<LockMode> holders() {
    return lock.report().holders().stream().map(LockReport.Holder::mode).toList();
  }

  /** Notes what is told of holds of the lock: + and the mode that one begins in, - and it ends. */
  private Locks.Registration notes(List<String> told) {
    return Locks.addListener(
        new LockListener() {
          @Override
          public void acquired(LockEvent event) {
            note("+", event);
          }

          @Override
          public void released(LockEvent event) {
            note("-", event);
          }

          private void note(String change, LockEvent event) {
            if (event.lock().equals(lock.target())) {
              told.add(change + event.mode());
            }
          }
        });
  }

  private NotingWaiter upgrade(long owner) {
    return new NotingWaiter(lock, Mode.UPGRADE, owner);
  }

  @Test
  void downgrade_ofAHoldThatHasEnded_givesNothing() throws Exception {
    WriteGuard<int[]> ended = lock.write();
    ended.close();
    assertThat(lock.downgrade(ended.ticket(), Mode.SHARED)).isNull();
    assertThat(holders()).isEmpty();
    try (var _ = lock.write()) {
      assertThat(lock.downgrade(ended.ticket(), Mode.SHARED)).isNull();
      assertThat(holders()).containsExactly(LockMode.EXCLUSIVE);
    }
  }

  @Test
  void downgrade_ofAnUpgradableShareThatHasEnded_givesNothing() throws Exception {
    UpgradableGuard<int[]> ended = lock.upgradableRead();
    ended.close();
    assertThat(lock.downgrade(ended.upgradable())).isNull();
    assertThat(holders()).isEmpty();
    try (var _ = lock.upgradableRead()) {
      assertThat(lock.downgrade(ended.upgradable())).isNull();
      assertThat(holders()).containsExactly(LockMode.UPGRADABLE);
    }
  }

  @Test
  void tryUpgrade_ofAShareThatHasEnded_takesNothing() throws Exception {
    UpgradableGuard<int[]> ended = lock.upgradableRead();
    ended.close();
    assertThat(lock.tryUpgrade(ended.upgradable())).isZero();
    assertThat(holders()).isEmpty();
    try (var _ = lock.upgradableRead()) {
      assertThat(lock.tryUpgrade(ended.upgradable())).isZero();
      assertThat(holders()).containsExactly(LockMode.UPGRADABLE);
    }
  }

  @Test
  void tryUpgrade_besideAReader_leavesTheWordOpen() throws Exception {
    try (var upgradable = lock.upgradableRead();
        var _ = lock.read()) {
      assertThat(upgradable.tryUpgrade()).isNull();
      assertThat(Word.isOpen(lock.word())).isTrue();
    }
  }

  @Test
  void upgrade_nobodyElseShares_holdsTheWordUnmanaged() throws Exception {
    try (var writer = Objects.requireNonNull(lock.upgradableRead().tryUpgrade())) {
      assertThat(writer.ticket()).isEqualTo(lock.word());
    }
  }

  @Test
  void upgrade_interruptedBefore_isNotTried() throws Exception {
    try (var upgradable = lock.upgradableRead()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(upgradable::upgrade).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
      assertThat(upgradable.isClosed()).isFalse();
      Thread.currentThread().interrupt();
      upgradable.upgradeUninterruptibly().close();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void joinUpgrade_nobodyElseShares_isGrantedAndStandsInNoLine() throws Exception {
    UpgradableGuard<int[]> upgradable = lock.upgradableRead();
    NotingWaiter waiter = upgrade(Owner.currentId());
    assertThat(lock.joinUpgrade(waiter, upgradable.upgradable())).isZero();
    assertThat(waiter.state()).isEqualTo(Waiter.GRANTED);
    assertThat(waiter.queued).isZero();
    assertThat(lock.word()).as("held, unmanaged").isEqualTo(waiter.ticket());
    lock.release(waiter.ticket());
  }

  @Test
  void joinUpgrade_besideAReader_isNextAndGrantedWhenItLeaves() throws Exception {
    ReadGuard<int[]> reader = lock.read();
    UpgradableGuard<int[]> upgradable = lock.upgradableRead();
    NotingWaiter waiter = upgrade(Task.named("upgrader").id());
    assertThat(lock.joinUpgrade(waiter, upgradable.upgradable())).isEqualTo(1);
    assertThat(waiter.queued).isEqualTo(1);
    assertThat(lock.look().waiters()).containsExactly(waiter);
    assertThat(waiter.delivered).isZero();
    reader.close();
    assertThat(waiter.state()).isEqualTo(Waiter.GRANTED);
    assertThat(waiter.delivered).isEqualTo(1);
    assertThat(lock.word()).isEqualTo(waiter.ticket());
    lock.release(waiter.ticket());
  }

  @Test
  void joinUpgrade_ofAShareThatHasEnded_leaves() throws Exception {
    UpgradableGuard<int[]> ended = lock.upgradableRead();
    ended.close();
    NotingWaiter waiter = upgrade(Owner.currentId());
    assertThatThrownBy(() -> lock.joinUpgrade(waiter, ended.upgradable()))
        .isInstanceOf(GuardClosedException.class);
    assertThat(waiter.state()).isEqualTo(Waiter.WITHDRAWN);
  }

  @Test
  void joinUpgrade_besideItsOwnReader_leavesAndTheWordStaysOpen() throws Exception {
    try (var upgradable = lock.upgradableRead();
        var _ = lock.read()) {
      NotingWaiter waiter = upgrade(Owner.currentId());
      assertThatThrownBy(() -> lock.joinUpgrade(waiter, upgradable.upgradable()))
          .isInstanceOf(DeadlockException.class);
      assertThat(waiter.state()).isEqualTo(Waiter.WITHDRAWN);
      assertThat(Word.isOpen(lock.word())).isTrue();
    }
  }

  @Test
  void upgradedHold_belongsToWhoHadTheShare_orIfNobodyDidToWhoAsked() throws Exception {
    Task task = Task.named("reader");
    Task asking = Task.named("asking");
    for (boolean waits : List.of(false, true)) {
      for (boolean nobodys : List.of(false, true)) {
        UpgradableGuard<int[]> upgradable =
            granted(nobodys ? lock.upgradableReadAsync() : lock.upgradableReadAsync(task));
        ReadGuard<int[]> reader = lock.read();
        if (!waits) {
          reader.close();
        }
        NotingWaiter waiter = upgrade(asking.id());
        lock.joinUpgrade(waiter, upgradable.upgradable());
        reader.close();
        assertThat(Word.owner(lock.word())).isEqualTo(nobodys ? asking.id() : task.id());
        lock.release(waiter.ticket());
      }
      UpgradableGuard<int[]> nobodys = granted(lock.upgradableReadAsync());
      WriteGuard<int[]> writer = asking.call(() -> Objects.requireNonNull(nobodys.tryUpgrade()));
      assertThat(Word.owner(lock.word())).isEqualTo(asking.id());
      writer.close();
    }
  }

  @Test
  void move_ofAShareThatHasEnded_givesNothing() throws Exception {
    UpgradableGuard<int[]> ended = lock.upgradableRead();
    ended.close();
    Task late = Task.named("late");
    assertThat(lock.move(0, ended.upgradable(), late.id(), late.name())).isNull();
    long ticket = lock.shareFast();
    lock.endShare(ticket, null);
    assertThat(lock.move(ticket, null, late.id(), late.name())).isNull();
  }

  @Test
  void g12_everyChangeOfMode_isToldAsTheEndOfOneHoldAndTheBeginningOfAnother() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    try (var _ = notes(told)) {
      UpgradableGuard<int[]> upgradable = lock.write().downgradeToUpgradable();
      assertThat(told).containsExactly("+EXCLUSIVE", "-EXCLUSIVE", "+UPGRADABLE");
      told.clear();
      WriteGuard<int[]> writer = upgradable.upgrade();
      assertThat(told).containsExactly("-UPGRADABLE", "+EXCLUSIVE");
      told.clear();
      ReadGuard<int[]> reader = writer.downgrade();
      assertThat(told).containsExactly("-EXCLUSIVE", "+SHARED");
      reader.close();
      assertThat(told).containsExactly("-EXCLUSIVE", "+SHARED", "-SHARED");
      told.clear();
      // It is still the hold that it was.
      lock.upgradableRead().downgrade().close();
      assertThat(told).containsExactly("+UPGRADABLE", "-UPGRADABLE");
      told.clear();
      try (var kept = lock.upgradableRead();
          var _ = lock.read()) {
        assertThat(Job.start("late", () -> kept.tryUpgrade(Duration.ofNanos(1))).result()).isNull();
        assertThat(told).as("an upgrade out of time").containsExactly("+UPGRADABLE", "+SHARED");
      }
    }
  }

  @Test
  void g12_upgradeThatWaited_endsWhatWasKnownOfItsShare() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    try (var _ = notes(told)) {
      ReadGuard<int[]> reader = lock.read();
      UpgradableGuard<int[]> upgradable = lock.upgradableRead();
      Job<WriteGuard<int[]>> upgrader = Job.start("upgrader", upgradable::upgrade);
      Await.waiters(lock, 1);
      reader.close();
      WriteGuard<int[]> writer = upgrader.result();
      assertThat(told).contains("+UPGRADABLE", "-UPGRADABLE", "+EXCLUSIVE");
      writer.close();
      told.clear();
      ReadGuard<int[]> second = lock.read();
      CompletableFuture<WriteGuard<int[]>> upgrade = lock.upgradableRead().upgradeAsync();
      second.close();
      assertThat(told).contains("+UPGRADABLE", "-UPGRADABLE", "+EXCLUSIVE");
      granted(upgrade).close();
    }
  }
}
