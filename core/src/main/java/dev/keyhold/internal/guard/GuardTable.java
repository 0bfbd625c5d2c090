package dev.keyhold.internal.guard;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.RolledBackException;
import dev.keyhold.internal.memory.HeapLayout;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.WaitGraph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Guards on the keys of one database: exclusive and shared, on a key, on several keys and ranges,
 * on all there is. Strictly first come, first served among requests that conflict; all or none; a
 * guard may be released by any thread and move from task to task; a circle of waiting is found,
 * locks and actors included. Any thread may call anything here.
 *
 * <p>To guard: make a {@link Claim} ({@link #claim}, {@link #claims}), acquire it in one of the
 * four ways, {@link Claim#release} it. To write one key without a guard: {@link #acquirePlain},
 * which allocates nothing unless it has to wait.
 *
 * <p>Everything done before a release is seen by whoever acquires what conflicts with it next.
 */
public final class GuardTable extends GuardWays {
  /*
   * The lock word of a key is no field of its entry: it is a slot of one table, and what stands in
   * the slot is the holder itself. So holders of single keys can be enumerated, with who they are,
   * by reading the table: for ranges, for deadlocks, for reports. Keys that do not exist are as
   * lockable as others, and nothing here depends on entries coming and going.
   *
   *   slots   null                 no lane and no thin holder for any key of this slot
   *           Token     "thin"     one holder of one key, nobody behind it
   *           Bucket    "fat"      lanes of this slot's keys
   *   lane    items in order of arrival, holders first: the marked prefix is one X or only S
   *   gate    the ranges, held or waited for, in order of arrival; null when there are none
   *   latch   one; guards all but the slots' transitions by compare-and-set
   *
   * Two claims conflict when they share a key, existing or not, and one of them is exclusive there.
   * A claim has at most one item in a lane: a token, or the stub of a range. It is granted when
   * `pending`, its items not marked and the earlier ranges in its way, is 0.
   *
   *   single key    F1  CAS(slot: null → token); failed: S
   *                 F2  gate without a range in conflict: held. Else it is tentative: C
   *     release     R1  CAS(slot: token → null); failed: R2, under the latch
   *     tentative   C   latch; still thin, and no registered range conflicts: held. Else inflate;
   *                     its item is marked: held. Else the claim takes the item's place, and waits
   *     contended   S   latch; an empty slot, if no range is in the way, else into the lane
   *   many keys     under the latch, all of them as S in one section; what such a claim gets while
   *                 it waits for the rest may stay thin
   *   range         latch; G1 count earlier ranges in the way; G2 publish in the gate; G3 walk the
   *                 slots: thin tokens inside are inflated, lanes inside get a stub; G4 registered
   *
   * Invariants:
   *
   *   I1 null → Token and Token → null are CAS by anybody; null → Bucket and Token → Bucket are CAS
   *      under the latch; Bucket → null is a store under the latch.
   *   I2 From its CAS until its own release a token is in one place: its slot, or one item of its
   *      key's lane. Nobody evicts it.
   *   I3 A marked prefix has no conflict in itself; the first item behind it conflicts with it.
   *   I4 A lane holds a stub of every registered range that contains its key, in order of arrival
   *      but for those of sets. A new lane begins with those stubs. It has a token at least.
   *   I5 A thin token that conflicts with a registered range is tentative: its owner has not been
   *      through C. (Every other was inflated when the range registered.)
   *   I6 If a token's owner, after its CAS, reads a gate without a conflict, it is a holder then.
   *   I7 The pending of a waiter is what a recount finds, and above 0: nobody waits without somebody
   *      earlier in the way.
   *   I8 A claim enters everything in one section of the latch, so it waits for earlier claims only:
   *      claims alone never deadlock, but for those of sets.
   *   I9 When nobody holds or waits all slots are null, and so is the gate.
   *
   * Sets. A transaction claims what it touches when it touches it, and its claims are a set: they do
   * not conflict with each other. So it gets alone what it shares by a second claim, and its keys
   * may lie in its ranges. Where a part of a set is marked, more of it goes before all who wait
   * (Lane): for that part they wait anyway. Two sets that share a key and both want it alone wait
   * for each other: that is for the search for deadlocks to find.
   *
   * I6 stands because inflation puts the token behind the ranges registered before: ahead of a
   * tentative one are only their stubs. If its owner's F2 sees none of them, all of them have left,
   * and it heads its lane. A second look at the slot would prove nothing: with an entry for a token
   * the same object may stand there for another writer. (One of a set may go before
   * such stubs: where its own is marked, which stays until it is granted.)
   *
   * Memory ordering. A locker writes its slot (CAS) and reads the gate; a range writes the gate and
   * reads the slots. All four are volatile accesses, hence in one order that agrees with each
   * thread's: that neither sees the other would be a circle in it. So either the range finds the
   * token, or the locker finds the range. Release and acquire modes, or a weak compare-and-set,
   * would let the later read pass the earlier write, on AArch64 even behind an LSE instruction.
   * What a holder did is seen by the next: over the slot (CAS to CAS, or to the volatile read under
   * the latch), or over the latch and the waiter's volatile state.
   *
   * Leaving by timeout, interrupt, cancellation or deadlock: the waiter is marked as withdrawn
   * first, then its items go, each lane moves up. Whether it was granted or withdrawn is decided
   * under the latch, never by a look before.
   *
   * Deadlocks. A waiter's edges go to the holders of its lanes, to the claims on several things
   * that wait ahead of it there, and to the earlier ranges in its way. Single-key waiters ahead are
   * left out: what is in their way is in its way as well, so an edge to them finds nothing more, and
   * a line of 100,000 stays cheap. For one that shares, the lane counts up to the nearest exclusive
   * item ahead only. Of claims on several the nearest exclusive one stands for those before it. A plain write has no edges: it runs no code of the user's. Moves happen under
   * the latch, so an edge is told with the owner that it has.
   *
   * Lock order: the wait graph's victim lock, then the latch; never two latches.
   *
   * Sources: the table of holders is BRAVO's visible readers' (Dice, Kogan, ATC 2019) hashed by key,
   * and PostgreSQL's fast-path locks, which whoever must wait for them moves to the main table. The
   * model in core/src/test/models/guards.pml was checked exhaustively for small cases:
   * scripts/check-guard-model.sh.
   */

  /** Slots for each processor. */
  private static final int SLOTS_A_CORE = 1_024;

  private static final int SLOTS_MIN = 4_096;
  private static final int SLOTS_MAX = 65_536;

  /** About as long as a plain write stays in its slot. */
  private static final int PLAIN_SPINS = 64;

  private final String name;

  /**
   * An empty table.
   *
   * @param name the database's, for messages
   */
  public GuardTable(String name) {
    this(name, slotCount(Runtime.getRuntime().availableProcessors()));
  }

  GuardTable(String name, int slotCount) {
    super(slotCount);
    this.name = name;
  }

  /** A power of two. */
  static int slotCount(int cores) {
    int wanted = Math.clamp((long) cores * SLOTS_A_CORE, SLOTS_MIN, SLOTS_MAX);
    return Integer.highestOneBit(wanted - 1) << 1;
  }

  /** The database's, for messages. */
  public String name() {
    return name;
  }

  // ── claims ─────────────────────────────────────────────────────────────────────────────────

  /**
   * A claim of the current task on one key.
   *
   * @param key in UTF-8; not to be changed any more
   * @param keyHash the same for all tokens of this key
   * @param mode {@link Mode#SHARED} or {@link Mode#EXCLUSIVE}
   */
  public Claim claim(byte[] key, int keyHash, Mode mode) {
    return new KeyClaim(this, Owner.currentId(), key, keyHash, mode);
  }

  /** To make a claim of the current task on keys and ranges. */
  public ClaimBuilder claims() {
    return new ClaimBuilder(this);
  }

  // ── plain writes ───────────────────────────────────────────────────────────────────────────

  /**
   * Acquires one key for a single write that runs no code of the user's. Allocates nothing unless
   * it has to wait; then it is a claim of the current task like any other, not interruptible. After
   * it, see whether the entry still stands in the index; if not, release, find the key again and
   * retry.
   *
   * @param entry what is about to be written, or linked in
   * @param nanosMax how long at the most; {@link Long#MAX_VALUE}: for ever
   * @return what {@link #releasePlain} takes; null: out of time
   * @throws DeadlockException it would wait for ever, for a guard of its own task for instance
   * @throws RolledBackException its task's transaction gives way
   */
  public @Nullable Token acquirePlain(Token entry, long nanosMax) {
    if (Host.simulated()) {
      Host.current().point();
    }
    if (slots.take(entry) || takeSpinning(entry)) {
      return gate.isOpenTo(entry) ? entry : awaitPlain(entry, entry, nanosMax);
    }
    return awaitPlain(entry, null, nanosMax);
  }

  /**
   * Acquires one key for a single write if nobody is in the way now. Does not wait, and is not
   * waited out: who comes to the key next comes before the next try.
   *
   * @return what {@link #releasePlain} takes; null: somebody is in the way
   */
  public @Nullable Token tryPlain(Token entry) {
    if (Host.simulated()) {
      Host.current().point();
    }
    if (slots.take(entry)) {
      if (gate.isOpenTo(entry)) {
        return entry;
      }
      releasePlain(entry);
      return null;
    }
    // The slot may be another key's.
    KeyClaim claim = new KeyClaim(this, Owner.NOBODY, entry.key(), entry.keyHash(), Mode.EXCLUSIVE);
    return tryAcquire(claim) ? claim : null;
  }

  /** What an empty table takes of the heap. */
  public long heapBytes() {
    return HeapLayout.references(slots.count());
  }

  /** Where another plain write is in the way, waits for a moment: it is about to leave. */
  private boolean takeSpinning(Token entry) {
    if (!Host.current().canSpin()) {
      return false;
    }
    int slot = slots.of(entry);
    for (int i = 0; i < PLAIN_SPINS; i++) {
      Object seen = slots.get(slot);
      if (seen instanceof OwnToken || seen instanceof Bucket) {
        return false;
      }
      if (seen == null && slots.take(entry)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private @Nullable Token awaitPlain(Token entry, @Nullable Token taken, long nanosMax) {
    Claim claim = claim(entry.key(), entry.keyHash(), Mode.EXCLUSIVE);
    try {
      return switch (await(claim, taken, false, nanosMax)) {
        case TAKEN -> taken == null ? (KeyClaim) claim : taken;
        case CLAIM -> (KeyClaim) claim;
        case OUT_OF_TIME -> null;
      };
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  /** Ends a plain write; once. */
  public void releasePlain(Token token) {
    if (token instanceof OwnToken own) {
      release(own.claim());
      return;
    }
    if (!slots.give(token)) {
      latch();
      try {
        remove(itemOf(token));
      } finally {
        unlatchAndTell();
      }
    }
    if (Host.simulated()) {
      Host.current().point();
    }
  }

  // ── holding ────────────────────────────────────────────────────────────────────────────────

  /** See {@link Claim#release}. */
  void release(Claim claim) {
    boolean gone;
    if (claim instanceof KeyClaim key) {
      gone = slots.give(key);
    } else {
      gone = claim.spans().isEmpty();
      for (OwnToken token : claim.tokens()) {
        gone &= slots.give(token);
      }
    }
    if (!gone) {
      latch();
      try {
        assert claim.waiter == null : "released before it was granted";
        leave(claim);
      } finally {
        unlatchAndTell();
      }
    }
    if (Host.simulated()) {
      Host.current().point();
    }
  }

  /** From exclusive to shared in one step: nobody gets in between. Not held any more: nothing. */
  public void downgrade(Claim claim) {
    latch();
    try {
      if (isHeld(claim)) {
        share(claim);
      }
    } finally {
      unlatchAndTell();
    }
  }

  /**
   * The claim belongs to another task from now. If that closes a circle of waiting, the newest
   * waiter in it is refused.
   *
   * @param owner whose it is now
   * @param task its name
   * @return false: it is not held any more
   */
  public boolean move(Claim claim, long owner, String task) {
    boolean held;
    latch();
    held = isHeld(claim);
    if (held) {
      claim.owned(owner, task);
    }
    unlatch();
    if (held) {
      WaitGraph.moved(owner);
    }
    return held;
  }

  /** A grant was given up before it arrived: until it is passed on, it is nobody's. */
  void disown(Claim claim) {
    latch();
    claim.owned(Owner.ANONYMOUS, null);
    unlatch();
  }

  /** Under the latch. */
  private boolean isHeld(Claim claim) {
    if (claim.waiter != null) {
      return false;
    }
    for (OwnToken token : claim.tokens()) {
      if (token.item() != null || slots.get(slots.of(token)) == token) {
        return true;
      }
    }
    return !claim.spans().isEmpty() && claim.spans().getFirst().number != 0;
  }

  // ── being looked at ────────────────────────────────────────────────────────────────────────

  /** Who holds what and who waits for what, now. Takes the latch for a moment. */
  public GuardReport report() {
    latch();
    try {
      return Inventory.of(this);
    } finally {
      unlatch();
    }
  }

  /**
   * Recounts everything: for the clean-up of tests, and for whoever doubts.
   *
   * @return what does not hold of I3 to I7, in words; empty: all of it does
   */
  public List<String> check() {
    latch();
    try {
      return Integrity.check(this);
    } finally {
      unlatch();
    }
  }

  /** Whether nobody holds and nobody waits, and nothing is left of those who did (I9). */
  public boolean isEmpty() {
    latch();
    try {
      return gate.isNull() && Integrity.slotsAreEmpty(slots);
    } finally {
      unlatch();
    }
  }
}
