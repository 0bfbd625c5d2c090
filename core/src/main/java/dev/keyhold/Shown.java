package dev.keyhold;

import dev.keyhold.json.Json;

/** How keys appear in messages and in {@code toString}: in quotes, controls escaped, cut. */
final class Shown {
  /** As much of a key as a message shows. */
  static final int CHARS_MAX = 60;

  private Shown() {}

  /** A valid key as a JSON string, cut behind so many characters. */
  static String key(String key, int charsMax) {
    if (key.codePointCount(0, key.length()) <= charsMax) {
      return Json.of((Object) key).toString();
    }
    String cut = key.substring(0, key.offsetByCodePoints(0, charsMax)) + "…";
    return Json.of((Object) cut).toString();
  }
}
