package dev.keyhold;

import java.util.List;
import java.util.Optional;

/**
 * A part of a {@link Scan}, made by {@link Scan#page}. Immutable.
 *
 * @param entries in the scan's order
 * @param rest the part of the range behind them, or before them in a scan downwards, to be scanned
 *     for the next page: in the same direction, with the same filter. Empty: the scan has come to
 *     its end. Where there is a rest, it may turn out to hold nothing.
 * @param <E> the type of an entry
 */
public record Page<E>(List<E> entries, Optional<KeyRange> rest) {

  /** Copies the list. */
  public Page {
    entries = List.copyOf(entries);
  }
}
