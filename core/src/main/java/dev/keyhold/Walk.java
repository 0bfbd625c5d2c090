package dev.keyhold;

import dev.keyhold.internal.index.Cursor;
import dev.keyhold.internal.index.Cut;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;
import dev.keyhold.internal.version.Pin;
import dev.keyhold.internal.version.Version;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One walk over a range as a snapshot sees it. Belongs to one thread. */
final class Walk implements Iterator<Keyhold.Entry> {
  private final Cursor<Version> cursor;
  private final Pin pin;
  private final Runnable check;
  private Runnable end = () -> {};
  private Keyhold.@Nullable Entry next;
  private boolean ended;

  /**
   * @param check called after each step; throws if the snapshot has been closed
   */
  Walk(OrderedIndex<Version> index, Pin pin, KeyRange range, boolean down, Runnable check) {
    this.pin = pin;
    this.check = check;
    this.cursor = cursor(index, range, down);
    this.ended = range.isEmpty();
  }

  /** To be done at the end; perhaps more than once. */
  void atEnd(Runnable action) {
    end = action;
    if (ended) {
      action.run();
    }
  }

  /** Ends it here; nothing if it has ended. */
  void close() {
    ended = true;
    next = null;
    end.run();
  }

  static Cursor<Version> cursor(OrderedIndex<Version> index, KeyRange range, boolean down) {
    Cut from = range.fromInclusive().isEmpty() ? null : Cut.before(range.fromInclusive());
    Cut to = range.toExclusive().map(Cut::before).orElse(null);
    return down ? index.descending(to, from) : index.ascending(from, to);
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      Entry<Version> entry = cursor.next();
      Version seen = entry == null ? null : pin.of(entry);
      check.run();
      if (entry == null) {
        close();
      } else if (seen != null && seen.value() != null) {
        next = Engine.entry(entry.keyText(), seen).orElse(null);
      }
    }
    return next != null;
  }

  @Override
  public Keyhold.Entry next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the walk has come to its end");
    }
    Keyhold.Entry found = next;
    next = null;
    return found;
  }
}
