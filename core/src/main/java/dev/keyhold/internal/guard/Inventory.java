package dev.keyhold.internal.guard;

import dev.keyhold.internal.guard.GuardReport.Holder;
import dev.keyhold.internal.guard.GuardReport.Place;
import dev.keyhold.internal.guard.GuardReport.Waiting;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Waiter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through a table for its report, under the latch. */
final class Inventory {
  private final List<Holder> holders = new ArrayList<>();
  private final Map<Claim, List<Place>> waiting = new LinkedHashMap<>();

  private Inventory() {}

  static GuardReport of(GuardTable table) {
    Inventory inventory = new Inventory();
    for (Span span : table.gate.registered()) {
      inventory.range(span);
    }
    for (int slot = 0; slot < table.slots.count(); slot++) {
      Object seen = table.slots.get(slot);
      if (seen instanceof Bucket bucket) {
        bucket.lanes().forEach(inventory::lane);
      } else if (seen instanceof Token token) {
        inventory.key(token, token instanceof OwnToken own ? own.claim() : null);
      }
    }
    return new GuardReport(table.name(), inventory.holders, inventory.waiters());
  }

  private void range(Span span) {
    note(new Place(null, span.from(), span.to()), span.mode(), span.claim());
  }

  private void lane(Lane lane) {
    for (Item item = lane.first(); item != null; item = item.next) {
      Token token = item.token;
      Claim claim = item.claim();
      // One that is tentative has nothing yet, and does not wait yet.
      boolean asks = !item.marked && (claim == null || claim.waiter == null);
      if (token != null && !asks) {
        key(token, claim);
      }
    }
  }

  private void key(Token token, @Nullable Claim claim) {
    note(new Place(token.key(), null, null), token.mode(), claim);
  }

  private void note(Place place, Mode mode, @Nullable Claim claim) {
    if (claim == null) {
      holders.add(holder(place, mode, "a plain write"));
    } else if (claim.waiter != null) {
      waiting.computeIfAbsent(claim, _ -> new ArrayList<>()).add(place);
    } else {
      holders.add(holder(place, mode, claim));
    }
  }

  private static Holder holder(Place place, Mode mode, Claim claim) {
    Hold hold = claim.hold();
    return hold == null
        ? holder(place, mode, Owner.describe(claim.owner()))
        : new Holder(
            place,
            mode,
            hold.task(),
            Optional.of(hold.sinceNanos()),
            Optional.ofNullable(hold.site()),
            hold.isUnclaimed(),
            Optional.ofNullable(hold.thread()));
  }

  /** One of which nothing is recorded. */
  private static Holder holder(Place place, Mode mode, String task) {
    return new Holder(
        place, mode, task, Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  private List<Waiting> waiters() {
    List<Waiting> waiters = new ArrayList<>();
    waiting.forEach((claim, places) -> {
      Waiter waiter = claim.waiter;
      if (waiter != null) {
        waiters.add(
            new Waiting(
                List.copyOf(places),
                waiter.mode(),
                waiter.ownerName(),
                waiter.sinceNanos(),
                Optional.ofNullable(waiter.site()),
                waiter instanceof ParkedWaiter parked
                    ? Optional.of(parked.parkedThread())
                    : Optional.empty()));
      }
    });
    return waiters;
  }
}
