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
  /*
   * Neighbours in the order of keys are strangers in memory. So a few of them are looked at in one
   * go: the processor asks for all of their places at once, where it would else wait for one after
   * the other. What a snapshot sees does not change, so that it is looked at early makes no
   * difference. Only whether the snapshot is still open has to be asked behind it.
   */
  private static final int AHEAD = 16;

  /** Room for a key of the usual length. */
  private static final int WORK_BYTES = 40;

  private final Cursor<Version> cursor;
  private final Pin pin;
  private final Runnable check;
  private Runnable end = () -> {};
  private Keyhold.@Nullable Entry next;

  /** What the cursor's next entries held: those from {@code at} to {@code behind}. */
  private final @Nullable Version[] versions = new @Nullable Version[AHEAD];

  private int at;
  private int behind;
  private final byte[] work = new byte[WORK_BYTES];

  /** Nothing is left to be looked at. */
  private boolean ended;

  /**
   * @param check called in each step; throws if the snapshot has been closed
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
    at = behind;
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
    while (next == null && (at < behind || !ended)) {
      if (at == behind) {
        look();
      } else {
        check.run();
        Entry<Version> entry = cursor.next();
        Version seen = versions[at++];
        if (entry != null && seen != null && seen.value() != null) {
          next = Engine.entry(entry.keyText(work), seen).orElse(null);
        }
      }
    }
    return next != null;
  }

  private void look() {
    at = 0;
    behind = Math.min(cursor.ready(), AHEAD);
    for (int i = 0; i < behind; i++) {
      versions[i] = pin.of(cursor.peek(i));
    }
    check.run();
    if (behind == 0) {
      close();
    }
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
