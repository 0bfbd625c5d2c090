package dev.keyhold;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One walk of a {@link Scan}: what matches, up to the limit. Belongs to one thread. */
final class Steps<E> implements Iterator<E> {
  private final Iterator<? extends Keyed> walk;
  private final @Nullable Predicate<Keyed> filter;
  private final Function<Keyed, E> shape;
  private long left;
  private @Nullable Keyed next;
  private @Nullable String lastKey;

  Steps(
      Iterator<? extends Keyed> walk,
      @Nullable Predicate<Keyed> filter,
      long countMax,
      Function<Keyed, E> shape) {
    this.walk = walk;
    this.filter = filter;
    this.shape = shape;
    this.left = countMax;
    if (left == 0) {
      end();
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null && left > 0) {
      if (!walk.hasNext()) {
        left = 0;
      } else {
        Keyed found = walk.next();
        if (matches(found)) {
          next = found;
        }
      }
    }
    return next != null;
  }

  private boolean matches(Keyed found) {
    if (filter == null) {
      return true;
    }
    try {
      return filter.test(found);
    } catch (RuntimeException e) {
      end();
      throw e;
    }
  }

  /**
   * The last one that the limit lets through ends the walk: nobody needs to ask whether more come.
   */
  @Override
  public E next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the walk has come to its end");
    }
    Keyed found = next;
    next = null;
    lastKey = found.key();
    if (--left == 0) {
      end();
    }
    return shape.apply(found);
  }

  /** Of the entry that came last; null: none has. */
  @Nullable String lastKey() {
    return lastKey;
  }

  /** It is left here: lets go of what it walks over. */
  void end() {
    left = 0;
    next = null;
    if (walk instanceof Walk open) {
      open.close();
    }
  }
}
