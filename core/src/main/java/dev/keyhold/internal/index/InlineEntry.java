package dev.keyhold.internal.index;

import dev.keyhold.internal.memory.HeapLayout;

/**
 * Entries that have their key in them: one object instead of three, and no other place in memory to
 * be looked at.
 *
 * <pre>
 *   header   hash   tail            version │ word 0     word 1     …
 *   12 bytes 4      3 bytes │ length 4      │ 8 bytes    8 bytes
 * </pre>
 *
 * <p>The key's bytes fill the words, padded with zeros; up to three that are left stand in the
 * tail. So an entry of 32 bytes has a key of up to 11, one of 40 up to 19, of 48 up to 27 and of 56
 * up to 35; and 24 are enough for one of up to 3. The length decides the class: equal lengths,
 * equal class.
 */
abstract sealed class InlineEntry<V> extends Entry<V> {
  private static final int TAIL_BYTES = 3;
  private static final int WORDS_MAX = 4;

  /** Longer keys are not kept inline. */
  static final int BYTES_MAX = WORDS_MAX * Long.BYTES + TAIL_BYTES;

  private InlineEntry(byte[] key, int hash, int words) {
    super(hash, tail(key, words * Long.BYTES));
  }

  /** How many words a key of so many bytes fills. */
  static int words(int bytes) {
    return (bytes + Long.BYTES - 1 - TAIL_BYTES) >> 3;
  }

  /** The tail of a key of so many bytes, the last of which, up to three, are in this word. */
  static int tail(long word, int bytes) {
    return (int) (word >>> Integer.SIZE) | bytes;
  }

  private static int tail(byte[] key, int from) {
    return tail(KeyBytes.word(key, from), key.length);
  }

  static <V> Entry<V> ofInline(byte[] key, int hash) {
    return switch (words(key.length)) {
      case 0 -> new Words0<>(key, hash);
      case 1 -> new Words1<>(key, hash, 1);
      case 2 -> new Words2<>(key, hash, 2);
      case 3 -> new Words3<>(key, hash, 3);
      default -> new Words4<>(key, hash);
    };
  }

  @Override
  public final int keyLengthBytes() {
    return tail & 0xFF;
  }

  @Override
  public final byte[] keyBytes() {
    return first(keyLengthBytes());
  }

  @Override
  public final long heapBytes() {
    return HeapLayout.object(1, 2 * Integer.BYTES + Long.BYTES * words(keyLengthBytes()));
  }

  /** The bytes in the tail as a word. */
  final long tailWord() {
    return (tail & 0xFFFF_FF00L) << Integer.SIZE;
  }

  /** Up to 3 bytes. */
  private static final class Words0<V> extends InlineEntry<V> {
    Words0(byte[] key, int hash) {
      super(key, hash, 0);
    }

    @Override
    long word(int index) {
      return index == 0 ? tailWord() : 0;
    }

    @Override
    boolean hasWords(long w0, long w1, long w2, long w3) {
      return true;
    }
  }

  /** Up to 11 bytes. */
  private static sealed class Words1<V> extends InlineEntry<V> {
    private final long word0;

    Words1(byte[] key, int hash, int words) {
      super(key, hash, words);
      word0 = KeyBytes.word(key, 0);
    }

    @Override
    long word(int index) {
      return index == 0 ? word0 : index == 1 ? tailWord() : 0;
    }

    @Override
    boolean hasWords(long w0, long w1, long w2, long w3) {
      return w0 == word0;
    }
  }

  /** Up to 19 bytes. */
  private static sealed class Words2<V> extends Words1<V> {
    private final long word1;

    Words2(byte[] key, int hash, int words) {
      super(key, hash, words);
      word1 = KeyBytes.word(key, 8);
    }

    @Override
    long word(int index) {
      return index == 1 ? word1 : index == 2 ? tailWord() : index > 2 ? 0 : super.word(index);
    }

    @Override
    boolean hasWords(long w0, long w1, long w2, long w3) {
      return w1 == word1 && super.hasWords(w0, w1, w2, w3);
    }
  }

  /** Up to 27 bytes. */
  private static sealed class Words3<V> extends Words2<V> {
    private final long word2;

    Words3(byte[] key, int hash, int words) {
      super(key, hash, words);
      word2 = KeyBytes.word(key, 16);
    }

    @Override
    long word(int index) {
      return index == 2 ? word2 : index == 3 ? tailWord() : index > 3 ? 0 : super.word(index);
    }

    @Override
    boolean hasWords(long w0, long w1, long w2, long w3) {
      return w2 == word2 && super.hasWords(w0, w1, w2, w3);
    }
  }

  /** Up to 35 bytes. */
  private static final class Words4<V> extends Words3<V> {
    private final long word3;

    Words4(byte[] key, int hash) {
      super(key, hash, 4);
      word3 = KeyBytes.word(key, 24);
    }

    @Override
    long word(int index) {
      return index == 3 ? word3 : index == 4 ? tailWord() : index > 4 ? 0 : super.word(index);
    }

    @Override
    boolean hasWords(long w0, long w1, long w2, long w3) {
      return w3 == word3 && super.hasWords(w0, w1, w2, w3);
    }
  }
}
