package dev.keyhold.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What tasks have done to a database, as they saw it: units, each of which claims to be atomic,
 * with what they read and wrote. No value is written twice, so that a value that is read tells
 * which unit wrote it. For {@link SerializabilityChecker}. Thread-safe but for {@link Unit}.
 */
final class History {
  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong values = new AtomicLong();
  private final ConcurrentLinkedQueue<Unit> committed = new ConcurrentLinkedQueue<>();

  /** What a unit did, in order. */
  sealed interface Op permits Read, Write, RangeRead {}

  /**
   * A key was read.
   *
   * @param value null: there was none
   */
  record Read(String key, @Nullable Long value) implements Op {}

  /**
   * A key was written.
   *
   * @param old what was there; null: nothing
   * @param value null: it was removed
   */
  record Write(String key, @Nullable Long old, @Nullable Long value) implements Op {}

  /**
   * All keys with a prefix were read.
   *
   * @param found those that were there
   */
  record RangeRead(String prefix, Map<String, Long> found) implements Op {
    RangeRead {
      found = new TreeMap<>(found);
    }
  }

  /** One transaction, guard, snapshot or operation. Belongs to one task until it is committed. */
  static final class Unit {
    final String name;
    final long begin;

    /** At the commit's return. */
    long end;

    private final List<Op> ops = new ArrayList<>();

    Unit(String name, long begin) {
      this.name = name;
      this.begin = begin;
    }

    Unit read(String key, @Nullable Long value) {
      ops.add(new Read(key, value));
      return this;
    }

    Unit write(String key, @Nullable Long old, @Nullable Long value) {
      ops.add(new Write(key, old, value));
      return this;
    }

    Unit scan(String prefix, Map<String, Long> found) {
      ops.add(new RangeRead(prefix, found));
      return this;
    }

    /** It begins again: nothing of what it did counts. */
    void restart() {
      ops.clear();
    }

    List<Op> ops() {
      return ops;
    }

    @Override
    public String toString() {
      return name + ops;
    }
  }

  /** A unit that begins now. */
  Unit begin(String name) {
    return new Unit(name, clock.incrementAndGet());
  }

  /** It has been committed, some time since it began. */
  void commit(Unit unit) {
    unit.end = clock.incrementAndGet();
    committed.add(unit);
  }

  /** A value that nobody has written. */
  long freshValue() {
    return values.incrementAndGet();
  }

  List<Unit> committed() {
    return List.copyOf(committed);
  }
}
