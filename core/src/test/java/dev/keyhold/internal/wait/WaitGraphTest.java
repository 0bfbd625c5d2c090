package dev.keyhold.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The search for circles by itself, on one thread: among waiters of structures that change, while
 * they are looked at, as the test says.
 */
@Timeout(120)
class WaitGraphTest {
  private final Owner a = Owner.named("a");
  private final Owner b = Owner.named("b");

  /** What {@code a} waits for. */
  private final Scripted first = new Scripted();

  /** What {@code b} waits for. */
  private final Scripted second = new Scripted();

  private final List<Waiter> published = new ArrayList<>();

  @AfterEach
  void nobodyIsLeft() {
    published.forEach(WaitGraph::leave);
    assertThat(WaitGraph.stuckCount()).isZero();
  }

  /** What one waiter waits for. The last answer is given again and again. */
  private static final class Scripted implements Structure {
    final List<Supplier<List<Blocker>>> answers = new ArrayList<>();
    boolean letsGo = true;
    boolean looksHarmless;
    int looks;
    int refused;

    @Override
    public boolean withdraw(Waiter waiter) {
      throw new AssertionError("nobody gives up");
    }

    @Override
    public boolean refuse(Waiter waiter) {
      refused++;
      if (letsGo) {
        waiter.leave();
      }
      return letsGo;
    }

    @Override
    public List<Blocker> blockers(Waiter waiter) {
      looks++;
      return answers.get(Math.min(looks, answers.size()) - 1).get();
    }

    @Override
    public boolean mayBeInCycle(Waiter waiter) {
      return !looksHarmless;
    }

    @Override
    public String target() {
      return "lock";
    }

    @Override
    public HolderText describe(Blocker blocker) {
      return new HolderText(Owner.describe(blocker.owner()), "");
    }

    Scripted then(Structure.Blocker... blockers) {
      return then(() -> List.of(blockers));
    }

    Scripted then(Supplier<List<Blocker>> answer) {
      answers.add(answer);
      return this;
    }
  }

  /** A request that notes what it is told. */
  private static final class Asking extends Waiter {
    int delivered;

    Asking(Structure structure, long owner, long thread, long sinceNanos) {
      super(structure, Mode.EXCLUSIVE, owner, thread, sinceNanos, null);
    }

    @Override
    public void deliver() {
      delivered++;
    }
  }

  private static Structure.Blocker held(Owner owner) {
    return new Structure.Blocker(owner.id(), 1);
  }

  private static Asking asking(Owner owner, Structure structure, long sinceNanos) {
    return new Asking(structure, owner.id(), Owner.NOBODY, sinceNanos);
  }

  /** A waiter that has been published. */
  private Asking stuck(Owner owner, Structure structure, long sinceNanos) {
    Asking waiter = asking(owner, structure, sinceNanos);
    WaitGraph.publish(waiter);
    published.add(waiter);
    return waiter;
  }

  /** Publishes a waiter and searches. */
  private Asking enter(Owner owner, Structure structure) {
    Asking waiter = asking(owner, structure, 2);
    published.add(waiter);
    WaitGraph.enter(waiter);
    return waiter;
  }

  // ── who is stuck ───────────────────────────────────────────────────────────────────────────

  @Test
  void published_isStuckAsItsOwnerAndAsItsThread_untilItLeaves() {
    Asking waiter = new Asking(new Scripted(), a.id(), b.id(), 0);
    WaitGraph.publish(waiter);
    assertThat(WaitGraph.stuckWith(a.id())).isSameAs(waiter);
    assertThat(WaitGraph.stuckWith(b.id())).isSameAs(waiter);
    assertThat(WaitGraph.stuckCount()).isEqualTo(2);
    WaitGraph.leave(waiter);
    assertThat(WaitGraph.stuckWith(a.id())).isNull();
    assertThat(WaitGraph.stuckWith(b.id())).isNull();
  }

  @Test
  void published_onItsOwnThread_takesOnePlace() {
    Asking waiter = new Asking(new Scripted(), a.id(), a.id(), 0);
    WaitGraph.publish(waiter);
    assertThat(WaitGraph.stuckCount()).isEqualTo(1);
    WaitGraph.leave(waiter);
  }

  @Test
  void published_byNobodyInParticular_isNowhere() {
    WaitGraph.publish(new Asking(new Scripted(), Owner.ANONYMOUS, Owner.NOBODY, 0));
    assertThat(WaitGraph.stuckCount()).isZero();
    assertThat(WaitGraph.stuckWith(Owner.ANONYMOUS)).isNull();
    assertThat(WaitGraph.stuckWith(Owner.NOBODY)).isNull();
  }

  @Test
  void stuckWith_manyOfOneOwner_isOneThatStillWaits() {
    List<Asking> waiters = new ArrayList<>();
    for (int i = 0; i < WaitGraph.PROBES + 1; i++) {
      waiters.add(stuck(a, new Scripted(), 0));
    }
    // The last has no common place any more; of one owner only one can have the other.
    assertThat(WaitGraph.stuckCount()).isEqualTo(WaitGraph.PROBES + 1);
    for (Asking waiter : waiters) {
      assertThat(WaitGraph.stuckWith(a.id())).isSameAs(waiter);
      waiter.grant(0);
    }
    assertThat(WaitGraph.stuckWith(a.id())).isNull();
  }

  @Test
  void stuckWith_ownersWhoShareTheirPlaces_areToldApart() {
    long one = 1;
    long other = 2;
    while ((WaitGraph.slot(other) ^ WaitGraph.slot(one)) >= WaitGraph.PROBES) {
      other++;
    }
    Asking waiter = new Asking(new Scripted(), one, Owner.NOBODY, 0);
    WaitGraph.publish(waiter);
    published.add(waiter);
    assertThat(WaitGraph.stuckWith(other)).isNull();
    Asking beside = new Asking(new Scripted(), other, Owner.NOBODY, 0);
    WaitGraph.publish(beside);
    published.add(beside);
    assertThat(WaitGraph.stuckWith(one)).isSameAs(waiter);
    assertThat(WaitGraph.stuckWith(other)).isSameAs(beside);
  }

  // ── a circle ───────────────────────────────────────────────────────────────────────────────

  @Test
  void enter_closingACircle_isRefused() {
    Asking waiting = stuck(a, first.then(held(b)), 1);
    assertThatThrownBy(() -> enter(b, second.then(held(a))))
        .isInstanceOf(DeadlockException.class)
        .hasMessageStartingWith("deadlock: these wait for each other, for ever:\n  b waits");
    assertThat(second.refused).isEqualTo(1);
    assertThat(waiting.state()).isEqualTo(Waiter.WAITING);
  }

  @Test
  void enter_noCircle_isLeftWaiting() {
    stuck(a, first.then(), 1);
    assertThat(enter(b, second.then(held(a))).state()).isEqualTo(Waiter.WAITING);
    assertThat(second.looks).isEqualTo(1);
  }

  @Test
  void enter_whatLooksHarmless_isNotSearched() {
    Scripted structure = new Scripted();
    structure.looksHarmless = true;
    enter(a, structure);
    assertThat(structure.looks).isZero();
  }

  @Test
  void enter_oneAheadLeavesDuringTheSearch_asksAgain() {
    Asking ahead = asking(a, new Scripted(), 0);
    Scripted structure =
        new Scripted()
            .then(() -> {
              ahead.leave();
              return List.of(Structure.Blocker.ahead(ahead));
            })
            .then(held(b));
    assertThatThrownBy(() -> enter(b, structure)).isInstanceOf(DeadlockException.class);
  }

  @Test
  void enter_oneThatHadLeftAndAnotherBehindIt_asksAgainWhicheverComesLast() {
    Asking gone = asking(a, new Scripted(), 0);
    gone.leave();
    Owner c = Owner.named("c");
    Scripted structure = new Scripted().then(Structure.Blocker.ahead(gone), held(c)).then(held(b));
    assertThatThrownBy(() -> enter(b, structure)).isInstanceOf(DeadlockException.class);
  }

  @Test
  void enter_deadEndsBesideTheCircle_areNoPartOfIt() {
    Owner c = Owner.named("c");
    Owner d = Owner.named("d");
    // c waits for d, who waits for c: a circle of others, and none of this waiter's business.
    stuck(c, new Scripted().then(held(d)), 1);
    stuck(d, new Scripted().then(held(c)), 1);
    stuck(a, new Scripted().then(held(c), held(b)), 1);
    Scripted structure = new Scripted().then(held(c), held(a));
    assertThatThrownBy(() -> enter(b, structure))
        .isInstanceOfSatisfying(
            DeadlockException.class,
            refusal ->
                assertThat(refusal.cycle())
                    .extracting(DeadlockException.Step::task)
                    .containsExactly("b", "a"));
  }

  @Test
  void enter_closingACircleWhileItsTaskIsStuckElsewhereToo_isRefused() {
    stuck(b, new Scripted().then(), 0);
    stuck(a, new Scripted().then(held(b)), 1);
    assertThatThrownBy(() -> enter(b, new Scripted().then(held(a))))
        .isInstanceOf(DeadlockException.class);
  }

  @Test
  void search_ofAVictimThatHasNotLeftYet_findsNothing() {
    stuck(a, new Scripted().then(held(b)), 1);
    Scripted structure = new Scripted().then(held(a));
    Asking victim = stuck(b, structure, 2);
    victim.refusal = new IllegalStateException("a victim already");
    WaitGraph.search(victim);
    assertThat(structure.looks).isZero();
  }

  // ── a circle that is none when it is looked at again ───────────────────────────────────────

  /**
   * Has {@code b} close a circle in which this happens once it has been seen. It is there for two
   * looks and then, as far as the structures tell, gone.
   */
  private Asking closeCircle(BiConsumer<Asking, Asking> onceSeen) {
    Asking waiting = stuck(a, first, 1);
    Asking closing = asking(b, second, 2);
    first
        .then(() -> {
          onceSeen.accept(waiting, closing);
          return List.of(held(b));
        })
        .then(held(b))
        .then();
    second.then(held(a)).then(held(a)).then();
    published.add(closing);
    WaitGraph.enter(closing);
    return closing;
  }

  @Test
  void circle_ownerIsStuckWithAnotherByNow_isNone() {
    Asking closing =
        closeCircle((waiting, _) -> {
          WaitGraph.leave(waiting);
          stuck(a, new Scripted().then(), 1);
        });
    assertThat(closing.state()).isEqualTo(Waiter.WAITING);
  }

  @Test
  void circle_waiterIsGrantedByNow_isNone() {
    Asking closing = closeCircle((_, granted) -> granted.grant(1));
    assertThat(second.refused).isZero();
    assertThat(closing.refusal()).isNull();
  }

  @Test
  void circle_anotherOfItIsAVictimByNow_isNone() {
    Asking closing =
        closeCircle((waiting, _) -> waiting.refusal = new IllegalStateException("a victim"));
    assertThat(closing.state()).isEqualTo(Waiter.WAITING);
    assertThat(second.refused).isZero();
  }

  @Test
  void circle_samePairsBehindAnotherHold_isNone() {
    first.then(held(b)).then(new Structure.Blocker(b.id(), 2)).then();
    stuck(a, first, 1);
    second.then(held(a)).then(held(a)).then();
    assertThat(enter(b, second).state()).isEqualTo(Waiter.WAITING);
    assertThat(second.refused).isZero();
  }

  @Test
  void circle_victimIsGrantedInTheMomentItIsRefused_isNone() {
    second.letsGo = false;
    Asking closing = closeCircle((_, _) -> {});
    assertThat(second.refused).isEqualTo(1);
    assertThat(closing.refusal()).isNull();
  }

  // ── guards that move ───────────────────────────────────────────────────────────────────────

  @Test
  void moved_toOneWhoIsNotStuck_changesNothing() {
    stuck(a, first.then(held(b)), 1);
    WaitGraph.moved(b.id());
    assertThat(first.looks).isZero();
  }

  @Test
  void moved_closingACircle_refusesTheNewestAndTellsIt() {
    // The clock has wrapped: the third is the newest.
    Owner c = Owner.named("c");
    Asking one = stuck(a, new Scripted().then(held(b)), Long.MAX_VALUE - 1);
    Asking two = stuck(b, new Scripted().then(held(c)), Long.MIN_VALUE + 1);
    Asking three = stuck(c, new Scripted().then(held(a)), Long.MAX_VALUE);
    WaitGraph.moved(a.id());
    assertThat(List.of(one.state(), two.state(), three.state()))
        .containsExactly(Waiter.WAITING, Waiter.WITHDRAWN, Waiter.WAITING);
    assertThat(List.of(one.delivered, two.delivered, three.delivered)).containsExactly(0, 1, 0);
    assertThat(two.refusal()).hasMessageContaining("for ever:\n  b waits");
  }

  @Test
  void moved_closingACircleOfEquallyNew_refusesTheOneWhoGotTheGuard() {
    Asking other = stuck(b, new Scripted().then(held(a)), 5);
    Asking receiver = stuck(a, new Scripted().then(held(b)), 5);
    WaitGraph.moved(a.id());
    assertThat(receiver.state()).isEqualTo(Waiter.WITHDRAWN);
    assertThat(other.state()).isEqualTo(Waiter.WAITING);
  }

  @Test
  void moved_victimIsGrantedInTheMomentItIsRefused_looksAgain() {
    stuck(a, first.then(held(b)).then(held(b)).then(), 1);
    second.letsGo = false;
    Asking newest = stuck(b, second.then(held(a)), 2);
    WaitGraph.moved(a.id());
    assertThat(second.refused).isEqualTo(1);
    assertThat(newest.delivered).isZero();
    assertThat(newest.refusal()).isNull();
    assertThat(first.looks).as("search, second look, search").isEqualTo(3);
  }
}
