package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.InvalidKeyException;
import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.LimitException;
import dev.keyhold.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseTest {
  record Address(String street) {}

  record User(String name, int age, Map<String, List<Object>> more) {}

  private final Database database = new Database();

  // Values

  @Test
  void newDatabase_asked_isEmpty() {
    assertThat(database.isEmpty()).isTrue();
    assertThat(database.size()).isZero();
    assertThat(database.get("a")).isEmpty();
    assertThat(database.get("a", Long.class)).isEmpty();
    assertThat(database.remove("a")).isEmpty();
    assertThat(database.contains("a")).isFalse();
    assertThat(database).isEmpty();
  }

  @Test
  void insert_ofAnythingSerializable_isReadBack() {
    User user = new User("Ada", 36, Map.of());
    database.insert("user", user);
    database.insert("map", Map.of("a", List.of(1, 2)));
    database.insert("number", 42);
    database.insert("instant", Instant.EPOCH);
    database.insert("json", Json.parse("{ \"a\" : 1.10 }"));
    database.insert("null", null);
    assertThat(database.get("user"))
        .contains(Json.parse("{\"name\":\"Ada\",\"age\":36,\"more\":{}}"));
    assertThat(database.get("user", User.class)).contains(user);
    assertThat(database.get("map")).contains(Json.parse("{\"a\":[1,2]}"));
    assertThat(database.get("number", Integer.class)).contains(42);
    assertThat(database.get("instant", Instant.class)).contains(Instant.EPOCH);
    assertThat(database.get("json").orElseThrow()).hasToString("{\"a\":1.10}");
    assertThat(database.size()).isEqualTo(6);
  }

  @Test
  void jsonNull_inserted_isAValueButNoObject() {
    database.insert("a", null);
    assertThat(database.get("a")).contains(Json.NULL);
    assertThat(database.contains("a")).isTrue();
    assertThat(database.get("a", User.class)).isEmpty();
  }

  @Test
  void insert_overAnOldValue_returnsIt() {
    assertThat(database.insert("a", 1)).isEmpty();
    assertThat(database.insert("a", 2)).contains(Json.of(1));
    assertThat(database.get("a")).contains(Json.of(2));
    assertThat(database.size()).isEqualTo(1);
  }

  @Test
  void remove_ofAValue_returnsIt() {
    database.insert("a", 1);
    assertThat(database.remove("a")).contains(Json.of(1));
    assertThat(database.remove("a")).isEmpty();
    assertThat(database.isEmpty()).isTrue();
  }

  @Test
  void clear_ofADatabase_leavesNothing() {
    database.insert("a", 1);
    database.insert("b", 1);
    database.clear();
    assertThat(database.isEmpty()).isTrue();
    assertThat(database.contains("a")).isFalse();
  }

  @Test
  void unserializableValue_inserted_isRefusedWithItsPathAndTheOldOneStays() {
    database.insert("a", 1);
    User user = new User("Ada", 36, Map.of("address", List.of(new Address("x"), new Object())));
    assertThatExceptionOfType(JsonConversionException.class)
        .isThrownBy(() -> database.insert("a", user))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("more.address[1]"));
    assertThatThrownBy(() -> database.insert("b", user))
        .isInstanceOf(JsonConversionException.class);
    assertThat(database.get("a")).contains(Json.of(1));
    assertThat(database.size()).isEqualTo(1);
  }

  @Test
  void get_asATypeThatDoesNotFit_isRefused() {
    database.insert("a", "text");
    assertThatThrownBy(() -> database.get("a", User.class))
        .isInstanceOf(JsonConversionException.class);
  }

  // Keys

  static Stream<BiConsumer<Database, String>> methodsTakingAKey() {
    return Stream.of(
        (database, key) -> database.get(key),
        (database, key) -> database.get(key, String.class),
        (database, key) -> database.contains(key),
        (database, key) -> database.insert(key, 1),
        (database, key) -> database.remove(key));
  }

  @ParameterizedTest
  @MethodSource("methodsTakingAKey")
  void unusableKey_givenToAnyMethod_isRefusedAndNothingHappens(
      BiConsumer<Database, String> method) {
    database.insert("a", 1);
    assertThatThrownBy(() -> method.accept(database, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key is null; a key is a string, the empty one included");
    assertThatThrownBy(() -> method.accept(database, "ab\ud800c"))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessage(
            "key has an unpaired surrogate U+D800 at index 2; keys are Unicode text, which has"
                + " none");
    assertThatThrownBy(() -> method.accept(database, "\udc00\ud800"))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> method.accept(database, "x".repeat(70_000)))
        .isInstanceOf(LimitException.class)
        .hasMessage("key is 70,000 bytes; the limit is 65,536 (Limits.keyBytesMax)");
    assertThatThrownBy(() -> method.accept(database, "é".repeat(32_769)))
        .isInstanceOf(LimitException.class);
    assertThatThrownBy(() -> method.accept(database, "😀".repeat(16_385)))
        .isInstanceOf(LimitException.class);
    assertThat(database.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("methodsTakingAKey")
  void unusableKey_givenToAnEmptyDatabase_isRefused(BiConsumer<Database, String> method) {
    assertThatThrownBy(() -> method.accept(database, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> method.accept(database, "\ud800"))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void keysAtTheirLimit_inserted_areAccepted() {
    for (String key :
        List.of("", "x".repeat(65_536), "é".repeat(32_768), "😀".repeat(16_384), "\0", "\uFFFF")) {
      database.insert(key, 1);
      assertThat(database.get(key)).contains(Json.of(1));
    }
    assertThat(database.size()).isEqualTo(6);
    assertThat(Limits.keyBytesMax()).isEqualTo(65_536);
  }

  // Order

  @Test
  void keys_walked_comeInTheOrderOfTheirCodePoints() {
    List<String> ordered =
        List.of("", "A", "a", "aa", "b", "é", "\uD7FF", "\uE000", "\uFF5E", "😀", "\uDBFF\uDFFF");
    ordered.reversed().forEach(key -> database.insert(key, key));
    assertThat(database).extracting(Database.Entry::key).isEqualTo(ordered);
    assertThat(database.descending()).extracting(Database.Entry::key).isEqualTo(ordered.reversed());
    assertThat(database.scan(KeyRange.atLeast("\uFF5E")))
        .extracting(Database.Entry::key)
        .containsExactly("\uFF5E", "😀", "\uDBFF\uDFFF");
  }

  @Test
  void range_scanned_givesItsEntriesInBothDirections() {
    for (String key : List.of("user:1", "user:2", "user:3", "users", "use", "zoo")) {
      database.insert(key, key.length());
    }
    Scan<Database.Entry> users = database.scan(KeyRange.prefix("user:"));
    assertThat(users)
        .containsExactly(
            new Database.Entry("user:1", Json.of(6)),
            new Database.Entry("user:2", Json.of(6)),
            new Database.Entry("user:3", Json.of(6)));
    assertThat(users.descending())
        .extracting(Database.Entry::key)
        .containsExactly("user:3", "user:2", "user:1");
    assertThat(users.descending().descending()).containsExactlyElementsOf(users);
    assertThat(users.stream().skip(1).map(Database.Entry::key)).containsExactly("user:2", "user:3");
    assertThat(database.scan(KeyRange.closedOpen("a", "a"))).isEmpty();
    assertThat(database.scan(KeyRange.open("zoo", "zoo"))).isEmpty();
  }

  @Test
  void scan_walkedAgain_seesWhatIsThereThen() {
    Scan<Database.Entry> scan = database.scan(KeyRange.all());
    Stream<Database.Entry> stream = scan.stream();
    database.insert("a", 1);
    assertThat(scan).hasSize(1);
    assertThat(stream).hasSize(1);
  }

  @Test
  void walk_afterAKeyCameOrWent_fails() {
    database.insert("a", 1);
    database.insert("b", 1);
    Iterator<Database.Entry> overInsert = database.iterator();
    overInsert.next();
    database.insert("c", 1);
    assertThatThrownBy(overInsert::next).isInstanceOf(ConcurrentModificationException.class);
    Iterator<Database.Entry> overRemove =
        database.scan(KeyRange.atLeast("a")).descending().iterator();
    overRemove.next();
    database.remove("a");
    assertThatThrownBy(overRemove::next).isInstanceOf(ConcurrentModificationException.class);
  }

  @Test
  void walk_afterAValueWasOverwritten_goesOn() {
    database.insert("a", 1);
    database.insert("b", 1);
    List<Database.Entry> seen = new ArrayList<>();
    for (Database.Entry entry : database) {
      database.insert("b", 2);
      seen.add(entry);
    }
    assertThat(seen)
        .containsExactly(new Database.Entry("a", Json.of(1)), new Database.Entry("b", Json.of(2)));
  }

  @Test
  void walk_askedToRemove_refuses() {
    database.insert("a", 1);
    Iterator<Database.Entry> walk = database.iterator();
    walk.next();
    assertThatThrownBy(walk::remove).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
    assertThat(database.size()).isEqualTo(1);
  }

  // As a whole

  @Test
  void databases_withTheSameContent_areEqual() {
    Database other = new Database();
    assertThat(database).isEqualTo(other).hasSameHashCodeAs(other);
    database.insert("a", Json.parse("{\"x\":1,\"y\":2}"));
    assertThat(database).isNotEqualTo(other);
    other.insert("a", Json.parse("{\"y\":2.0,\"x\":1}"));
    assertThat(database).isEqualTo(other).hasSameHashCodeAs(other);
    other.insert("a", 1);
    assertThat(database).isNotEqualTo(other);
    assertThat(database.equals((Object) "a")).isFalse();
  }

  @Test
  void toString_ofASmallDatabase_showsAll() {
    assertThat(database).hasToString("Database of 0 {}");
    database.insert("b\n", List.of(1, 2));
    database.insert("a", "x");
    assertThat(database).hasToString("Database of 2 {\"a\": \"x\", \"b\\n\": [1,2]}");
  }

  @Test
  void toString_ofALargeDatabase_isBounded() {
    for (int i = 0; i < 2000; i++) {
      database.insert("%04d".formatted(i) + "😀".repeat(1000), "y".repeat(100_000 * (i % 2)));
    }
    assertThat(database.toString())
        .startsWith("Database of 2,000 {\"0000😀")
        .endsWith(", …}")
        .contains("yyy…")
        .doesNotContain("0010")
        .hasSizeLessThan(3_000);
  }

  @Test
  void database_isMarkedAsSingleOwner() {
    assertThat(Database.class).hasAnnotation(SingleOwner.class);
  }
}
