package dev.keyhold;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Entries in order, to loop over or to stream; lazy, and as often as wanted: each walk begins anew
 * with what is there then. What a walk sees of changes made meanwhile is said by whoever returns
 * the scan. A walk changes nothing.
 *
 * @param <E> the type of an entry
 */
public final class Scan<E> implements Iterable<E> {
  private final Supplier<Iterator<E>> ascending;
  private final Supplier<Iterator<E>> descending;

  Scan(Supplier<Iterator<E>> ascending, Supplier<Iterator<E>> descending) {
    this.ascending = ascending;
    this.descending = descending;
  }

  /** Begins a walk. */
  @Override
  public Iterator<E> iterator() {
    return ascending.get();
  }

  /** The same entries the other way round. */
  public Scan<E> descending() {
    return new Scan<>(descending, ascending);
  }

  /** A sequential stream of the entries in order, which begins its walk with its first element. */
  public Stream<E> stream() {
    return StreamSupport.stream(this::spliterator, CHARACTERISTICS, false);
  }

  private static final int CHARACTERISTICS =
      Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT;

  /** Of unknown size: counting a range means walking it. */
  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliteratorUnknownSize(iterator(), CHARACTERISTICS);
  }
}
