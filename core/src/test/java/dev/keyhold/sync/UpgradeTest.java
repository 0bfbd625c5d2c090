package dev.keyhold.sync;

import static dev.keyhold.sync.RwLockOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.GuardClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From reading to writing and back: G5, and what giving up means on the way. */
@SuppressWarnings("keyhold:R6: one thread plays several tasks")
@Timeout(120)
@ParameterizedClass
@EnumSource(
    value = Locks.Detail.class,
    names = {"NOTHING", "SITES"})
class UpgradeTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Parameter Locks.Detail detail = Locks.Detail.NOTHING;

  private final RwLock<List<String>> lock =
      RwLock.of(LockOptions.named("upgraded"), ArrayList::new);
  private Locks.Detail before = Locks.Detail.NOTHING;

  @BeforeEach
  void record() throws InterruptedException {
    before = Locks.record(detail);
    lock.read().close();
  }

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
    Await.free(lock);
  }

  private <R> Job<R> parked(String name, Callable<R> code) {
    int ahead = lock.report().waiters().size();
    Job<R> job = Job.start(name, code);
    Await.waiters(lock, ahead + 1);
    Await.parked(job.thread());
    return job;
  }

  private List<LockMode> holders() {
    return lock.report().holders().stream().map(LockReport.Holder::mode).toList();
  }

  /** How an upgrade is given up. */
  enum GivingUp {
    CANCELLED,
    INTERRUPTED,
    OUT_OF_TIME
  }

  @ParameterizedTest
  @EnumSource(LockMode.class)
  void g05_downgrade_letsReadersInAndKeepsTheNextWriterOut(LockMode to) throws Exception {
    WriteGuard<List<String>> writer = lock.write();
    CompletableFuture<ReadGuard<List<String>>> ahead = lock.readAsync();
    CompletableFuture<WriteGuard<List<String>>> next = lock.writeAsync();
    CompletableFuture<ReadGuard<List<String>>> behind = lock.readAsync();
    writer.get().add("written");
    Guard<List<String>> reader =
        switch (to) {
          case SHARED -> writer.downgrade();
          case UPGRADABLE, EXCLUSIVE -> writer.downgradeToUpgradable();
        };
    assertThat(writer.isClosed()).isTrue();
    writer.close();
    assertThatThrownBy(writer::get).isInstanceOf(GuardClosedException.class);
    assertThatThrownBy(writer::downgrade).isInstanceOf(GuardClosedException.class);
    assertThatThrownBy(writer::downgradeToUpgradable).isInstanceOf(GuardClosedException.class);
    assertThat(granted(ahead).get()).containsExactly("written");
    assertThat(reader.get()).containsExactly("written");
    assertThat(next).isNotDone();
    assertThat(behind).isNotDone();
    granted(ahead).close();
    assertThat(next).isNotDone();
    if (to == LockMode.EXCLUSIVE) {
      try (var again = ((UpgradableGuard<List<String>>) reader).upgrade()) {
        again.get().add("again");
        assertThat(next).isNotDone();
      }
    } else {
      reader.close();
    }
    granted(next).close();
    granted(behind).close();
  }

  @Test
  void g05_upgradableDowngraded_isAReaderAndTheNextUpgradableComesIn() throws Exception {
    UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
    CompletableFuture<UpgradableGuard<List<String>>> next = lock.upgradableReadAsync();
    ReadGuard<List<String>> reader = upgradable.downgrade();
    assertThat(next).isCompleted();
    assertThat(upgradable.isClosed()).isTrue();
    upgradable.close();
    assertThatThrownBy(upgradable::upgrade).isInstanceOf(GuardClosedException.class);
    assertThatThrownBy(upgradable::downgrade).isInstanceOf(GuardClosedException.class);
    assertThat(holders()).containsExactlyInAnyOrder(LockMode.SHARED, LockMode.UPGRADABLE);
    assertThat(granted(next).tryUpgrade()).isNull();
    reader.close();
    Objects.requireNonNull(granted(next).tryUpgrade()).close();
  }

  @Test
  void g05_upgrade_goesBeforeWritersInLine() throws Exception {
    UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
    ReadGuard<List<String>> reader = lock.read();
    CompletableFuture<WriteGuard<List<String>>> writer = lock.writeAsync();
    CompletableFuture<WriteGuard<List<String>>> upgrade = upgradable.upgradeAsync();
    assertThat(upgradable.isClosed()).isFalse();
    assertThat(upgradable.get()).isEmpty();
    reader.close();
    assertThat(writer).isNotDone();
    assertThat(upgradable.isClosed()).isTrue();
    granted(upgrade).close();
    granted(writer).close();
  }

  @Test
  void g05_upgradeBlocking_waitsForTheReadersThatAreThereAndNoMoreComeIn() throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    Job<WriteGuard<List<String>>> upgrader =
        parked("upgrader", () -> lock.upgradableRead().upgrade());
    assertThat(lock.tryRead()).isNull();
    CompletableFuture<ReadGuard<List<String>>> late = lock.readAsync();
    assertThat(late).isNotDone();
    reader.close();
    upgrader.result().close();
    granted(late).close();
  }

  @Test
  void g05_tryUpgrade_withAndWithoutOthers() throws Exception {
    UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
    ReadGuard<List<String>> reader = lock.read();
    assertThat(upgradable.tryUpgrade()).isNull();
    assertThat(upgradable.tryUpgrade(Duration.ZERO)).isNull();
    assertThat(Job.start("reader", () -> lock.withRead(List::size)).result()).isZero();
    assertThat(upgradable.isClosed()).isFalse();
    reader.close();
    WriteGuard<List<String>> writer = Objects.requireNonNull(upgradable.tryUpgrade());
    assertThat(holders()).containsExactly(LockMode.EXCLUSIVE);
    assertThatThrownBy(upgradable::get).isInstanceOf(GuardClosedException.class);
    upgradable.close();
    assertThat(writer.isClosed()).isFalse();
    writer.close();
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // every call is refused
  void upgrade_misused_isRefused() throws Exception {
    UpgradableGuard<List<String>> guard = lock.upgradableRead();
    assertThatThrownBy(() -> guard.tryUpgrade(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    guard.close();
    List<Callable<Object>> misuses =
        List.of(
            guard::upgrade,
            guard::upgradeUninterruptibly,
            guard::tryUpgrade,
            () -> guard.tryUpgrade(LONG),
            () -> guard.upgradeAsync().isDone(),
            guard::downgrade);
    for (Callable<Object> misuse : misuses) {
      assertThatThrownBy(misuse::call).isInstanceOf(GuardClosedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(GivingUp.class)
  void g05_upgradeGivenUp_leavesTheGuardAndThoseBehindMoveUp(GivingUp how) throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
    CompletableFuture<ReadGuard<List<String>>> behind;
    switch (how) {
      case CANCELLED -> {
        var upgrade = upgradable.upgradeAsync();
        behind = lock.readAsync();
        assertThat(behind).isNotDone();
        assertThat(upgrade.cancel(true)).isTrue();
      }
      case INTERRUPTED -> {
        Job<Object> job = parked("upgrader", upgradable::upgrade);
        behind = lock.readAsync();
        assertThat(behind).isNotDone();
        job.interrupt();
        assertThat(job.failure()).isInstanceOf(InterruptedException.class);
      }
      default -> {
        Job<Object> job =
            Job.start("upgrader", () -> upgradable.tryUpgrade(Duration.ofMillis(100)));
        behind = lock.readAsync();
        assertThat(job.result()).isNull();
      }
    }
    granted(behind).close();
    assertThat(upgradable.isClosed()).isFalse();
    assertThat(upgradable.get()).isEmpty();
    assertThat(holders()).containsExactlyInAnyOrder(LockMode.SHARED, LockMode.UPGRADABLE);
    reader.close();
    upgradable.upgrade().close();
  }

  @Test
  void upgradeUninterruptibly_interruptedWhileWaiting_waitsOnAndKeepsTheFlag() throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    Job<Boolean> job =
        parked(
            "upgrader",
            () -> {
              try (var _ = lock.upgradableRead().upgradeUninterruptibly()) {
                return Thread.currentThread().isInterrupted();
              }
            });
    job.interrupt();
    Await.until("the interrupt is taken up", () -> !job.thread().isInterrupted());
    reader.close();
    assertThat(job.result()).isTrue();
  }

  @Test
  void g05_guardClosedWhileItsUpgradeWaits_refusesTheUpgrade() throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
    CompletableFuture<WriteGuard<List<String>>> upgrade = upgradable.upgradeAsync();
    CompletableFuture<UpgradableGuard<List<String>>> next = lock.upgradableReadAsync();
    upgradable.close();
    Await.until("refused", upgrade::isDone);
    assertThat(upgrade.exceptionNow()).isInstanceOf(GuardClosedException.class);
    granted(next).close();
    reader.close();
  }

  @Test
  void g05_guardClosedByAnotherWhileItsUpgradeIsParked_refusesTheUpgrade() throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
    Job<Object> upgrader = parked("upgrader", upgradable::upgrade);
    upgradable.close();
    assertThat(upgrader.failure()).isInstanceOf(GuardClosedException.class);
    reader.close();
  }

  @Test
  void g05_guardDowngradedWhileItsUpgradeWaits_refusesTheUpgrade() throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
    CompletableFuture<WriteGuard<List<String>>> upgrade = upgradable.upgradeAsync();
    ReadGuard<List<String>> downgraded = upgradable.downgrade();
    Await.until("refused", upgrade::isDone);
    assertThat(upgrade.exceptionNow()).isInstanceOf(GuardClosedException.class);
    Objects.requireNonNull(lock.tryRead()).close();
    downgraded.close();
    reader.close();
  }

  @Test
  void g05_guardUpgradedTwice_upgradesOnce() throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
    CompletableFuture<WriteGuard<List<String>>> first = upgradable.upgradeAsync();
    CompletableFuture<WriteGuard<List<String>>> second = upgradable.upgradeAsync();
    reader.close();
    Await.until("settled", () -> first.isDone() && second.isDone());
    assertThat(first.isCompletedExceptionally()).isNotEqualTo(second.isCompletedExceptionally());
    boolean firstRefused = first.isCompletedExceptionally();
    assertThat((firstRefused ? first : second).exceptionNow())
        .isInstanceOf(GuardClosedException.class);
    granted(firstRefused ? second : first).close();
  }

  /** White box: what a close by another thread leaves to an upgrade that did not see it. */
  @Test
  void g05_upgradeOfAShareThatIsGone_isRefusedAndTakesNobodyElses() throws Exception {
    UpgradableGuard<List<String>> stale = lock.upgradableRead();
    stale.close();
    assertThatThrownBy(() -> lock.upgrade(stale.upgradable(), true, Long.MAX_VALUE))
        .isInstanceOf(GuardClosedException.class);
    UpgradableGuard<List<String>> present = lock.upgradableRead();
    assertThatThrownBy(() -> lock.upgrade(stale.upgradable(), true, Long.MAX_VALUE))
        .isInstanceOf(GuardClosedException.class);
    assertThat(holders()).containsExactly(LockMode.UPGRADABLE);
    present.upgrade().close();
  }

  @Test
  void g07_upgradeGrantedAndCancelledAtOnce_isEitherGrantedOrLeavesTheGuard() throws Exception {
    int cancelled = 0;
    for (int round = 0; round < 2_000; round++) {
      ReadGuard<List<String>> reader = lock.read();
      UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
      CompletableFuture<WriteGuard<List<String>>> upgrade = upgradable.upgradeAsync();
      Job<Void> closer =
          Job.startVirtual(
              "closer",
              () -> {
                reader.close();
                return null;
              });
      if (upgrade.cancel(true)) {
        cancelled++;
        assertThat(upgradable.isClosed()).isFalse();
        assertThat(upgradable.get()).isEmpty();
        closer.result();
        assertThat(holders()).containsExactly(LockMode.UPGRADABLE);
        upgradable.close();
      } else {
        granted(upgrade).close();
        assertThat(upgradable.isClosed()).isTrue();
      }
      closer.result();
    }
    assertThat(cancelled).isPositive();
  }

  @Test
  void g07_upgradeCancelledInTheMomentOfItsGrant_isGranted() throws Exception {
    ReadGuard<List<String>> reader = lock.read();
    UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
    CompletableFuture<WriteGuard<List<String>>> upgrade = upgradable.upgradeAsync();
    List<Boolean> answers = new ArrayList<>();
    LockListener canceller =
        new LockListener() {
          @Override
          public void acquired(LockEvent event) {
            answers.add(upgrade.cancel(true));
          }
        };
    try (var _ = Locks.addListener(canceller)) {
      reader.close();
    }
    assertThat(answers).containsExactly(false);
    assertThat(upgradable.isClosed()).isTrue();
    granted(upgrade).close();
  }

  @Test
  void g05_downgradeAndCloseByAnotherAtOnce_doNotEndTheNewGuard() throws Exception {
    for (int round = 0; round < 3_000; round++) {
      UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
      Job<Void> closer =
          Job.startVirtual(
              "closer",
              () -> {
                upgradable.close();
                return null;
              });
      ReadGuard<List<String>> reader = null;
      try {
        reader = upgradable.downgrade();
      } catch (GuardClosedException e) {
        // The other one was first.
      }
      closer.result();
      assertThat(holders()).hasSize(reader == null ? 0 : 1);
      if (reader != null) {
        reader.close();
      }
    }
  }

  /** White box: a close that did not see the downgrade comes after it. */
  @Test
  void g09_lateCloseOfADowngradedShare_endsNothing() throws Exception {
    UpgradableGuard<List<String>> upgradable = lock.upgradableRead();
    ReadGuard<List<String>> reader = upgradable.downgrade();
    lock.endShare(0, upgradable.upgradable());
    assertThat(holders()).containsExactly(LockMode.SHARED);
    reader.close();
  }
}
