package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import org.jspecify.annotations.Nullable;

/**
 * The line for one key: holders first, then who waits, in order of arrival. Every item contains the
 * key, so modes alone decide: admitted is the longest prefix that is one exclusive item or shared
 * ones only; items of one {@link ClaimSet} do not conflict with each other, so it may also be
 * several of them. All of it is guarded by the latch.
 *
 * <pre>
 *   first                      waiting                last
 *     S ──── S ──── stub S ──── X ──── S ──── stub X ── S
 *     └──── marked: held ────┘  └──── not marked ──────┘
 * </pre>
 */
final class Lane {
  final byte[] key;
  final int hash;

  private @Nullable Item first;
  private @Nullable Item last;

  /** The first that is not marked; null: all are. */
  private @Nullable Item waiting;

  /** Items that are no stubs; at 0 the lane is dropped. */
  private int tokens;

  /** Items not marked whose claims may wait elsewhere, too. */
  private int waitingMany;

  Lane(byte[] key, int hash) {
    this.key = key;
    this.hash = hash;
  }

  @Nullable Item first() {
    return first;
  }

  @Nullable Item last() {
    return last;
  }

  @Nullable Item waiting() {
    return waiting;
  }

  boolean hasTokens() {
    return tokens > 0;
  }

  boolean hasWaitingMany() {
    return waitingMany > 0;
  }

  /**
   * At the end; but if a part of its set is admitted, before all that wait: they wait for that part
   * already, so behind them it would wait for them in a circle.
   */
  void add(Item item) {
    Item behind = isBesideItsSet(item) ? waiting : null;
    Item before = behind == null ? last : behind.previous;
    item.previous = before;
    item.next = behind;
    if (before == null) {
      first = item;
    } else {
      before.next = item;
    }
    if (behind == null) {
      last = item;
    } else {
      behind.previous = item;
    }
    if (waiting == behind) {
      waiting = item;
    }
    tokens += item instanceof Stub ? 0 : 1;
    waitingMany += item.isOneOfMany() ? 1 : 0;
  }

  private boolean isBesideItsSet(Item item) {
    Claim claim = item.claim();
    if (claim == null || !claim.isOfSet()) {
      return false;
    }
    for (Item at = first; at != null && at.marked; at = at.next) {
      if (at.isWith(item)) {
        return true;
      }
    }
    return false;
  }

  void unlink(Item item) {
    if (item == waiting) {
      waiting = item.next;
    }
    if (item.previous == null) {
      first = item.next;
    } else {
      item.previous.next = item.next;
    }
    if (item.next == null) {
      last = item.previous;
    } else {
      item.next.previous = item.previous;
    }
    tokens -= item instanceof Stub ? 0 : 1;
    waitingMany -= !item.marked && item.isOneOfMany() ? 1 : 0;
  }

  /** Marks the next that may be; null: it may not, or there is none. */
  @Nullable Item markNext() {
    Item next = waiting;
    if (next == null || !joinsHolders(next)) {
      return null;
    }
    next.marked = true;
    waiting = next.next;
    waitingMany -= next.isOneOfMany() ? 1 : 0;
    return next;
  }

  /**
   * What is marked is all of one set, or shares: so at the second one of another set, it shares.
   */
  private boolean joinsHolders(Item next) {
    for (Item at = first; at != null && at.marked; at = at.next) {
      if (at.conflictsWith(next)) {
        return false;
      }
      if (next.mode() == Mode.SHARED && first != null && !at.isWith(first)) {
        return true;
      }
    }
    return true;
  }

  /** The place of a token that does not know it itself; null: it has none here. */
  @Nullable Item find(Token token) {
    Item item = first;
    while (item != null && item.token != token) {
      item = item.next;
    }
    return item;
  }
}
