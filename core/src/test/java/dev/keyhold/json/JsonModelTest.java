package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import dev.keyhold.error.JsonParseException;
import dev.keyhold.error.LimitException;
import dev.keyhold.json.RandomJson.Digits;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random documents, against the Java values they were printed from and against Jackson's tree. */
class JsonModelTest {
  private static final int DOCUMENTS = 4_000;

  private final RandomGenerator random = Seeds.random(this);
  private final RandomJson documents = new RandomJson(random);

  @Test
  void randomDocument_parsed_standsForWhatWasPrinted() {
    for (int i = 0; i < DOCUMENTS; i++) {
      Object model = documents.value(4);
      String text = documents.print(model);
      Json json =
          random.nextBoolean()
              ? Json.parse(text)
              : Json.parse(text.getBytes(StandardCharsets.UTF_8));
      requireSame(json, model, text);
      assertThat(json.byteLength())
          .isLessThanOrEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
      assertThat(Json.parse(json.toString()).toString())
          .as("minified is stable")
          .isEqualTo(json.toString());
    }
  }

  @Test
  void randomDocument_readByJackson_isTheSameTree() {
    JsonMapper jackson = JsonMapper.shared();
    for (int i = 0; i < DOCUMENTS; i++) {
      String text = documents.print(documents.value(4));
      JsonNode ours = Json.parse(text).toNode();
      JsonNode theirs = jackson.readTree(text);
      assertThat(ours.equals(JsonModelTest::compareNodes, theirs)).as(text).isTrue();
      assertThat(Json.of(ours)).as("back from the tree: %s", text).isEqualTo(Json.parse(text));
    }
  }

  /** Jackson tells 1 from 1.0; JSON does not. Its own tree holds doubles, so they decide. */
  private static int compareNodes(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return Double.compare(one.doubleValue() + 0.0, other.doubleValue() + 0.0);
    }
    return one.equals(other) ? 0 : 1;
  }

  @Test
  void randomDocument_membersShuffled_isEqual() {
    for (int i = 0; i < DOCUMENTS; i++) {
      Object model = documents.value(4);
      Json one = Json.parse(documents.print(model));
      Json other = Json.parse(documents.print(documents.shuffled(model)));
      assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
    }
  }

  @Test
  void randomDocuments_compared_areEqualIfTheirModelsAre() {
    List<Object> models = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      models.add(documents.value(1));
    }
    for (Object one : models) {
      Json oneJson = Json.parse(documents.print(one));
      for (Object other : models) {
        Json otherJson = Json.parse(documents.print(other));
        assertThat(oneJson.equals(otherJson))
            .as("%s and %s", oneJson, otherJson)
            .isEqualTo(same(one, other));
      }
    }
  }

  @Test
  void randomDocument_aByteChanged_isRefusedWithinOurFamilyOrStable() {
    for (int i = 0; i < 10 * DOCUMENTS; i++) {
      byte[] text = documents.print(documents.value(3)).getBytes(StandardCharsets.UTF_8);
      int place = random.nextInt(text.length);
      text[place] = (byte) random.nextInt(256);
      try {
        Json json = Json.parse(text);
        assertThat(Json.parse(json.toBytes()).toString()).isEqualTo(json.toString());
        assertThat(
                new String(json.toBytes(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
            .isEqualTo(json.toBytes());
      } catch (JsonParseException failure) {
        // What the change broke may show only later, such as a string without its end.
        assertThat(failure.byteOffset()).isBetween(0L, (long) text.length);
      } catch (LimitException failure) {
        assertThat(failure).hasMessageContaining("JsonLimits.");
      }
    }
  }

  private static void requireSame(Json json, Object model, String text) {
    switch (model) {
      case Digits number -> assertThat(json.toString()).as(text).isEqualTo(number.text());
      case String string -> assertThat(json.asString()).as(text).isEqualTo(string);
      case Boolean truth -> assertThat(json.asBoolean()).as(text).isEqualTo(truth);
      case List<?> elements -> {
        assertThat(json.size()).as(text).isEqualTo(elements.size());
        Iterator<?> expected = elements.iterator();
        json.elements().forEach(element -> requireSame(element, expected.next(), text));
      }
      case Map<?, ?> members -> {
        assertThat(json.size()).as(text).isEqualTo(members.size());
        for (JsonMember member : json.members()) {
          Object expected = members.get(member.name());
          assertThat(expected).as("%s in %s", member.name(), text).isNotNull();
          requireSame(member.value(), expected, text);
          assertThat(json.at(JsonPointer.ROOT.append(member.name()))).isEqualTo(member.value());
        }
      }
      default -> assertThat(json.isNull()).as(text).isTrue();
    }
  }

  private static boolean same(Object one, Object other) {
    return switch (one) {
      case Digits a when other instanceof Digits b ->
          new BigDecimal(a.text()).compareTo(new BigDecimal(b.text())) == 0;
      case List<?> a when other instanceof List<?> b -> {
        boolean same = a.size() == b.size();
        for (int i = 0; same && i < a.size(); i++) {
          same = same(a.get(i), b.get(i));
        }
        yield same;
      }
      case Map<?, ?> a when other instanceof Map<?, ?> b ->
          a.keySet().equals(b.keySet())
              && a.keySet().stream().allMatch(name -> same(a.get(name), b.get(name)));
      default -> one.equals(other);
    };
  }
}
