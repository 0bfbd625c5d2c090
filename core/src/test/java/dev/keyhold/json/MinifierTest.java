package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** What goes eight bytes at a time, at every offset from a word's edge. */
class MinifierTest {
  /** Longer than two words, and than what is moved word by word. */
  private static final int BYTES_MAX = 40;

  @Test
  void parse_stringsBehindSpaces_areMovedWhole() {
    for (int spaces = 0; spaces <= BYTES_MAX; spaces++) {
      for (int length = 0; length <= BYTES_MAX; length++) {
        String string = '"' + "abcdefgh".repeat(5).substring(0, length) + '"';
        String space = " ".repeat(spaces);

        assertMinified(
            space + "[" + string + "," + space + string + "]", "[" + string + "," + string + "]");
      }
    }
  }

  @Test
  void parse_lineBreaksAndIndentation_areDropped() {
    for (int spaces = 0; spaces <= BYTES_MAX; spaces++) {
      String indent = "\r\n\t" + " ".repeat(spaces) + "\n";

      assertMinified("[" + indent + "1" + indent + "," + indent + "2" + indent + "]", "[1,2]");
    }
  }

  @Test
  void parse_stringEndsAtEveryOffset_isFoundWithItsEscapes() {
    for (int length = 0; length <= BYTES_MAX; length++) {
      String text = "x".repeat(length);
      for (String special : new String[] {"\\\"", "\\\\", "é", "鍵", "\uD83D\uDD11"}) {
        String string = '"' + text + special + text + '"';

        assertMinified("[" + string + ", " + string + "]", "[" + string + "," + string + "]");
        assertThat(Json.parse("[[" + string + "],7]").at("/1")).isEqualTo(Json.of(7));
      }
    }
  }

  @Test
  void parse_sameNameOfEveryLength_keepsTheLast() {
    for (int length = 0; length <= BYTES_MAX; length++) {
      String name = '"' + "n".repeat(length) + '"';

      // The last one stands at the end of the text, where no word can be read any more.
      assertMinified("{" + name + ":1," + name + ":2}", "{" + name + ":2}");
      assertMinified("{" + name + ":1," + name + ":2," + name + ":3}", "{" + name + ":3}");
    }
  }

  @Test
  void parse_manyNames_loseToTheirLaterTwinsOnly() {
    for (int names = 1; names <= BYTES_MAX; names++) {
      for (int twin = 0; twin < names; twin++) {
        StringJoiner text = new StringJoiner(",", "{", "}");
        StringJoiner wanted = new StringJoiner(",", "{", "}");
        for (int i = 0; i < names; i++) {
          text.add("\"version%d\":%d".formatted(i, i));
          if (i != twin) {
            wanted.add("\"version%d\":%d".formatted(i, i));
          }
        }
        text.add("\"version%d\":true".formatted(twin));
        wanted.add("\"version%d\":true".formatted(twin));

        assertMinified(text.toString(), wanted.toString());
      }
    }
  }

  /** Names with the same first and last eight bytes and the same length look alike to a sketch. */
  @Test
  void parse_namesThatDifferInTheMiddle_areAllKept() {
    StringJoiner text = new StringJoiner(",", "{", "}");
    for (int i = 10; i < 26; i++) {
      text.add("\"beginning%dbehind-it\":%d".formatted(i, i));
    }

    assertMinified(text.toString(), text.toString());
    assertMinified(
        text.toString().replace("}", ",\"beginning12behind-it\":0}"),
        text.toString()
            .replace("\"beginning12behind-it\":12,", "")
            .replace("}", ",\"beginning12behind-it\":0}"));
  }

  /** What comes minified is only looked at, up to the first byte that has to go. */
  @Test
  void parse_minifiedUpToAnyPlace_readsOnAsIfItHadNotBeen() {
    String text =
        "{\"a\":[1,-2.5e3,true,false,null,\"x\",[],{},[[{\"b\":{\"c\":\"\\n\"}}]]],"
            + "\"long name of a member\":{\"d\":1,\"e\":2},\"f\":{\"g\":{\"h\":0}},\"i\":\"é\"}";
    assertMinified(text, text);
    boolean quoted = false;
    for (int at = 0; at <= text.length(); at++) {
      boolean between = !quoted && (at == 0 || at == text.length() || isMark(text, at));
      if (between) {
        for (String space : List.of(" ", "\n", "\t\r\n          ")) {
          assertMinified(text.substring(0, at) + space + text.substring(at), text);
        }
      }
      if (at < text.length() && text.charAt(at) == '"') {
        quoted = !quoted;
      }
    }
    for (String name : List.of("a", "long name of a member", "d", "g", "i")) {
      String escaped = "\\u%04x".formatted((int) name.charAt(0)) + name.substring(1);
      assertMinified(text.replace("\"" + name + "\"", "\"" + escaped + "\""), text);
    }
  }

  /** Whether white space may stand here, outside of strings. */
  private static boolean isMark(String text, int at) {
    return "{}[]:,".indexOf(text.charAt(at)) >= 0 || "{}[]:,".indexOf(text.charAt(at - 1)) >= 0;
  }

  /** A first name is compared as the others are, whatever lies between it and the second. */
  @Test
  void parse_firstNameOfAnObject_losesToALaterTwin() {
    assertMinified("{\"a\":1,\"a\":2}", "{\"a\":2}");
    assertMinified("{\"a\":{\"b\":1,\"b\":2},\"a\":{\"c\":3}}", "{\"a\":{\"c\":3}}");
    assertMinified("{\"a\":{\"b\":1,\"b\":2},\"c\":3}", "{\"a\":{\"b\":2},\"c\":3}");
    assertMinified("{ \"a\": [{\"b\":1, \"b\":2}], \"\\u0061\": 2}", "{\"a\":2}");
  }

  private static void assertMinified(String text, String minified) {
    assertThat(Json.parse(text)).hasToString(minified);
  }
}
