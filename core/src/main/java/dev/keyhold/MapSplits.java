package dev.keyhold;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A walk over a {@link KeyholdMap} for streams: of unknown size, since others write meanwhile. */
final class MapSplits<E> extends Spliterators.AbstractSpliterator<E> {
  private final Iterator<E> steps;
  private final @Nullable Comparator<? super E> order;

  /**
   * @param characteristics beside those that all views of a map have
   * @param order null: not sorted
   */
  MapSplits(Iterator<E> steps, int characteristics, @Nullable Comparator<? super E> order) {
    super(
        Long.MAX_VALUE,
        characteristics | Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
    this.steps = steps;
    this.order = order;
  }

  @Override
  public boolean tryAdvance(Consumer<? super E> action) {
    boolean more = steps.hasNext();
    if (more) {
      action.accept(steps.next());
    }
    return more;
  }

  @Override
  public Comparator<? super E> getComparator() {
    if (order == null) {
      throw new IllegalStateException("this walk is not sorted by what it hands out");
    }
    return order;
  }
}
