package dev.keyhold.internal.index;

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

  private static final int ASCII_MAX = 0x7F;

  private InlineEntry(byte[] key, int hash, int words) {
    super(hash, tail(key, words * Long.BYTES));
  }

  private static int tail(byte[] key, int from) {
    return (int) (KeyBytes.word(key, from) >>> Integer.SIZE) | key.length;
  }

  static <V> Entry<V> ofInline(byte[] key, int hash) {
    return switch ((key.length + Long.BYTES - 1 - TAIL_BYTES) >> 3) {
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

  /** The bytes in the tail as a word. */
  final long tailWord() {
    return (tail & 0xFFFF_FF00L) << Integer.SIZE;
  }

  /** Whether up to eight chars of a key, from an index to its end, are all of this word. */
  static boolean isWord(long word, String key, int at) {
    int chars = key.length() - at;
    if (chars >= Long.BYTES) {
      return isWholeWord(word, key, at);
    }
    long left = word;
    for (int i = 0; i < chars; i++) {
      char c = key.charAt(at + i);
      if (c > ASCII_MAX || c != left >>> 56) {
        return false;
      }
      left <<= 8;
    }
    return true;
  }

  private static boolean isWholeWord(long word, String key, int at) {
    char a = key.charAt(at);
    char b = key.charAt(at + 1);
    char c = key.charAt(at + 2);
    char d = key.charAt(at + 3);
    char e = key.charAt(at + 4);
    char f = key.charAt(at + 5);
    char g = key.charAt(at + 6);
    char h = key.charAt(at + 7);
    long chars =
        (long) a << 56
            | (long) b << 48
            | (long) c << 40
            | (long) d << 32
            | (long) e << 24
            | (long) f << 16
            | (long) g << 8
            | h;
    return chars == word && (a | b | c | d | e | f | g | h) <= ASCII_MAX;
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
    boolean isAscii(String key) {
      return isWord(tailWord(), key, 0);
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
    boolean isAscii(String key) {
      return isWord(word0, key, 0) && isWord(tailWord(), key, 8);
    }

    final boolean isWord0(String key) {
      return isWholeWord(word0, key, 0);
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
    boolean isAscii(String key) {
      return isWord0(key) && isWord(word1, key, 8) && isWord(tailWord(), key, 16);
    }

    final boolean isWord1(String key) {
      return isWholeWord(word1, key, 8);
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
    boolean isAscii(String key) {
      return isWord0(key) && isWord1(key) && isWord(word2, key, 16) && isWord(tailWord(), key, 24);
    }

    final boolean isWord2(String key) {
      return isWholeWord(word2, key, 16);
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
    boolean isAscii(String key) {
      return isWord0(key)
          && isWord1(key)
          && isWord2(key)
          && isWord(word3, key, 24)
          && isWord(tailWord(), key, 32);
    }
  }
}
