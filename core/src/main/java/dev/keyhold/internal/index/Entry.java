package dev.keyhold.internal.index;

import dev.keyhold.internal.guard.Token;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What stands for one key: it stays the same object while the key's value changes, so whoever has
 * found it once changes it without the index.
 *
 * <pre>
 *   null ──&gt; version ──&gt; version ──&gt; … ──&gt; dead
 *     └──────────────────────────────────────^
 * </pre>
 *
 * <p>All changes go through one word, by compare-and-set. Dead is final: the entry leaves the index
 * and is never used again. {@link OrderedIndex} says what follows from that.
 *
 * <p>Thread-safe. A version is published with all that was written before it.
 *
 * @param <V> what a key's newest version is
 */
public abstract sealed class Entry<V> implements Token permits ArrayEntry, InlineEntry {
  /*
   * Memory is what counts here: an index of a million keys is a million of these. Object header and
   * the three fields below are 24 bytes without a hole; see InlineEntry for what comes behind.
   */
  private static final Object DEAD = "dead";

  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(Entry.class, "version", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** {@link String#hashCode()} of the key. */
  final int hash;

  /** The key's last bytes and length, if it is inline: see {@link InlineEntry}. */
  final int tail;

  private volatile @Nullable Object version;

  Entry(int hash, int tail) {
    this.hash = hash;
    this.tail = tail;
  }

  /** An entry without a version. */
  static <V> Entry<V> of(byte[] key, int hash) {
    return key.length <= InlineEntry.BYTES_MAX
        ? InlineEntry.ofInline(key, hash)
        : new ArrayEntry<>(key, hash);
  }

  /** The newest version; null if there was none yet, and if the entry is dead. */
  @SuppressWarnings("unchecked") // nothing but versions and DEAD gets there
  public final @Nullable V version() {
    Object seen = version;
    return seen == DEAD ? null : (V) seen;
  }

  /** Whether this entry has left, or is about to. */
  public final boolean isDead() {
    return version == DEAD;
  }

  /**
   * Puts a version in the place of another if that is still there.
   *
   * @param expected by identity; null: the entry has no version yet
   * @return whether it was there; false, too, if the entry is dead
   */
  public final boolean replace(@Nullable V expected, V fresh) {
    return VERSION.compareAndSet(this, expected, fresh);
  }

  /** Ends an entry whose version is still this one; what is left to do is to unlink it. */
  final boolean die(@Nullable V expected) {
    return VERSION.compareAndSet(this, expected, DEAD);
  }

  /** The key. */
  public final String keyText() {
    return new String(keyBytes(), StandardCharsets.UTF_8);
  }

  /** The key in UTF-8; do not change it. */
  public abstract byte[] keyBytes();

  @Override
  public final byte[] key() {
    return keyBytes();
  }

  @Override
  public final int keyHash() {
    return hash;
  }

  /** How many bytes the key has in UTF-8. */
  public abstract int keyLengthBytes();

  /** How many bytes of heap this takes with its key, without the version. */
  public abstract long heapBytes();

  /** The eight bytes of the key from {@code 8 * index} on, as {@link KeyBytes#word}. */
  abstract long word(int index);

  /** The four bytes of the key from an index on, as {@link KeyBytes#head}. */
  int head(int at) {
    int index = at >>> 3;
    int shift = (at & 7) << 3;
    long bytes = word(index) << shift;
    if (shift > Integer.SIZE) {
      bytes |= word(index + 1) >>> (Long.SIZE - shift);
    }
    return KeyBytes.toHead((int) (bytes >>> Integer.SIZE));
  }

  /** Given that the tails are equal: whether the words are. */
  abstract boolean hasWords(long w0, long w1, long w2, long w3);

  /** Whether this is the entry of that key, whatever it consists of. */
  final boolean isOf(String key) {
    int bytes = keyLengthBytes();
    int to = 0;
    for (int at = 0; at < key.length(); ) {
      int codePoint = key.codePointAt(at);
      at += Character.charCount(codePoint);
      int length = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (to + length > bytes || !isAt(to, codePoint, length)) {
        return false;
      }
      to += length;
    }
    return to == bytes;
  }

  private boolean isAt(int at, int codePoint, int length) {
    if (length == 1) {
      return byteAt(at) == codePoint;
    }
    for (int i = length - 1; i > 0; i--) {
      int shift = 6 * (length - 1 - i);
      if (byteAt(at + i) != (0x80 | (codePoint >> shift & 0x3F))) {
        return false;
      }
    }
    int mark = 0xF00 >> length & 0xFF;
    return byteAt(at) == (mark | codePoint >> (6 * (length - 1)));
  }

  int byteAt(int at) {
    return (int) (word(at >>> 3) >>> (56 - ((at & 7) << 3))) & 0xFF;
  }

  /** Where this entry's key stands to another: before (negative), the same (0), after. */
  int compareTo(byte[] key) {
    int bytes = keyLengthBytes();
    int shared = Math.min(bytes, key.length);
    for (int at = 0; at < shared; at += Long.BYTES) {
      long mine = word(at >>> 3);
      long other = KeyBytes.word(key, at);
      if (mine != other) {
        return Long.compareUnsigned(mine, other);
      }
    }
    // Padded alike: "ab" and "ab\0" differ by their lengths alone.
    return bytes - key.length;
  }

  /** How many bytes two keys begin with in common. */
  final int common(Entry<V> other) {
    int shared = Math.min(keyLengthBytes(), other.keyLengthBytes());
    for (int at = 0; at < shared; at += Long.BYTES) {
      long differing = word(at >>> 3) ^ other.word(at >>> 3);
      if (differing != 0) {
        return Math.min(shared, at + (Long.numberOfLeadingZeros(differing) >>> 3));
      }
    }
    return shared;
  }

  /** The first bytes of the key; at most all of them. */
  final byte[] first(int bytes) {
    byte[] first = new byte[bytes];
    for (int at = 0; at < bytes; at += Long.BYTES) {
      KeyBytes.putWord(first, at, word(at >>> 3));
    }
    return first;
  }

  @Override
  public String toString() {
    return keyText() + (isDead() ? " (dead)" : "");
  }
}
