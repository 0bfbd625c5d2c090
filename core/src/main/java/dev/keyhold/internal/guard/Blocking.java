package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Structure.Blocker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The edges of a waiting claim in the wait graph: see {@link GuardTable}. Under the latch. */
final class Blocking {
  private final Claim claim;
  private final Set<Blocker> found = new LinkedHashSet<>();

  private Blocking(Claim claim) {
    this.claim = claim;
  }

  /** Who is in the way of a claim that has entered its lines. */
  static List<Blocker> of(Claim claim, List<Span> registered) {
    Blocking blocking = new Blocking(claim);
    for (OwnToken token : claim.tokens()) {
      Item item = token.item();
      if (item != null && !item.marked) {
        blocking.inLane(item);
      }
    }
    for (Span span : claim.spans()) {
      for (Stub stub = span.firstStub; stub != null; stub = stub.nextStub()) {
        if (!stub.marked) {
          blocking.inLane(stub);
        }
      }
      blocking.inGate(span, registered);
    }
    return List.copyOf(blocking.found);
  }

  /** All that is held is in the way: of one that shares by the exclusive one that waits ahead. */
  private void inLane(Item item) {
    for (Item at = item.lane.first(); at != null && at.marked; at = at.next) {
      add(at.claim());
    }
    if (!item.lane.hasWaitingMany()) {
      return;
    }
    boolean behindExclusive = item.mode().isExclusive();
    for (Item at = item.previous; at != null && !at.marked; at = at.previous) {
      behindExclusive |= at.mode().isExclusive();
      if (behindExclusive && at.isOneOfMany()) {
        add(at.claim());
      }
    }
  }

  private void inGate(Span span, List<Span> registered) {
    for (Span earlier : registered) {
      if (earlier.number < span.number && earlier.conflictsWith(span)) {
        add(earlier.claim());
      }
    }
  }

  private void add(@Nullable Claim obstacle) {
    if (obstacle != null && obstacle != claim) {
      found.add(obstacle.asBlocker());
    }
  }
}
