package dev.keyhold.bench.engine;

import java.util.Locale;

/** What keys look like. */
enum KeyShape {
  /** {@code user:000123:profile}: 19 bytes, alike at both ends. */
  USER {
    @Override
    String key(int number) {
      return String.format(Locale.ROOT, "user:%06d:profile", number);
    }
  },
  /** 16 hexadecimal digits, all of them random. */
  HEX {
    @Override
    String key(int number) {
      // An odd factor and a shift by half: a bijection, so that no key comes twice.
      long spread = (number + 1L) * 0x9E3779B97F4A7C15L;
      return String.format(Locale.ROOT, "%016x", spread ^ spread >>> 32);
    }
  },
  /** A decimal number without leading zeros. */
  NUMBER {
    @Override
    String key(int number) {
      return Integer.toString(number);
    }
  };

  abstract String key(int number);

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
