package dev.keyhold.bench.engine;

import java.util.HexFormat;
import java.util.Locale;

/** What keys look like. */
enum KeyShape {
  /** {@code user:000123:profile}: 19 bytes below a million, alike at both ends. */
  USER {
    @Override
    String key(int number) {
      String digits = Integer.toString(number);
      return "user:" + "0".repeat(Math.max(0, DIGITS - digits.length())) + digits + ":profile";
    }
  },
  /** 16 hexadecimal digits, all of them random. */
  HEX {
    @Override
    String key(int number) {
      // An odd factor and a shift by half: a bijection, so that no key comes twice.
      long spread = (number + 1L) * 0x9E3779B97F4A7C15L;
      return HexFormat.of().toHexDigits(spread ^ spread >>> 32);
    }
  },
  /** A decimal number without leading zeros. */
  NUMBER {
    @Override
    String key(int number) {
      return Integer.toString(number);
    }
  };

  private static final int DIGITS = 6;

  abstract String key(int number);

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
