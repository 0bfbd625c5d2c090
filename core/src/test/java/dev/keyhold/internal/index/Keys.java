package dev.keyhold.internal.index;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Keys for tests, of many kinds. */
final class Keys {
  /** The ends of the lengths that UTF-8 has, and what UTF-16 orders otherwise. */
  private static final int[] CODE_POINTS = {
    0, 1, 'a', 'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFF5E, 0xFFFF, 0x10000, 0x1F600,
    0x10FFFF
  };

  private Keys() {}

  /** A key of few kinds of characters, short or long, so that keys meet and begin alike. */
  static String wild(RandomGenerator random) {
    StringBuilder key = new StringBuilder();
    if (random.nextInt(4) == 0) {
      key.repeat("shared/", random.nextInt(7));
    }
    int length = random.nextInt(10) == 0 ? random.nextInt(40) : random.nextInt(5);
    for (int left = length; left > 0; left--) {
      key.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
    }
    return key.toString();
  }

  /** One of so many keys that look like those of users. */
  static String user(int number) {
    String digits = Integer.toString(number);
    return "user:" + "0".repeat(Math.max(0, 6 - digits.length())) + digits + ":profile";
  }

  /** Keys with the same hash of the string: two to the power of so many. */
  static List<String> colliding(int power) {
    List<String> keys = new ArrayList<>(List.of(""));
    for (int i = 0; i < power; i++) {
      List<String> longer = new ArrayList<>();
      for (String key : keys) {
        longer.add(key + "Aa");
        longer.add(key + "BB");
      }
      keys = longer;
    }
    return keys;
  }
}
