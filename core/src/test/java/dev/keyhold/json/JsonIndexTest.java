package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * What the index of a large document holds, how much of it there is, and that reading trusts it.
 */
class JsonIndexTest {
  private final RandomGenerator random = Seeds.random(this);
  private final LargeDocuments documents = new LargeDocuments(random);

  @Test
  void index_hasContainersFrom64KibibytesOn_andNothingElse() {
    int most = JsonIndex.TEXT_BYTES_MIN - 1;
    assertThat(Json.parse(array(most)).index()).isNull();
    assertThat(Json.parse(array(most + 1)).index()).isNotNull();
    assertThat(Json.parse(array(most) + " ").index()).as("white space does not count").isNull();
    assertThat(Json.parse("\"" + "x".repeat(most) + "\"").index()).as("a string").isNull();
    assertThat(Json.of("x".repeat(most)).index()).as("a string of Java's").isNull();
    assertThat(Json.of(List.of("x".repeat(most))).index()).as("a list of Java's").isNotNull();
    assertThat(Json.parse("{\"a\":" + array(most) + ",\"a\":0}").index())
        .as("a member that lost does not count")
        .isNull();
  }

  private static String array(int bytes) {
    return "[\"" + "x".repeat(bytes - 4) + "\"]";
  }

  @Test
  void container_getsAnEntry_fromTheCostOfAScanOn() {
    assertThat(entriesWithin(array(JsonIndex.SCAN_BYTES_MAX - 1))).isEmpty();
    String smallest = array(JsonIndex.SCAN_BYTES_MAX);
    assertThat(entriesWithin(smallest)).containsExactly(smallest);
    assertThat(entriesWithin("{\"a\":" + smallest + "}"))
        .as("passing over the object is cheap: a jump")
        .containsExactly(smallest);
    int jump = JsonIndex.JUMP_BYTES;
    String tooLittle = "[" + smallest + "," + array(JsonIndex.SCAN_BYTES_MAX - jump - 4) + "]";
    assertThat(entriesWithin(tooLittle)).as("a jump and a scan").containsExactly(smallest);
    String enough = "[" + smallest + "," + array(JsonIndex.SCAN_BYTES_MAX - jump - 3) + "]";
    assertThat(entriesWithin(enough)).as("a byte more").containsExactly(enough, smallest);
    String jumps = "[" + (smallest + ",").repeat(JsonIndex.SCAN_BYTES_MAX / jump) + "0]";
    assertThat(entriesWithin(jumps)).as("many jumps").contains(jumps);
  }

  /** The parts that have an entry of a text that is put beside a string long enough. */
  private static List<String> entriesWithin(String part) {
    Json json = Json.parse("[" + part + ",\"" + "x".repeat(JsonIndex.TEXT_BYTES_MIN) + "\"]");
    JsonIndex index = Objects.requireNonNull(json.index());
    List<String> parts = new ArrayList<>();
    for (int i = 1; i < index.ends.length; i++) {
      parts.add(json.toString().substring(index.starts[i], index.ends[i]));
    }
    return parts;
  }

  @Test
  void randomDocument_parsed_hasTheEntriesThatTheRuleNames() {
    for (int i = 0; i < 60; i++) {
      String text = documents.text(JsonIndex.TEXT_BYTES_MIN);
      String spaced = i % 2 == 0 ? text : text.replace(",\"n", " ,\n  \"n");
      Json json = Json.parse(spaced);
      assertThat(json.toString()).isEqualTo(text);
      requireByRule(json);
    }
  }

  @Test
  void randomDocument_withDuplicateNames_hasTheIndexOfWhatIsLeft() {
    for (int i = 0; i < 20; i++) {
      String loser = documents.value();
      String text = documents.text(JsonIndex.TEXT_BYTES_MIN);
      Json json = Json.parse("{\"a\":" + loser + ",\"b\":[" + loser + "],\"a\":" + text + "}");
      requireByRule(json);
    }
  }

  /** Decides anew, container by container, without any of the index's code. */
  static void requireByRule(Json json) {
    byte[] text = json.toBytes();
    List<int[]> expected = new ArrayList<>();
    List<int[]> open = new ArrayList<>();
    boolean inString = false;
    for (int i = 0; i < text.length; i++) {
      char c = (char) text[i];
      if (inString) {
        i += c == '\\' ? 1 : 0;
        inString = c != '"';
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        open.add(new int[] {i, 0});
      } else if (c == '}' || c == ']') {
        int[] container = open.removeLast();
        int size = i + 1 - container[0];
        boolean listed = size - container[1] >= 512;
        if (listed) {
          expected.add(new int[] {container[0], i + 1});
        }
        if (!open.isEmpty()) {
          open.getLast()[1] += listed ? size - 16 : container[1];
        }
      }
    }
    expected.sort((one, other) -> Integer.compare(one[0], other[0]));
    JsonIndex index = Objects.requireNonNull(json.index());
    int[] starts = expected.stream().mapToInt(entry -> entry[0]).toArray();
    int[] ends = expected.stream().mapToInt(entry -> entry[1]).toArray();
    assertThat(index.starts).startsWith(starts).hasSize(starts.length + 1);
    assertThat(index.starts[starts.length]).isEqualTo(Integer.MAX_VALUE);
    assertThat(index.ends).isEqualTo(ends);
    for (int bucket = 0; bucket < index.buckets.length; bucket++) {
      int entry = index.buckets[bucket];
      assertThat(index.starts[entry]).isGreaterThanOrEqualTo(bucket * 512);
      assertThat(entry == 0 || index.starts[entry - 1] < bucket * 512).isTrue();
    }
    assertThat(index.buckets).hasSize(text.length / 512 + 1);
  }

  @Test
  void index_ofAnyText_isAtMostFourHundredthsOfIt() {
    List<String> texts = new ArrayList<>();
    texts.add(documents.text(1 << 20));
    texts.add("[" + (array(512) + ",").repeat(2_000) + "0]");
    texts.add("[" + (array(513) + ",").repeat(2_000) + "0]");
    String nested = "[".repeat(120) + array(512) + "]".repeat(120);
    texts.add("[" + (nested + ",").repeat(500) + "0]");
    String own = "x".repeat(480);
    String tower = ("[\"" + own + "\",").repeat(120) + "0" + "]".repeat(120);
    texts.add("[" + (tower + ",").repeat(20) + "0]");
    texts.add("[" + ("[".repeat(120) + ("\"" + own + "\"]").repeat(120) + ",").repeat(20) + "0]");
    for (String text : texts) {
      // A string before a bracket needs a comma, which the patterns above leave out.
      Json json = Json.parse(text.replace("]\"", "],\""));
      requireByRule(json);
      assertThat(Objects.requireNonNull(json.index()).heapBytes())
          .isLessThanOrEqualTo(json.byteLength() / 25);
    }
  }

  @Test
  void deepTower_whoseContainersBeginSideBySide_isPassedOver() {
    String own = "\"" + "y".repeat(600) + "\"";
    String tower = "[".repeat(120) + own + ("]," + own).repeat(119) + "]";
    Json json = Json.parse("{\"tower\":" + tower + ",\"last\":[7]}");
    requireByRule(json);
    assertThat(json.at("/last/0").asInt()).isEqualTo(7);
    assertThat(json.at("/tower" + "/0".repeat(119) + "/0").asString()).startsWith("yyy");
    assertThat(json.at("/tower" + "/0".repeat(60) + "/1").asString()).startsWith("yyy");
  }

  @Test
  void randomDocument_readEverywhere_isAsWithoutAnIndex() {
    for (int i = 0; i < 10; i++) {
      Json json = Json.parse(documents.text(JsonIndex.TEXT_BYTES_MIN));
      Json plain = plain(json);
      assertThat(json.size()).isEqualTo(plain.size());
      requireSameParts(json, plain);
      for (String query : List.of("$..*", "$[*][?count(@.*) > 1]", "$..[-1]", "$..[::2]")) {
        assertThat(json.query(query).equals(plain.query(query))).as(query).isTrue();
      }
      for (int k = 0; k < 200; k++) {
        JsonPointer place = documents.place(plain);
        requireSameParts(json.at(place), plain.at(place));
        assertThat(json.find(place.append("missing"))).isEmpty();
      }
    }
  }

  @Test
  void edit_withinAContainerThatIsCheapToPass_passesItAsAReaderWould() {
    String leaf = "[\"" + "x".repeat(600) + "\"]";
    String nested = "[" + leaf + ",\"" + "y".repeat(600) + "\"]";
    String filler = "\"" + "z".repeat(JsonIndex.TEXT_BYTES_MIN) + "\"";
    Json json = Json.parse("[[" + nested + "," + leaf + "," + nested + ",0]," + filler + "]");
    requireByRule(json);
    assertThat(json.at("/0/3").asInt()).isZero();
    requireByRule(json.set("/0/3", 1));
    requireByRule(json.set("/0/3", "w".repeat(600)));
    requireByRule(json.set("/0/3", "w".repeat(600)).set("/0/3", 0));
    requireByRule(json.remove("/0"));
    requireByRule(json.remove("/0").append("", List.of()));
    requireByRule(json.remove("/0/0/1").remove("/0/0/0").remove("/0/0"));
  }

  private static void requireSameParts(Json one, Json other) {
    assertThat(one.toString()).isEqualTo(other.toString());
    List<Json> parts = parts(one);
    List<Json> others = parts(other);
    assertThat(parts.size()).isEqualTo(others.size());
    for (int i = 0; i < parts.size(); i++) {
      assertThat(parts.get(i).toString()).isEqualTo(others.get(i).toString());
    }
  }

  private static List<Json> parts(Json json) {
    List<Json> parts = new ArrayList<>();
    if (json.isObject()) {
      json.members().forEach(member -> parts.add(member.value()));
    } else if (json.isArray()) {
      json.elements().forEach(parts::add);
    }
    return parts;
  }

  /** The same value without an index, as the oracle. */
  static Json plain(Json json) {
    return new Json(json.toBytes());
  }

  @Test
  void largePart_takenOut_hasItsOwnIndex() {
    String large = documents.text(JsonIndex.TEXT_BYTES_MIN + 1_000);
    String small = documents.value();
    for (String text :
        List.of(
            "[" + small + "," + large + "," + small + "]",
            "{\"a\":" + small + ",\"b\":" + large + "}",
            "[" + large + "]")) {
      Json json = Json.parse(text);
      int seen = 0;
      for (Json part : parts(json)) {
        if (part.byteLength() >= JsonIndex.TEXT_BYTES_MIN) {
          requireByRule(part);
          assertThat(part.toString()).isEqualTo(large);
          seen++;
        } else {
          assertThat(part.index()).isNull();
        }
      }
      assertThat(seen).isEqualTo(1);
    }
  }

  @Test
  void largeObjects_withMembersInAnotherOrder_areEqual() {
    StringBuilder one = new StringBuilder();
    StringBuilder other = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String member = "\"name" + i + "\":{\"a\":[1.0,\"" + "z".repeat(600) + "\"],\"b\":" + i + "}";
      one.append(i == 0 ? "" : ",").append(member);
      other.insert(0, member.replace("1.0", "1") + (i == 0 ? "" : ","));
    }
    Json json = Json.parse("{" + one + "}");
    Json reversed = Json.parse("{" + other + "}");
    assertThat(json).isEqualTo(reversed).hasSameHashCodeAs(reversed);
    assertThat(reversed).isEqualTo(plain(json));
    assertThat(plain(reversed)).isEqualTo(json);
    assertThat(json).isNotEqualTo(reversed.set("/name7/b", 8));
  }

  @Test
  void bytes_ofALargeDocument_areItsText() {
    String text = documents.text(JsonIndex.TEXT_BYTES_MIN);
    Json json = Json.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThat(json.toString()).isEqualTo(text);
    assertThat(json).isEqualTo(plain(json));
  }
}
