package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.WaitQueue;
import dev.keyhold.internal.wait.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link GuardTable} consists of, and how it changes: slots, lanes, the gate. The algorithm
 * and its invariants stand in {@link GuardTable}. Methods whose comment begins with "Under the
 * latch" are called so; of the others every one takes it.
 *
 * <p>The queue of {@link WaitQueue} stays empty: its latch is what is used.
 */
abstract class GuardLanes extends WaitQueue {
  final Slots slots;

  final Gate gate = new Gate();

  /** Granted in this latch section and not told yet. Guarded by the latch. */
  private List<Waiter> granted = List.of();

  /** The number of the last walk through waiting claims. Guarded by the latch. */
  private long visit;

  GuardLanes(int slotCount) {
    slots = new Slots(slotCount);
  }

  /** Under the latch: what marks claims as seen, different for each walk. */
  final long nextVisit() {
    return ++visit;
  }

  // ── entering ───────────────────────────────────────────────────────────────────────────────

  /** Under the latch: the claim takes its place everywhere; {@link Claim#pending} says the rest. */
  final void enter(Claim claim) {
    for (OwnToken token : claim.tokens()) {
      place(token);
    }
    if (claim instanceof ManyClaim many && !many.spans().isEmpty()) {
      register(many);
    }
  }

  /** Under the latch: thin if the slot is empty and no range is in the way, else into its lane. */
  private void place(OwnToken token) {
    while (true) {
      Object seen = slots.get(slots.of(token));
      if (seen instanceof Bucket bucket) {
        append(laneOf(bucket, token), token);
        return;
      }
      if (seen instanceof Token thin) {
        inflate(thin);
      } else if (gate.isOpenTo(token)) {
        if (slots.take(token)) {
          return;
        }
      } else {
        Bucket bucket = new Bucket(slots.of(token));
        if (slots.fatten(bucket, null)) {
          append(laneOf(bucket, token), token);
          return;
        }
      }
    }
  }

  private void append(Lane lane, OwnToken token) {
    Item item = new Item(lane, token);
    token.item(item);
    count(item, token.claim());
    lane.add(item);
    advance(lane);
  }

  private static void count(Item item, Claim claim) {
    item.counted = true;
    claim.pending++;
  }

  private Lane laneOf(Bucket bucket, Token token) {
    Lane lane = bucket.find(token.key(), token.keyHash());
    return lane == null ? newLane(bucket, token) : lane;
  }

  /** Begins with the stubs of the registered ranges that contain the key (I4). */
  private Lane newLane(Bucket bucket, Token token) {
    Lane lane = new Lane(token.key(), token.keyHash());
    bucket.add(lane);
    for (Span span : gate.registered()) {
      if (span.contains(lane.key)) {
        addStub(lane, span);
      }
    }
    return lane;
  }

  private void addStub(Lane lane, Span span) {
    Stub stub = new Stub(lane, span);
    count(stub, span.claim());
    lane.add(stub);
    advance(lane);
  }

  /**
   * Under the latch: moves a thin token to a lane of its key, behind the ranges registered before.
   * One that is a holder conflicts with none of them, and is marked at once; one that is tentative
   * has its place now.
   *
   * @return its item; null: it is not thin any more
   */
  final @Nullable Item inflate(Token thin) {
    Bucket bucket = new Bucket(slots.of(thin));
    if (!slots.fatten(bucket, thin)) {
      return null;
    }
    Lane lane = newLane(bucket, thin);
    Item item = new Item(lane, thin);
    if (thin instanceof OwnToken own) {
      own.item(item);
    }
    lane.add(item);
    advance(lane);
    return item;
  }

  /** Under the latch: the same for one that is seen to be thin, which only its owner can change. */
  final Item inflateOwn(Token thin) {
    Item item = inflate(thin);
    if (item == null) {
      throw new AssertionError("a token leaves its slot by its own release only (I2)");
    }
    return item;
  }

  /** Under the latch: a claim waits in the place of a tentative token. */
  final void attach(Item item, KeyClaim claim) {
    item.token = claim;
    claim.item(item);
    count(item, claim);
  }

  /** Under the latch: the item of a token that somebody else has inflated. */
  final Item itemOf(Token token) {
    if (token instanceof OwnToken own) {
      Item item = own.item();
      if (item != null) {
        return item;
      }
    } else if (slots.get(slots.of(token)) instanceof Bucket bucket) {
      Lane lane = bucket.find(token.key(), token.keyHash());
      Item item = lane == null ? null : lane.find(token);
      if (item != null) {
        return item;
      }
    }
    throw new AssertionError("a token is in one place until its own release (I2)");
  }

  /** Publishes before it walks (G2, G3), and is registered after (G4). */
  private void register(ManyClaim claim) {
    claim.pending += gate.publish(claim.spans());
    for (int slot = 0; slot < slots.count(); slot++) {
      visit(slot, claim);
    }
    gate.register();
  }

  private void visit(int slot, ManyClaim claim) {
    for (Object seen = slots.get(slot); seen != null; seen = slots.get(slot)) {
      if (seen instanceof Bucket bucket) {
        for (Lane lane : bucket.lanes()) {
          Span span = claim.spanOf(lane.key);
          if (span != null) {
            addStub(lane, span);
          }
        }
        return;
      }
      Token thin = (Token) seen;
      if (claim.spanOf(thin.key()) == null) {
        return;
      }
      inflate(thin);
    }
  }

  // ── moving up ──────────────────────────────────────────────────────────────────────────────

  /** Under the latch: admits who may be. */
  final void advance(Lane lane) {
    for (Item item = lane.markNext(); item != null; item = lane.markNext()) {
      uncount(item);
    }
  }

  private void uncount(Item item) {
    Claim claim = item.claim();
    if (item.counted && claim != null) {
      item.counted = false;
      oneLess(claim);
    }
  }

  /** Nothing but a claim that waits is granted here: not one that is entering or leaving. */
  private void oneLess(Claim claim) {
    claim.pending--;
    Waiter waiter = claim.waiter;
    if (claim.pending == 0 && waiter != null) {
      waiter.grant(0);
      claim.waiter = null;
      if (granted.isEmpty()) {
        granted = new ArrayList<>();
      }
      granted.add(waiter);
    }
  }

  // ── leaving ────────────────────────────────────────────────────────────────────────────────

  /** Under the latch: takes the claim out of everything it is still in; whoever may moves up. */
  final void leave(Claim claim) {
    for (OwnToken token : claim.tokens()) {
      leave(token);
    }
    if (!claim.spans().isEmpty() && claim.spans().getFirst().number != 0) {
      unregister(claim);
    }
    claim.pending = 0;
  }

  private void leave(OwnToken token) {
    if (!slots.give(token)) {
      Item item = token.item();
      if (item != null) {
        token.item(null);
        remove(item);
      }
    }
  }

  /** Under the latch: takes an item out of its lane. */
  final void remove(Item item) {
    Lane lane = item.lane;
    lane.unlink(item);
    uncount(item);
    if (lane.hasTokens()) {
      advance(lane);
    } else {
      drop(lane);
    }
  }

  private void drop(Lane lane) {
    for (Item item = lane.first(); item != null; item = lane.first()) {
      lane.unlink(item);
      ((Stub) item).detach();
      uncount(item);
    }
    if (slots.get(slots.of(lane.hash)) instanceof Bucket bucket) {
      bucket.remove(lane);
      if (bucket.isEmpty()) {
        slots.clear(bucket);
      }
    }
  }

  private void unregister(Claim claim) {
    for (Span span : claim.spans()) {
      for (Stub stub = span.firstStub; stub != null; stub = span.firstStub) {
        stub.detach();
        remove(stub);
      }
    }
    // The latch is closed: between this and the rest nobody but lockers of single keys looks.
    for (Span later : gate.remove(claim)) {
      unblock(later, claim.spans());
    }
  }

  /** Earlier ranges are no more in the way of a later one. */
  private void unblock(Span later, List<Span> earlier) {
    for (Span span : earlier) {
      if (span.conflictsWith(later)) {
        oneLess(later.claim());
      }
    }
  }

  /** Under the latch: the claim shares from now all that it has; whoever may moves up. */
  final void share(Claim claim) {
    for (OwnToken token : claim.tokens()) {
      token.share();
      Item item = token.item();
      if (item != null) {
        advance(item.lane);
      }
    }
    for (Span span : claim.spans()) {
      if (span.mode().isExclusive()) {
        share(span);
      }
    }
  }

  private void share(Span span) {
    for (Span later : gate.registered()) {
      if (later.number > span.number && later.mode() == Mode.SHARED && span.conflictsWith(later)) {
        oneLess(later.claim());
      }
    }
    span.share();
    for (Stub stub = span.firstStub; stub != null; stub = stub.nextStub()) {
      advance(stub.lane);
    }
  }

  // ── telling ────────────────────────────────────────────────────────────────────────────────

  /** Opens the latch, then tells those who were granted. */
  final void unlatchAndTell() {
    List<Waiter> toTell = granted;
    granted = List.of();
    unlatch();
    if (!toTell.isEmpty()) {
      tell(toTell);
    }
  }

  /**
   * Threads first, then what may run code of the user's and take for ever: each of several on a
   * thread of its own, since one may wait for what another does.
   */
  private static void tell(List<Waiter> waiters) {
    Waiter callback = null;
    for (Waiter waiter : waiters) {
      if (waiter instanceof ParkedWaiter) {
        waiter.deliver();
      } else if (callback == null) {
        callback = waiter;
      } else {
        Host.current().execute(waiter::deliver);
      }
    }
    if (callback != null) {
      callback.deliver();
    }
  }
}
