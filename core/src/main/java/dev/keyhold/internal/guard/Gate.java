package dev.keyhold.internal.guard;

import dev.keyhold.error.LimitException;
import dev.keyhold.internal.wait.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of a table that are held or waited for, in order of arrival: what lockers of single
 * keys look at after they have taken their slot. Changes under the latch only.
 */
final class Gate {
  /** How many there are at once: registering one, and every lock, looks through them. */
  static final int RANGES_MAX = 10_000;

  /** Null when there is none: that is what nearly all lockers read. */
  private volatile Span @Nullable [] spans;

  /**
   * How many, from the beginning, are registered: the others are about to be, and walk the slots.
   * Guarded by the latch.
   */
  private int registered;

  /** The number of the last one that was published. Guarded by the latch. */
  private long number;

  /**
   * Whether no range conflicts with a token. To whoever has the latch, that is no registered one:
   * what is published is registered in the same section, and asks this before.
   */
  boolean isOpenTo(Token token) {
    Span[] published = spans;
    return published == null || isOpen(published, token);
  }

  /** The same for several tokens, all of which are in their slots. */
  boolean isOpenTo(List<? extends Token> tokens) {
    Span[] published = spans;
    if (published != null) {
      for (Token token : tokens) {
        if (!isOpen(published, token)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isOpen(Span[] spans, Token token) {
    byte[] key = token.key();
    Mode mode = token.mode();
    for (Span span : spans) {
      if (span.conflictsWith(key, mode)) {
        return false;
      }
    }
    return true;
  }

  /** Under the latch: the registered ranges. */
  List<Span> registered() {
    Span[] published = spans;
    return published == null ? List.of() : Arrays.asList(published).subList(0, registered);
  }

  /** Under the latch: whether there is none. */
  boolean isNull() {
    return spans == null;
  }

  /** Under the latch: makes room for more ranges, or says that there is none. */
  void requireRoom(int more) {
    if (more > 0 && registered + more > RANGES_MAX) {
      throw new LimitException(
          "%,d more ranges would be %,d held or waited for; the limit is %,d (ranges of one database"
                  .formatted(more, registered + more, RANGES_MAX)
              + " at once). Guard fewer and larger ones.");
    }
  }

  /**
   * Under the latch: publishes ranges (G2), which are not registered yet.
   *
   * @return how many registered ranges are in their way (G1)
   */
  int publish(List<Span> more) {
    Span[] before = spans == null ? new Span[0] : spans;
    int inTheWay = 0;
    for (Span span : more) {
      span.number = ++number;
      for (Span earlier : before) {
        inTheWay += earlier.conflictsWith(span) ? 1 : 0;
      }
    }
    Span[] with = Arrays.copyOf(before, before.length + more.size());
    for (int i = 0; i < more.size(); i++) {
      with[before.length + i] = more.get(i);
    }
    spans = with;
    return inTheWay;
  }

  /** Under the latch: what is published is registered (G4). */
  void register() {
    Span[] published = spans;
    registered = published == null ? 0 : published.length;
  }

  /**
   * Under the latch: takes a claim's ranges out.
   *
   * @return those behind them
   */
  List<Span> remove(Claim claim) {
    List<Span> left = new ArrayList<>();
    List<Span> behind = new ArrayList<>();
    boolean found = false;
    for (Span span : registered()) {
      if (span.claim() == claim) {
        span.number = 0;
        found = true;
      } else {
        left.add(span);
        if (found) {
          behind.add(span);
        }
      }
    }
    spans = left.isEmpty() ? null : left.toArray(Span[]::new);
    registered = left.size();
    return behind;
  }
}
