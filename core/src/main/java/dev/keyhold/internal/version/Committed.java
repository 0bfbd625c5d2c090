package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.memory.HeapLayout;
import dev.keyhold.json.Json;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A commit in the {@link History}: what was written at one revision, and what was there before.
 * Immutable to those who follow it, but for its successor.
 */
public abstract sealed class Committed {
  /*
   * Holds values and keys, not versions: a version's predecessors stay linked to it for snapshots
   * that are long closed, and would live as long as the history.
   *
   * The key is the index's entry until somebody asks for it, then its text: of many who follow, one
   * decodes it. Either is safe to be read in a race: both are immutable behind final fields, and the
   * entry was published with the commit.
   */

  /** What a commit of one key costs beside its key and its values, about: itself, and an entry. */
  static final int BYTES = 96;

  /** What each further key costs, about. */
  private static final int KEY_BYTES = 64;

  /** About, and no more than an int holds. */
  final int bytes;

  /**
   * What it takes of the heap that nothing else does: itself, the values that were there before,
   * and the entries of keys that were removed. Of a key that is written again the value passes from
   * the newest version's account to that of the commit that replaced it.
   */
  final long heapBytes;

  /** Set once, under the timeline's latch, before it is linked. */
  private long revision;

  /** See {@link History}. */
  volatile @Nullable Committed next;

  /** Of that, values that a snapshot saw when they were replaced. */
  final long sharedBytes;

  private Committed(long bytes, long heapBytes, long sharedBytes) {
    this.bytes = (int) Math.min(bytes, Integer.MAX_VALUE);
    this.heapBytes = heapBytes;
    this.sharedBytes = sharedBytes;
  }

  /** One key's. */
  static Committed of(
      Entry<Version> entry, Version next, @Nullable Version old, Snapshots snapshots) {
    return new One(entry, next, valueOf(old), shared(old, snapshots));
  }

  /** Several keys', in the order given; their predecessors are those that are linked. */
  static Committed of(List<Write> writes, Snapshots snapshots) {
    long shared = 0;
    for (Write each : writes) {
      shared += shared(each.next().before(), snapshots);
    }
    return new Many(writes, shared);
  }

  /** Nothing, from which others follow. */
  static Committed nothing(long revision) {
    Committed base = new Many(List.of(), 0);
    base.revision = revision;
    return base;
  }

  void at(long number) {
    revision = number;
  }

  public final long revision() {
    return revision;
  }

  /** The number of keys, all different. */
  public abstract int count();

  public abstract String key(int index);

  /** Null: removed. */
  public abstract @Nullable Json value(int index);

  /** What was there before; null: nothing. */
  public abstract @Nullable Json before(int index);

  /** Whether it was removed because its time was over. */
  public abstract boolean isExpiry(int index);

  private static @Nullable Json valueOf(@Nullable Version version) {
    return version == null ? null : version.value();
  }

  private static long length(@Nullable Json value) {
    return value == null ? 0 : value.byteLength();
  }

  private static long shared(@Nullable Version old, Snapshots snapshots) {
    Json value = valueOf(old);
    return value != null && snapshots.see(old) ? value.heapBytes() : 0;
  }

  /** What is kept of one key beside the newest version, but for the shell. */
  private static long heap(Entry<Version> entry, Version next, @Nullable Json before) {
    long key = next.isRemoval() ? entry.heapBytes() : 0;
    return before == null ? key : key + before.heapBytes();
  }

  private static String text(Object key) {
    return key instanceof String text ? text : ((Entry<?>) key).keyText();
  }

  private static final class One extends Committed {
    private static final int SHELL_BYTES =
        HeapLayout.object(4, Integer.BYTES + 3 * Long.BYTES + Byte.BYTES);

    private Object key;
    private final @Nullable Json value;
    private final @Nullable Json before;
    private final boolean expiry;

    One(Entry<Version> entry, Version next, @Nullable Json before, long shared) {
      super(
          BYTES + entry.keyLengthBytes() + length(next.value()) + length(before),
          SHELL_BYTES + heap(entry, next, before),
          shared);
      this.key = entry;
      this.value = next.value();
      this.before = before;
      this.expiry = next.isExpiry();
    }

    @Override
    public boolean isExpiry(int index) {
      return expiry;
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public String key(int index) {
      String text = text(key);
      key = text;
      return text;
    }

    @Override
    public @Nullable Json value(int index) {
      return value;
    }

    @Override
    public @Nullable Json before(int index) {
      return before;
    }
  }

  private static final class Many extends Committed {
    /** A set of bits and its word; another for each 64 keys of which one has expired. */
    private static final long BITS_BYTES =
        HeapLayout.object(1, Integer.BYTES + Byte.BYTES) + HeapLayout.array(Long.BYTES);

    private static final int SHELL_BYTES = HeapLayout.object(5, Integer.BYTES + 3 * Long.BYTES);

    private final Object[] keys;
    private final @Nullable Json[] values;
    private final @Nullable Json[] befores;
    private final BitSet expiries;

    Many(List<Write> writes, long shared) {
      super(bytes(writes), heap(writes), shared);
      int count = writes.size();
      expiries = new BitSet();
      keys = new Object[count];
      values = new @Nullable Json[count];
      befores = new @Nullable Json[count];
      for (int i = 0; i < count; i++) {
        Write each = writes.get(i);
        keys[i] = each.entry();
        values[i] = each.next().value();
        befores[i] = valueOf(each.next().before());
        if (each.next().isExpiry()) {
          expiries.set(i);
        }
      }
    }

    private static long heap(List<Write> writes) {
      long sum = SHELL_BYTES + 3 * HeapLayout.references(writes.size()) + BITS_BYTES;
      for (Write each : writes) {
        sum += Committed.heap(each.entry(), each.next(), valueOf(each.next().before()));
      }
      return sum;
    }

    @Override
    public boolean isExpiry(int index) {
      return expiries.get(index);
    }

    private static long bytes(List<Write> writes) {
      long sum = BYTES;
      for (Write each : writes) {
        Version old = each.next().before();
        sum += KEY_BYTES + each.entry().keyLengthBytes();
        sum += length(each.next().value()) + length(valueOf(old));
      }
      return sum;
    }

    @Override
    public int count() {
      return keys.length;
    }

    @Override
    public String key(int index) {
      String text = text(Objects.requireNonNull(keys[index]));
      keys[index] = text;
      return text;
    }

    @Override
    public @Nullable Json value(int index) {
      return values[index];
    }

    @Override
    public @Nullable Json before(int index) {
      return befores[index];
    }
  }
}
