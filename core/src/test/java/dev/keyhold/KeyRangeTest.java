package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.InvalidKeyException;
import dev.keyhold.internal.text.CodePoints;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRangeTest {
  private static final List<String> KEYS =
      List.of("", "a", "a\0", "aa", "b", "b\0", "c", "\uFF5E", "😀");

  private static List<String> in(KeyRange range) {
    return KEYS.stream().filter(range::contains).toList();
  }

  @Test
  void eachKindOfRange_asked_containsItsKeys() {
    assertThat(in(KeyRange.all())).isEqualTo(KEYS);
    assertThat(in(KeyRange.only("a"))).containsExactly("a");
    assertThat(in(KeyRange.only(""))).containsExactly("");
    assertThat(in(KeyRange.closed("a", "b"))).containsExactly("a", "a\0", "aa", "b");
    assertThat(in(KeyRange.closedOpen("a", "b"))).containsExactly("a", "a\0", "aa");
    assertThat(in(KeyRange.openClosed("a", "b"))).containsExactly("a\0", "aa", "b");
    assertThat(in(KeyRange.open("a", "b"))).containsExactly("a\0", "aa");
    assertThat(in(KeyRange.atLeast("b"))).containsExactly("b", "b\0", "c", "\uFF5E", "😀");
    assertThat(in(KeyRange.after("b"))).containsExactly("b\0", "c", "\uFF5E", "😀");
    assertThat(in(KeyRange.atMost("a"))).containsExactly("", "a");
    assertThat(in(KeyRange.before("a"))).containsExactly("");
    assertThat(in(KeyRange.prefix("a"))).containsExactly("a", "a\0", "aa");
    assertThat(in(KeyRange.atLeast("\uFF5E"))).as("code points").containsExactly("\uFF5E", "😀");
  }

  @Test
  void range_withoutKeysBetweenItsBounds_isEmpty() {
    assertThat(KeyRange.closedOpen("a", "a").isEmpty()).isTrue();
    assertThat(KeyRange.openClosed("a", "a").isEmpty()).isTrue();
    assertThat(KeyRange.open("a", "a").isEmpty()).isTrue();
    assertThat(KeyRange.open("a", "a\0").isEmpty()).isTrue();
    assertThat(KeyRange.before("").isEmpty()).isTrue();
    assertThat(KeyRange.closed("a", "a").isEmpty()).isFalse();
    assertThat(KeyRange.all().isEmpty()).isFalse();
    assertThat(in(KeyRange.open("a", "a"))).isEmpty();
  }

  @Test
  void range_downwards_isRefused() {
    assertThatThrownBy(() -> KeyRange.closed("b", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a key range goes upwards, but its first bound \"b\" comes after its second \"a\"; swap"
                + " them");
    assertThatThrownBy(() -> KeyRange.open("😀", "\uFF5E"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bound_thatIsNoText_isRefused() {
    assertThatThrownBy(() -> KeyRange.prefix("a\ud800"))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("bound of a key range has an unpaired surrogate U+D800 at index 1");
    assertThatThrownBy(() -> KeyRange.after(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("bound of a key range is null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "user:",
        "a\uD7FF",
        "a\uFFFF",
        "\uFFFF",
        "\uDBFF\uDFFF",
        "a\uDBFF\uDFFF",
        "\uD83D\uDE00",
        "b\uDBFF\uDFFF\uDBFF\uDFFF",
        "\0"
      })
  void prefix_ofAnyEnd_containsExactlyWhatBeginsSo(String prefix) {
    KeyRange range = KeyRange.prefix(prefix);
    int[] tails = {0, 'a', 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
    Stream<String> neighbours =
        Stream.of(
            "",
            "\0",
            "a",
            "b",
            "c",
            "user",
            "user:x",
            "user;",
            "\uD7FF",
            "\uE000",
            "\uFFFF",
            "😀",
            "\uDBFF\uDFFF");
    List<String> keys =
        Stream.concat(
                Stream.concat(neighbours, Stream.of(prefix)),
                java.util.Arrays.stream(tails).mapToObj(tail -> prefix + Character.toString(tail)))
            .flatMap(key -> Stream.of(key, key + "\0", key + "\uDBFF\uDFFF"))
            .toList();
    for (String key : keys) {
      assertThat(range.contains(key)).as(key).isEqualTo(key.startsWith(prefix));
    }
  }

  @Test
  void randomPrefixes_askedForRandomKeys_containWhatBeginsSo() {
    RandomGenerator random = Seeds.random(this);
    for (int i = 0; i < 100_000; i++) {
      String prefix = DatabaseModelTest.key(random);
      String key =
          random.nextBoolean()
              ? prefix + DatabaseModelTest.key(random)
              : DatabaseModelTest.key(random);
      assertThat(KeyRange.prefix(prefix).contains(key))
          .as("%s of %s", prefix, key)
          .isEqualTo(key.startsWith(prefix));
    }
  }

  @Test
  void randomBounds_askedForRandomKeys_containWhatLiesBetween() {
    RandomGenerator random = Seeds.random(this);
    for (int i = 0; i < 100_000; i++) {
      String one = DatabaseModelTest.key(random);
      String other = DatabaseModelTest.key(random);
      String from = CodePoints.compare(one, other) <= 0 ? one : other;
      String to = from.equals(one) ? other : one;
      String key = DatabaseModelTest.key(random);
      int low = CodePoints.compare(key, from);
      int high = CodePoints.compare(key, to);
      assertThat(KeyRange.closed(from, to).contains(key)).isEqualTo(low >= 0 && high <= 0);
      assertThat(KeyRange.closedOpen(from, to).contains(key)).isEqualTo(low >= 0 && high < 0);
      assertThat(KeyRange.openClosed(from, to).contains(key)).isEqualTo(low > 0 && high <= 0);
      assertThat(KeyRange.open(from, to).contains(key)).isEqualTo(low > 0 && high < 0);
    }
  }

  @Test
  void ranges_withTheSameBounds_areEqual() {
    assertThat(KeyRange.after("a"))
        .isEqualTo(KeyRange.atLeast("a\0"))
        .hasSameHashCodeAs(KeyRange.atLeast("a\0"));
    assertThat(KeyRange.prefix("")).isEqualTo(KeyRange.all()).isEqualTo(KeyRange.atLeast(""));
    assertThat(KeyRange.open("a", "a"))
        .isEqualTo(KeyRange.closedOpen("b", "b"))
        .hasSameHashCodeAs(KeyRange.closedOpen("b", "b"));
    assertThat(KeyRange.only("a"))
        .isEqualTo(KeyRange.closed("a", "a"))
        .isNotEqualTo(KeyRange.only("b"));
    assertThat(KeyRange.atLeast("a")).isNotEqualTo(KeyRange.atMost("a"));
  }

  @Test
  void toString_ofARange_isAnInterval() {
    assertThat(KeyRange.all()).hasToString("[\"\", …)");
    assertThat(KeyRange.closed("a", "b")).hasToString("[\"a\", \"b\"]");
    assertThat(KeyRange.open("a", "b")).hasToString("(\"a\", \"b\")");
    assertThat(KeyRange.prefix("user:")).hasToString("[\"user:\", \"user;\")");
    assertThat(KeyRange.before("")).hasToString("[]");
    assertThat(KeyRange.atLeast("x".repeat(1000))).hasToString("[\"" + "x".repeat(60) + "…\", …)");
  }

  @Test
  void bounds_ofARange_canBeRead() {
    assertThat(KeyRange.after("a").fromInclusive()).isEqualTo("a\0");
    assertThat(KeyRange.after("a").toExclusive()).isEmpty();
    assertThat(KeyRange.prefix("a").toExclusive()).contains("b");
    assertThat(KeyRange.prefix("\uD7FF").toExclusive()).contains("\uE000");
    assertThat(KeyRange.prefix("\uFFFF").toExclusive()).contains("\uD800\uDC00");
    assertThat(KeyRange.prefix("a\uDBFF\uDFFF").toExclusive()).contains("b");
    assertThat(KeyRange.prefix("\uDBFF\uDFFF").toExclusive()).isEmpty();
  }

  @Test
  void intersection_ofAnyTwo_hasTheKeysOfBoth() {
    List<KeyRange> ranges =
        List.of(
            KeyRange.all(),
            KeyRange.prefix("a"),
            KeyRange.open("a", "b"),
            KeyRange.after("b"),
            KeyRange.atMost("aa"),
            KeyRange.only("c"));
    for (KeyRange one : ranges) {
      for (KeyRange other : ranges) {
        KeyRange both = one.intersection(other);
        assertThat(in(both)).isEqualTo(in(one).stream().filter(other::contains).toList());
        assertThat(both).isEqualTo(other.intersection(one));
      }
    }
  }
}
