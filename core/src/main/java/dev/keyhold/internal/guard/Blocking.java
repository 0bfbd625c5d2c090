package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Structure.Blocker;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The edges of a waiting claim in the wait graph, as {@link GuardTable} explains them. Under the
 * latch.
 */
final class Blocking {
  private final GuardLanes lanes;
  private final Claim claim;
  private final Consumer<Claim> found;

  private Blocking(GuardLanes lanes, Claim claim, Consumer<Claim> found) {
    this.lanes = lanes;
    this.claim = claim;
    this.found = found;
  }

  /** Who is in the way of a claim that has entered its lines. */
  static List<Blocker> of(GuardLanes lanes, Claim claim) {
    Set<Blocker> blockers = new LinkedHashSet<>();
    new Blocking(lanes, claim, obstacle -> blockers.add(obstacle.asBlocker())).walk();
    return new ArrayList<>(blockers);
  }

  /**
   * Whether the claim may be part of a circle: whether one that holds what the claim waits for,
   * directly or behind others, is stuck. Long lines that wait for a running holder end here.
   */
  static boolean mayBeInCycle(GuardLanes lanes, Claim claim, Waiter waiter) {
    long visit = lanes.nextVisit();
    Deque<Claim> toVisit = new ArrayDeque<>();
    boolean[] may = new boolean[1];
    toVisit.add(claim);
    while (!may[0] && !toVisit.isEmpty()) {
      Claim at = toVisit.removeLast();
      Consumer<Claim> visitor =
          obstacle -> {
            Waiter stuck = WaitGraph.stuckWith(obstacle.owner());
            may[0] |= waiter.is(obstacle.owner()) || (stuck != null && stuck != obstacle.waiter);
            if (obstacle.waiter != null && obstacle.visit != visit) {
              obstacle.visit = visit;
              toVisit.add(obstacle);
            }
          };
      new Blocking(lanes, at, visitor).walk();
    }
    return may[0];
  }

  private void walk() {
    for (OwnToken token : claim.tokens()) {
      Item item = token.item();
      if (item != null && !item.marked) {
        inLane(item);
      }
    }
    for (Span span : claim.spans()) {
      for (Stub stub = span.firstStub; stub != null; stub = stub.nextStub()) {
        if (!stub.marked) {
          inLane(stub);
        }
      }
      inGate(span);
    }
  }

  /**
   * All that is held is in the way: of one that shares, by the exclusive one that waits ahead. Of
   * those that wait ahead the nearest exclusive one stands for the others, once its task is stuck.
   */
  private void inLane(Item item) {
    for (Item at = item.lane.first(); at != null && at.marked; at = at.next) {
      add(at.claim());
    }
    if (!item.lane.hasWaitingMany()) {
      return;
    }
    boolean behindExclusive = item.mode().isExclusive();
    boolean implied = false;
    for (Item at = item.previous; at != null && !at.marked && !implied; at = at.previous) {
      behindExclusive |= at.mode().isExclusive();
      if (behindExclusive && at.isOneOfMany()) {
        add(at.claim());
        implied = at.mode().isExclusive() && isStuck(at.claim());
      }
    }
  }

  private static boolean isStuck(@Nullable Claim ahead) {
    return ahead != null
        && ahead.waiter != null
        && WaitGraph.stuckWith(ahead.owner()) == ahead.waiter;
  }

  private void inGate(Span span) {
    for (Span earlier : lanes.gate.registered()) {
      if (earlier.number < span.number && earlier.conflictsWith(span)) {
        add(earlier.claim());
      }
    }
  }

  private void add(@Nullable Claim obstacle) {
    if (obstacle != null && !obstacle.isWith(claim)) {
      found.accept(obstacle);
    }
  }
}
