package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Waiter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recounts a table, under its latch: the invariants of {@link GuardTable} by their numbers. */
final class Integrity {
  private final GuardTable table;
  private final List<String> wrong = new ArrayList<>();
  private final Map<Claim, Integer> pending = new HashMap<>();
  private final Set<Claim> waiting = new HashSet<>();
  private final Set<Token> tokens = new HashSet<>();

  private Integrity(GuardTable table) {
    this.table = table;
  }

  static List<String> check(GuardTable table) {
    Integrity integrity = new Integrity(table);
    for (int slot = 0; slot < table.slots.count(); slot++) {
      if (table.slots.get(slot) instanceof Bucket bucket) {
        integrity.bucket(bucket, slot);
      }
    }
    integrity.gate();
    integrity.counts();
    return integrity.wrong;
  }

  static boolean slotsAreEmpty(Slots slots) {
    for (int slot = 0; slot < slots.count(); slot++) {
      if (slots.get(slot) != null) {
        return false;
      }
    }
    return true;
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      wrong.add(rule);
    }
  }

  private void bucket(Bucket bucket, int slot) {
    require(bucket.slot == slot, "a bucket stands in its own slot");
    require(!bucket.isEmpty(), "I9: a bucket has a lane");
    for (Lane lane : bucket.lanes()) {
      require(table.slots.of(lane.hash) == slot, "a lane stands in the slot of its key");
      require(bucket.find(lane.key, lane.hash) == lane, "a key has one lane");
      lane(lane);
    }
  }

  private void lane(Lane lane) {
    require(lane.hasTokens(), "I4: a lane has a token");
    Item previous = null;
    boolean markedSoFar = true;
    boolean many = false;
    boolean shared = true;
    boolean together = true;
    List<Span> stubs = new ArrayList<>();
    for (Item item = lane.first(); item != null; item = item.next) {
      require(item.previous == previous && item.lane == lane, "neighbours know each other");
      if (!item.marked && markedSoFar) {
        require(lane.waiting() == item, "the lane knows who waits first");
        require(isInConflict(lane, item), "I3: the first that waits conflicts with who holds");
        markedSoFar = false;
      } else if (item.marked) {
        require(markedSoFar, "I3: what is marked is a prefix");
        shared &= item.mode() == Mode.SHARED;
        together &= lane.first() != null && item.isWith(lane.first());
        require(shared || together, "I3: holders do not conflict");
      }
      many |= !item.marked && item.isOneOfMany();
      item(item, stubs);
      previous = item;
    }
    require(lane.last() == previous, "the lane knows its end");
    require(!markedSoFar || lane.waiting() == null, "nobody waits where all is marked");
    require(many == lane.hasWaitingMany(), "the lane knows whether claims on several wait");
    List<Span> expected = expectedStubs(lane);
    require(
        stubs.size() == expected.size() && stubs.containsAll(expected),
        "I4: a stub of every range");
    require(ofNoSet(stubs).equals(ofNoSet(expected)), "I4: stubs stand in order of arrival");
  }

  private List<Span> expectedStubs(Lane lane) {
    return table.gate.registered().stream().filter(span -> span.contains(lane.key)).toList();
  }

  private static List<Span> ofNoSet(List<Span> spans) {
    return spans.stream().filter(span -> !span.claim().isOfSet()).toList();
  }

  private static boolean isInConflict(Lane lane, Item waiting) {
    for (Item at = lane.first(); at != null && at.marked; at = at.next) {
      if (at.conflictsWith(waiting)) {
        return true;
      }
    }
    return false;
  }

  private void item(Item item, List<Span> stubs) {
    if (item instanceof Stub stub) {
      stubs.add(stub.span);
    }
    if (item.token instanceof OwnToken own) {
      require(own.item() == item, "I2: a token knows its place");
    }
    if (item.token != null) {
      require(tokens.add(item.token), "I2: a token has one place");
    }
    require(!item.marked || !item.counted, "nobody waits for a marked item");
    Claim claim = item.claim();
    if (claim != null) {
      seen(claim, item.counted ? 1 : 0);
    }
  }

  private void seen(Claim claim, int inTheWay) {
    pending.merge(claim, inTheWay, Integer::sum);
    Waiter waiter = claim.waiter;
    if (waiter != null) {
      waiting.add(claim);
      require(waiter.state() == Waiter.WAITING, "I7: who has settled waits no more");
    }
  }

  private void gate() {
    List<Span> spans = table.gate.registered();
    require(spans.isEmpty() == table.gate.isNull(), "I9: no range, no gate");
    @Nullable Span last = null;
    for (Span span : spans) {
      require(last == null || last.number < span.number, "ranges stand in order of arrival");
      last = span;
      int earlier = 0;
      for (Span other : spans) {
        earlier += other.number < span.number && other.conflictsWith(span) ? 1 : 0;
      }
      seen(span.claim(), earlier);
    }
  }

  private void counts() {
    pending.forEach((claim, counted) -> {
      if (claim.pending != counted) {
        wrong.add("I7: pending is what a recount finds: " + claim);
      }
      if (counted > 0 != waiting.contains(claim)) {
        wrong.add("I7: who waits has somebody in the way, and who has does wait: " + claim);
      }
    });
  }
}
