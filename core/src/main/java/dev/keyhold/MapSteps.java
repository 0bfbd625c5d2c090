package dev.keyhold;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A walk over a {@link KeyholdMap}, weakly consistent: a key that stays from its beginning to its
 * end is met once, in order, with a value that it has had since; of keys that come and go some are.
 * It keeps nothing open. Belongs to one thread.
 */
final class MapSteps<E> implements Iterator<E> {
  /** The first page is small, as many walks are; the others grow to this. */
  private static final int PAGE_MAX = 256;

  private static final int PAGE_FIRST = 8;
  private static final int PAGE_GROWTH = 4;

  private final Keyhold database;
  private final boolean down;
  private final Function<Keyhold.Entry, E> shape;
  private final Deque<Keyhold.Entry> page = new ArrayDeque<>();
  private Optional<KeyRange> rest;
  private int pageSize = PAGE_FIRST;
  private @Nullable String last;

  MapSteps(Keyhold database, KeyRange range, boolean down, Function<Keyhold.Entry, E> shape) {
    this.database = database;
    this.down = down;
    this.shape = shape;
    this.rest = Optional.of(range);
  }

  @Override
  public boolean hasNext() {
    if (page.isEmpty() && rest.isPresent()) {
      Scan<Keyhold.Entry> scan = database.scan(rest.get());
      Page<Keyhold.Entry> found = (down ? scan.descending() : scan).page(pageSize);
      page.addAll(found.entries());
      rest = found.rest();
      pageSize = Math.min(pageSize * PAGE_GROWTH, PAGE_MAX);
    }
    return !page.isEmpty();
  }

  @Override
  public E next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the walk has come to its end");
    }
    Keyhold.Entry found = page.remove();
    last = found.key();
    return shape.apply(found);
  }

  /** Takes the key out, whatever is under it by now. */
  @Override
  public void remove() {
    if (last == null) {
      throw new IllegalStateException("there is nothing to remove: call next() before");
    }
    database.remove(last);
    last = null;
  }
}
