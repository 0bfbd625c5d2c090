package dev.keyhold.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries: found, made, ended. */
class OrderedIndexTest {
  private final IndexMap map = new IndexMap();
  private final OrderedIndex<Object> index = map.index;

  @AfterEach
  void index_afterwards_isSound() {
    index.check();
  }

  @Test
  void entry_foundAgain_isTheSame() {
    Entry<Object> entry = index.findOrCreate("key");
    assertThat(index.findOrCreate("key")).isSameAs(entry);
    assertThat(index.find("key")).isSameAs(entry);
    assertThat(index.find("kex")).isNull();
    assertThat(entry.version()).isNull();
    assertThat(entry.isDead()).isFalse();
    assertThat(entry.keyText()).isEqualTo("key");
  }

  @Test
  void version_replaced_onlyIfExpected() {
    Entry<Object> entry = index.findOrCreate("key");
    assertThat(entry.replace("other", "first")).isFalse();
    assertThat(entry.replace(null, "first")).isTrue();
    assertThat(entry.replace(null, "second")).isFalse();
    assertThat(entry.replace("first", "second")).isTrue();
    assertThat(entry.version()).isEqualTo("second");
  }

  @Test
  void entry_removed_isDeadAndLeaves() {
    Entry<Object> entry = index.findOrCreate("key");
    entry.replace(null, "value");
    assertThat(index.remove(entry, "value")).isTrue();
    assertThat(entry.isDead()).isTrue();
    assertThat(entry.version()).isNull();
    assertThat(entry.toString()).isEqualTo("key (dead)");
    assertThat(entry.replace(null, "late")).isFalse();
    assertThat(entry.replace("value", "late")).isFalse();
    assertThat(index.find("key")).isNull();
    assertThat(index.findOrCreate("key")).isNotSameAs(entry);
  }

  @Test
  void entry_writtenMeanwhile_isNotRemoved() {
    Entry<Object> entry = index.findOrCreate("key");
    entry.replace(null, "first");
    entry.replace("first", "second");
    assertThat(index.remove(entry, "first")).isFalse();
    assertThat(index.remove(entry, null)).isFalse();
    assertThat(index.find("key")).isSameAs(entry);
    assertThat(entry.version()).isEqualTo("second");
  }

  @Test
  void entry_removedTwice_leavesItsSuccessorAlone() {
    Entry<Object> entry = index.findOrCreate("key");
    assertThat(index.remove(entry, null)).isTrue();
    Entry<Object> successor = index.findOrCreate("key");
    assertThat(index.remove(entry, null)).isFalse();
    assertThat(index.find("key")).isSameAs(successor);
  }

  @Test
  void deadEntry_notYetUnlinked_isReplacedInItsPlace() {
    Entry<Object> dead = index.findOrCreate("key");
    assertThat(dead.die(null)).isTrue();
    assertThat(index.find("key")).isSameAs(dead);
    Entry<Object> successor = index.findOrCreate("key");
    assertThat(successor).isNotSameAs(dead);
    assertThat(index.find("key")).isSameAs(successor);
    assertThat(IndexMap.met(index.ascending(null, null))).isEmpty();
    successor.replace(null, "value");
    assertThat(IndexMap.met(index.ascending(null, null))).containsExactly("key=value");
    assertThat(index.check().entries()).isEqualTo(1);
  }

  @Test
  void emptyKeyAndNul_next_areKeysOfTheirOwn() {
    List<String> keys = List.of("", "\0", "\0\0", "a", "a\0", "a\0\0", "a\0b", "aa");
    keys.forEach(key -> map.put(key, key.length()));
    assertThat(IndexMap.met(index.ascending(null, null)).stream().map(s -> s.split("=", -1)[0]))
        .isEqualTo(keys);
    keys.forEach(key -> assertThat(map.get(key)).isEqualTo(key.length()));
    assertThat(index.check().entries()).isEqualTo(keys.size());
  }

  /** The classes of entries change at 3, 11, 19, 27, 35 bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "€", "😀", "x€", "éx😀"})
  void keys_ofAllLengths_areFoundAndKept(String part) {
    for (int length = 0; length < 50; length++) {
      String key = part.repeat(length);
      Entry<Object> entry = index.findOrCreate(key);
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      assertThat(entry.keyText()).isEqualTo(key);
      assertThat(entry.keyBytes()).isEqualTo(bytes);
      assertThat(entry.keyLengthBytes()).isEqualTo(bytes.length);
      assertThat(index.find(key)).isSameAs(entry);
      assertThat(index.find(key + "y")).isNull();
      for (int at = 0; at < bytes.length + 9; at++) {
        assertThat(entry.head(at)).isEqualTo(KeyBytes.head(bytes, at));
        assertThat(entry.word(at)).isEqualTo(KeyBytes.word(bytes, at * 8));
      }
    }
    assertThat(index.check().entries()).isEqualTo(50);
  }

  /** A char is not the byte that is left of it when it is cut. */
  @Test
  void keys_whoseCharsAreAlikeInTheirLowByte_areTold() {
    for (int length = 1; length < 60; length++) {
      String key = "k".repeat(length);
      Entry<Object> entry = index.findOrCreate(key);
      for (int at = 0; at < length; at++) {
        for (int unit = 0x16B; unit < 0xD800; unit += 0x3700) {
          requireOther(key.substring(0, at) + (char) unit + key.substring(at + 1), entry);
        }
        requireOther(key.substring(0, at) + 'l' + key.substring(at + 1), entry);
      }
      assertThat(entry.isOf(key)).isTrue();
    }
  }

  private void requireOther(String key, Entry<Object> entry) {
    assertThat(entry.isOf(key)).as(key).isFalse();
    assertThat(index.find(key)).as(key).isNull();
    Entry<Object> other = index.findOrCreate(key);
    assertThat(other.keyText()).isEqualTo(key);
    assertThat(index.find(key)).isSameAs(other);
    assertThat(index.remove(other, null)).isTrue();
  }

  @Test
  void longestKeys_sixtyFourKilobytes_areOrderedByTheirEnds() {
    String start = "k".repeat(65_535);
    for (char end = 'z'; end >= 'a'; end--) {
      map.put(start + end, String.valueOf(end));
    }
    Cursor<Object> cursor = index.ascending(Cut.after(start + 'b'), Cut.before(start + 'e'));
    assertThat(cursor.next()).isSameAs(index.find(start + 'c'));
    assertThat(cursor.next()).isSameAs(index.find(start + 'd'));
    assertThat(cursor.next()).isNull();
    assertThat(cursor.next()).isNull();
  }

  @Test
  void collidingKeys_manyMoreThanOneSearchMeets_areAllFound() {
    List<String> keys = Keys.colliding(10);
    keys.forEach(key -> map.put(key, key));
    keys.forEach(key -> assertThat(map.get(key)).isEqualTo(key));
    Census census = index.check();
    assertThat(census.entries()).isEqualTo(keys.size());
    assertThat(census.overflown()).isPositive();
    assertThat(map.get("AaAaAaAaAaAaAaAaAaC#")).isNull();
    keys.forEach(key -> assertThat(map.remove(key)).isEqualTo(key));
    assertThat(index.check().leaves()).isEqualTo(1);
  }

  @Test
  void ascendingKeys_inserted_fillTheirLeaves() {
    for (int i = 0; i < 10_000; i++) {
      map.put(Keys.user(i), "value");
    }
    Census census = index.check();
    assertThat(census.leafCapacity()).isLessThan(census.entries() * 11L / 10);
  }

  @Test
  void randomKeys_inserted_wasteLittle() {
    RandomGenerator random = Seeds.random(this);
    for (int i = 0; i < 20_000; i++) {
      map.put(Long.toHexString(random.nextLong()), "value");
    }
    Census census = index.check();
    assertThat(census.leafCapacity()).isLessThan(census.entries() * 13L / 10);
    assertThat(census.slots()).isLessThan(census.entries() * 5 / 2);
  }
}
