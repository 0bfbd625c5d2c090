package dev.keyhold.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The directory alone: segments that grow, split, shrink and merge. */
class DirectoryTest {
  private final RandomGenerator random = Seeds.random(this);
  private final Directory<Object> directory = new Directory<>(new Footprint());

  private static Entry<Object> entry(String key) {
    return Entry.of(key.getBytes(StandardCharsets.UTF_8), key.hashCode());
  }

  private static Entry<Object> find(Directory<Object> directory, String key) {
    return directory.find(key, key.hashCode());
  }

  private List<Entry<Object>> fill(int count) {
    List<Entry<Object>> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Entry<Object> entry = entry(Keys.user(i));
      directory.add(entry);
      entries.add(entry);
    }
    return entries;
  }

  @Test
  void entries_addedAndRemovedInAnyOrder_leaveOneSegment() {
    List<Entry<Object>> entries = fill(20_000);
    Directory.Size full = directory.check();
    assertThat(full.entries()).isEqualTo(20_000);
    assertThat(full.segments()).isBetween(25, 60);
    entries.forEach(entry -> assertThat(find(directory, entry.keyText())).isSameAs(entry));
    Collections.shuffle(entries, Random.from(random));
    for (int i = 0; i < entries.size(); i++) {
      directory.remove(entries.get(i));
      if (i % 1_000 == 0) {
        assertThat(directory.check().entries()).isEqualTo(entries.size() - i - 1);
      }
    }
    Directory.Size empty = directory.check();
    assertThat(empty.entries()).isZero();
    assertThat(empty.segments()).isEqualTo(1);
    assertThat(empty.slots()).isEqualTo(8);
  }

  /** Slots of removed entries are used again, or swept: searches end. */
  @Test
  void entries_comingAndGoingForLong_stayAsManySlots() {
    List<Entry<Object>> entries = fill(1_000);
    for (int i = 1_000; i < 200_000; i++) {
      int at = random.nextInt(entries.size());
      directory.remove(entries.get(at));
      Entry<Object> entry = entry(Keys.user(i));
      directory.add(entry);
      entries.set(at, entry);
    }
    Directory.Size size = directory.check();
    assertThat(size.entries()).isEqualTo(1_000);
    assertThat(size.slots()).isLessThan(4_000);
    entries.forEach(entry -> assertThat(find(directory, entry.keyText())).isSameAs(entry));
    assertThat(find(directory, "user:none")).isNull();
  }

  @Test
  void successor_putInThePlaceOfTheDead_isFoundInstead() {
    fill(100);
    Entry<Object> dead = find(directory, Keys.user(50));
    Entry<Object> fresh = entry(Keys.user(50));
    directory.replace(dead, fresh);
    assertThat(find(directory, Keys.user(50))).isSameAs(fresh);
    assertThat(directory.check().entries()).isEqualTo(100);
    directory.remove(dead);
    assertThat(find(directory, Keys.user(50))).isSameAs(fresh);
    directory.remove(fresh);
    assertThat(find(directory, Keys.user(50))).isNull();
  }

  @Test
  void entriesOfOneHash_moreThanASearchMeets_overflow() {
    List<String> keys = Keys.colliding(9);
    keys.forEach(key -> directory.add(entry(key)));
    Directory.Size size = directory.check();
    assertThat(size.entries()).isBetween(64, 128);
    assertThat(size.slots()).isLessThan(1_000);
    assertThat(directory.isOverflown(keys.getFirst().hashCode())).isTrue();
  }
}
