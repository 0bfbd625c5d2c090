package dev.keyhold.stress;

import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.guard.GuardTable;
import dev.keyhold.internal.guard.Token;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import java.util.concurrent.CompletableFuture;

/** A guard table, and ways to ask for its one key and the range around it. */
final class GuardedKeys {
  private static final byte[] KEY = {'k'};
  private static final byte[] FROM = {'a'};
  private static final byte[] TO = {'z'};
  private static final int HASH = 1;

  /** Holds what no thread of the race holds. */
  private static final Owner NOBODY = Owner.named("nobody in the race");

  /** What a plain write of the key writes: the same for all of them. */
  static final Token ENTRY = new Entry();

  private static final class Entry implements Token {
    @Override
    public byte[] key() {
      return KEY;
    }

    @Override
    public int keyHash() {
      return HASH;
    }
  }

  final GuardTable table = new GuardTable("stress");

  Claim key(Mode mode) {
    return table.claim(KEY, HASH, mode);
  }

  Claim range(Mode mode) {
    return table.claims().range(FROM, TO, mode).build();
  }

  /** A request without a task. */
  CompletableFuture<Claim> ask(Claim claim) {
    return table.acquireAsync(claim, null, granted -> granted);
  }

  /** Held by no thread of the race. */
  Claim held(Claim claim) {
    return table.acquireAsync(claim, NOBODY, granted -> granted).join();
  }

  /** Thin in its slot, of no thread of the race. */
  Claim heldThin() {
    Claim claim = key(Mode.EXCLUSIVE);
    if (!table.tryAcquire(claim)) {
      throw new AssertionError("not free");
    }
    table.move(claim, NOBODY.id(), NOBODY.name());
    return claim;
  }

  /** Waits for it, runs the section, releases. */
  void under(Claim claim, Runnable section) {
    table.acquireUninterruptibly(claim, Long.MAX_VALUE);
    section.run();
    claim.release();
  }

  /** The same as a plain write. */
  void plainly(Runnable section) {
    Token token = table.acquirePlain(ENTRY, Long.MAX_VALUE);
    if (token == null) {
      throw new AssertionError("it waits for ever");
    }
    section.run();
    table.releasePlain(token);
  }

  /** Nobody holds, nobody waits, and all invariants hold. */
  boolean isEmptyAndWhole() {
    return table.check().isEmpty() && table.isEmpty();
  }
}
