package dev.keyhold.internal.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.index.OrderedIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Transfers between accounts on several threads: the sum is the same in every snapshot and no
 * account is ever seen empty; and when all is done nothing is left of the versions.
 */
class SnapshotsStressTest {
  private static final int ACCOUNTS = 6;
  private static final long EACH = 1_000;
  private static final int TRANSFERS = 20_000;

  private final OrderedIndex<Version> index = new OrderedIndex<>();
  private final List<Place> accounts = new ArrayList<>();
  private final Timeline timeline = new Timeline(new History(10, 1_000), _ -> {});

  @Test
  void snapshots_besideTransfers_allHaveTheSameSum() throws Exception {
    for (int i = 0; i < ACCOUNTS; i++) {
      Place account = new Place(index, "account " + i);
      timeline.commit(account.entry, account.next(EACH));
      accounts.add(account);
    }
    AtomicBoolean done = new AtomicBoolean();
    try (var threads = Executors.newCachedThreadPool()) {
      var writers =
          threads.submit(() -> {
            try (var two = Executors.newFixedThreadPool(2)) {
              two.invokeAll(List.<Callable<Void>>of(transfers(1), transfers(2)))
                  .forEach(each -> each.resultNow());
            } finally {
              done.set(true);
            }
            return null;
          });
      List<Callable<Long>> readers = Collections.nCopies(2, () -> read(done));
      for (var each : threads.invokeAll(readers)) {
        assertThat(each.get()).isPositive();
      }
      writers.get();
    }
    assertThat(timeline.snapshots().count()).isZero();
    for (Place each : accounts) {
      assertThat(each.chain()).hasSize(1);
    }
    assertThat(timeline.last()).isEqualTo(ACCOUNTS + 2 * TRANSFERS);
  }

  private Callable<Void> transfers(long seed) {
    return () -> {
      Random random = new Random(seed);
      for (int i = 0; i < TRANSFERS; i++) {
        int one = random.nextInt(ACCOUNTS - 1);
        int other = one + 1 + random.nextInt(ACCOUNTS - 1 - one);
        transfer(accounts.get(one), accounts.get(other), random.nextInt(10));
      }
      return null;
    };
  }

  private void transfer(Place from, Place to, long amount) {
    from.lock.lock();
    to.lock.lock();
    try {
      timeline.commit(
          List.of(
              new Write(from.entry, from.next(Place.valueOf(from.entry.version()) - amount)),
              new Write(to.entry, to.next(Place.valueOf(to.entry.version()) + amount))));
    } finally {
      to.lock.unlock();
      from.lock.unlock();
    }
  }

  private long read(AtomicBoolean done) {
    long rounds = 0;
    List<Pin> held = new ArrayList<>();
    do {
      Pin pin = timeline.snapshot();
      held.add(pin);
      for (Pin each : held) {
        long sum = 0;
        for (Place account : accounts) {
          sum += Place.valueOf(each.of(account.entry));
        }
        assertThat(sum).isEqualTo(ACCOUNTS * EACH);
      }
      for (Place account : accounts) {
        assertThat(timeline.current(account.entry)).isNotNull();
      }
      if (held.size() > 3) {
        held.remove((int) (rounds % held.size())).close();
      }
      rounds++;
    } while (!done.get());
    held.forEach(Pin::close);
    return rounds;
  }
}
