package dev.keyhold.internal.text;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 to the letter of RFC 3629. The JDK's own conversions replace what they cannot convert by a
 * question mark; here nothing is replaced, so whoever stores bytes asks here first.
 */
public final class Utf8 {
  private Utf8() {}

  /** The index of the first unpaired surrogate of a text, or -1 if every one has its partner. */
  public static int unpairedSurrogate(CharSequence text) {
    int at = 0;
    while (at < text.length()) {
      if (!Character.isSurrogate(text.charAt(at))) {
        at++;
      } else if (Character.isHighSurrogate(text.charAt(at)) && isPaired(text, at)) {
        at += 2;
      } else {
        return at;
      }
    }
    return -1;
  }

  /** How many bytes the UTF-8 form of a text has; an unpaired surrogate counts as three. */
  public static long length(CharSequence text) {
    long bytes = text.length();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= 0x80) {
        // A pair is two chars and four bytes, so each half adds one.
        bytes += c < 0x800 || isPaired(text, at) ? 1 : 2;
      }
    }
    return bytes;
  }

  private static boolean isPaired(CharSequence text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c) && at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }

  /**
   * The bytes of a text. An unpaired surrogate becomes the three bytes that its number would have,
   * which no checker of UTF-8 accepts: it is found again where it stood.
   */
  public static byte[] encode(String text) {
    int unpaired = unpairedSurrogate(text);
    return unpaired < 0 ? text.getBytes(StandardCharsets.UTF_8) : encodeWithUnpaired(text);
  }

  private static byte[] encodeWithUnpaired(String text) {
    byte[] bytes = new byte[Math.toIntExact(length(text))];
    int to = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      to = put(bytes, to, codePoint);
      at += Character.charCount(codePoint);
    }
    return bytes;
  }

  /** Writes one code point and returns the index behind it. */
  public static int put(byte[] bytes, int at, int codePoint) {
    int to = at;
    if (codePoint < 0x80) {
      bytes[to++] = (byte) codePoint;
      return to;
    }
    if (codePoint < 0x800) {
      bytes[to++] = (byte) (0xC0 | codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        bytes[to++] = (byte) (0xE0 | codePoint >> 12);
      } else {
        bytes[to++] = (byte) (0xF0 | codePoint >> 18);
        bytes[to++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
      }
      bytes[to++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
    }
    bytes[to++] = (byte) (0x80 | (codePoint & 0x3F));
    return to;
  }

  /**
   * The length of the sequence that begins at an index: 1 to 4, or 0 if there is no well-formed one
   * (RFC 3629, section 4: nothing overlong, no surrogates, nothing above U+10FFFF).
   */
  public static int sequence(byte[] bytes, int at, int end) {
    int lead = bytes[at];
    if (lead >= 0) {
      return 1;
    }
    lead &= 0xFF;
    if (lead < 0xE0) {
      return lead >= 0xC2 && continues(bytes, at + 1, end) ? 2 : 0;
    }
    if (!continues(bytes, at + 1, end) || !continues(bytes, at + 2, end)) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    if (lead < 0xF0) {
      boolean wellFormed =
          switch (lead) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            default -> true;
          };
      return wellFormed ? 3 : 0;
    }
    boolean wellFormed =
        switch (lead) {
          case 0xF0 -> second >= 0x90;
          case 0xF4 -> second < 0x90;
          default -> lead < 0xF4;
        };
    return wellFormed && continues(bytes, at + 3, end) ? 4 : 0;
  }

  private static boolean continues(byte[] bytes, int at, int end) {
    return at < end && (bytes[at] & 0xC0) == 0x80;
  }
}
