package dev.keyhold.internal.index;

/**
 * Reads a string's chars as the bytes of its UTF-8 form, which they are if all of them are ASCII.
 * To have the JDK make that array would be an allocation a look-up.
 */
final class Ascii {
  private static final int MAX = 0x7F;

  /** No eight bytes of UTF-8 are this. */
  static final long NONE = -1;

  private Ascii() {}

  /** Up to eight chars from an index on, as {@link KeyBytes#word}; {@link #NONE} if not all are. */
  static long word(String key, int at, int length) {
    return at + Long.BYTES <= length ? wholeWord(key, at) : partOfWord(key, at, length);
  }

  private static long wholeWord(String key, int at) {
    char a = key.charAt(at);
    char b = key.charAt(at + 1);
    char c = key.charAt(at + 2);
    char d = key.charAt(at + 3);
    char e = key.charAt(at + 4);
    char f = key.charAt(at + 5);
    char g = key.charAt(at + 6);
    char h = key.charAt(at + 7);
    int upper = a << 24 | b << 16 | c << 8 | d;
    int lower = e << 24 | f << 16 | g << 8 | h;
    return (a | b | c | d | e | f | g | h) <= MAX ? (long) upper << Integer.SIZE | lower : NONE;
  }

  private static long partOfWord(String key, int at, int length) {
    long word = 0;
    int bits = 0;
    int shift = Long.SIZE;
    for (int i = at; i < length; i++) {
      char c = key.charAt(i);
      shift -= Byte.SIZE;
      word |= (long) c << shift;
      bits |= c;
    }
    return bits <= MAX ? word : NONE;
  }
}
