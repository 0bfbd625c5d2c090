package dev.keyhold.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A waiter by itself, on a host and for a structure that do what the test says, on one thread. */
final class ParkedWaiterTest {
  private final ScriptedHost host = new ScriptedHost();
  private final ScriptedStructure structure = new ScriptedStructure();
  private final ParkedWaiter waiter =
      new ParkedWaiter(structure, Mode.EXCLUSIVE, host, Owner.currentThreadId(), null);

  /** Where a park is the next step of a script. */
  private static final class ScriptedHost extends Host {
    final Deque<Runnable> parks = new ArrayDeque<>();
    final List<Long> limits = new ArrayList<>();
    final List<Object> blockers = new ArrayList<>();
    long nanos;
    boolean spins;

    @Override
    public void park(Object blocker) {
      blockers.add(blocker);
      parks.remove().run();
    }

    @Override
    public void parkNanos(Object blocker, long nanosMax) {
      limits.add(nanosMax);
      park(blocker);
    }

    @Override
    public void unpark(Thread thread) {}

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void execute(Runnable action) {
      throw new AssertionError("nothing to be run elsewhere");
    }

    @Override
    public boolean canSpin() {
      return spins;
    }

    @Override
    public void point() {}
  }

  /** A lock that can be held up while a waiter leaves. */
  private static final class ScriptedStructure implements Structure {
    boolean grantsInsteadOfWithdrawing;
    boolean competesInVain;
    int competitions;

    @Override
    public boolean withdraw(Waiter waiter) {
      if (grantsInsteadOfWithdrawing) {
        waiter.grant(7);
        return false;
      }
      waiter.leave();
      return true;
    }

    @Override
    public boolean compete(Waiter waiter) {
      competitions++;
      assertThat(waiter.state()).as("competes only while it waits").isEqualTo(Waiter.WAITING);
      if (!competesInVain) {
        waiter.grant(8);
      }
      return !competesInVain;
    }

    @Override
    public List<Blocker> blockers(Waiter waiter) {
      return List.of();
    }

    @Override
    public boolean mayBeInCycle(Waiter waiter) {
      return false;
    }

    @Override
    public String target() {
      return "mutex 'scripted'";
    }

    @Override
    public HolderText describe(Blocker blocker) {
      throw new AssertionError("there is no blocker");
    }
  }

  @Test
  void waiter_tellsWhereItsThreadRunsAndWhatItWaitsFor() {
    assertThat(waiter.host()).isSameAs(host);
    assertThat(waiter).hasToString("mutex 'scripted'");
    assertThat(waiter.parkedThread()).isSameAs(Thread.currentThread());
  }

  @Test
  void await_atItsDeadline_isOutOfTimeWithoutParking() throws InterruptedException {
    host.nanos = 100;
    assertThat(waiter.await(true, 100, null, false)).isFalse();
    assertThat(waiter.state()).isEqualTo(Waiter.WITHDRAWN);
    assertThat(host.limits).isEmpty();
  }

  @Test
  void await_beforeItsDeadline_parksForTheTimeThatIsLeft() throws InterruptedException {
    host.nanos = 30;
    structure.competesInVain = true;
    host.parks.add(() -> host.nanos = 70);
    host.parks.add(() -> host.nanos = 101);
    assertThat(waiter.await(true, 100, null, false)).isFalse();
    assertThat(host.limits).containsExactly(70L, 30L);
    assertThat(host.blockers).containsExactly(waiter, waiter);
  }

  @Test
  void await_grantedInTheMomentItIsOutOfTime_hasTheLock() throws InterruptedException {
    structure.grantsInsteadOfWithdrawing = true;
    assertThat(waiter.await(true, 0, null, false)).isTrue();
    assertThat(waiter.ticket()).isEqualTo(7);
  }

  @Test
  void await_wokenByAGrant_doesNotCompeteForWhatItHas() throws InterruptedException {
    host.parks.add(() -> waiter.grant(1));
    assertThat(waiter.await(true, ParkedWaiter.NEVER, null, false)).isTrue();
    assertThat(structure.competitions).isZero();
  }

  @Test
  void await_wokenWithoutAGrant_competes() throws InterruptedException {
    host.parks.add(() -> {});
    assertThat(waiter.await(true, ParkedWaiter.NEVER, new Spin(), false)).isTrue();
    assertThat(structure.competitions).isEqualTo(1);
    assertThat(waiter.ticket()).isEqualTo(8);
  }

  @Test
  void await_wokenInVain_spinsBeforeItParksAgain() throws InterruptedException {
    host.spins = true;
    structure.competesInVain = true;
    Spin spin = new Spin();
    int misses = misses(spin);
    spin = new Spin();
    host.parks.add(() -> {});
    host.parks.add(() -> waiter.grant(1));
    assertThat(waiter.await(true, ParkedWaiter.NEVER, spin, false)).isTrue();
    assertThat(misses(spin)).as("one miss fewer to go").isEqualTo(misses - 1);
  }

  /** How many spins in vain it takes until a spinner rests. */
  private static int misses(Spin spin) {
    ScriptedHost host = new ScriptedHost();
    host.spins = true;
    int misses = 0;
    while (spin.budget(host) > 0) {
      spin.miss();
      misses++;
    }
    return misses;
  }
}
