package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The slots by themselves, on one thread: the layout of a ticket, and who finds place where. */
final class ReaderSlotsTest {
  private static final int LINE = 8;
  private static final int STRIDE = 16;

  private final ReaderSlots small = ReaderSlots.small();

  /** As the picture in the class has it. */
  private static long ticket(long owner, long sequence, int index) {
    return owner << 26 | sequence << 10 | index;
  }

  private static int indexOf(long ticket) {
    return (int) (ticket & 0x3FF);
  }

  private static Map<Long, Long> seen(ReaderSlots slots) {
    Map<Long, Long> seen = new LinkedHashMap<>();
    slots.forEach(seen::put);
    return seen;
  }

  @Test
  void owner_takesItsOwnSlotFirst_andElseTheNextOnes() {
    assertThat(small.take(5)).isEqualTo(ticket(5, 0, 5));
    assertThat(small.take(13)).as("5 is taken").isEqualTo(ticket(13, 0, 6));
    assertThat(small.take(7)).isEqualTo(ticket(7, 0, 7));
    assertThat(small.take(15)).as("7 is taken").isEqualTo(ticket(15, 0, 0));
  }

  @Test
  void line_full_hasNoSlotForOneMore() {
    for (long owner = 1; owner <= LINE; owner++) {
      assertThat(small.take(owner)).isNotZero();
    }
    assertThat(small.take(9)).isZero();
  }

  @Test
  void ticket_givenBack_fitsNothingAnyMore_andTheNextOneIsAnother() {
    long first = small.take(3);
    assertThat(small.giveBack(first)).isTrue();
    assertThat(small.giveBack(first)).isFalse();
    assertThat(small.take(3)).isEqualTo(ticket(3, 1, 3));
    assertThat(small.giveBack(first)).as("of the slot's next reader").isFalse();
  }

  @Test
  void sequence_afterItsLast_beginsAnew_andLeavesTheOwnerAlone() {
    for (int i = 0; i < 1 << 16; i++) {
      small.giveBack(small.take(3));
    }
    assertThat(seen(small)).isEmpty();
    assertThat(small.take(3)).isEqualTo(ticket(3, 0, 3));
  }

  @Test
  void forEach_tellsOwners_andLeavesThem() {
    long one = small.take(1);
    long two = small.take(2);
    assertThat(seen(small)).containsExactly(Map.entry(one, 1L), Map.entry(two, 2L));
    assertThat(small.giveBack(one)).isTrue();
    assertThat(seen(small)).containsExactly(Map.entry(two, 2L));
  }

  @Test
  void drain_tellsOwners_andEmptiesTheirSlots() {
    long one = small.take(1);
    long two = small.take(2);
    Map<Long, Long> drained = new LinkedHashMap<>();
    small.drain(drained::put);
    assertThat(drained).containsExactly(Map.entry(one, 1L), Map.entry(two, 2L));
    assertThat(seen(small)).isEmpty();
    assertThat(small.giveBack(one)).as("it has been drained").isFalse();
  }

  @Test
  void largeSlots_haveTwoLinesAProcessor_farApart_andAllOfThemAreUsed() {
    ReaderSlots large = ReaderSlots.large();
    int lines =
        Math.min(Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors() - 1), 64);
    List<Long> tickets = new ArrayList<>();
    Set<Integer> usedLines = new HashSet<>();
    for (long owner = 1; owner <= 100_000; owner++) {
      long ticket = large.take(owner);
      if (ticket != 0) {
        tickets.add(ticket);
        int index = indexOf(ticket);
        usedLines.add(index / STRIDE);
        assertThat(index % STRIDE).isLessThan(LINE);
        assertThat(ticket).as("half its sequences away").isEqualTo(ticket(owner, 1 << 15, index));
      }
    }
    assertThat(usedLines).hasSize(lines);
    assertThat(tickets).hasSize(lines * LINE).doesNotHaveDuplicates();
    assertThat(seen(large).keySet()).containsExactlyInAnyOrderElementsOf(tickets);
    List<Long> drained = new ArrayList<>();
    large.drain((ticket, _) -> drained.add(ticket));
    assertThat(drained).containsExactlyInAnyOrderElementsOf(tickets);
  }

  @Test
  void smallSlots_inWhichReadersHaveMet_shouldGrow_andLargeOnesNot() {
    assertThat(small.shouldGrow()).isFalse();
    small.crowded = true;
    assertThat(small.shouldGrow()).isTrue();
    ReaderSlots large = ReaderSlots.large();
    large.crowded = true;
    assertThat(large.shouldGrow()).isFalse();
  }
}
