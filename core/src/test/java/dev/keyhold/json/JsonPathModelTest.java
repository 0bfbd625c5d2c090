package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import dev.keyhold.json.ReferencePath.Node;
import dev.keyhold.json.ReferencePath.Query;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Random queries on random values, against a plain reading of the RFC over Jackson's tree. */
final class JsonPathModelTest {
  private static final int DOCUMENTS = 300;
  private static final int QUERIES = 20;

  private final RandomGenerator random = Seeds.random(this);
  private final RandomJson documents = new RandomJson(random);
  private final RandomPath queries = new RandomPath(random, documents);

  @Test
  void randomQuery_finds_whatTheReferenceFinds_inItsOrder() {
    int found = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      Json json = Json.parse(documents.print(documents.value(4)));
      JsonNode tree = TreeModel.tree(json);
      for (int j = 0; j < QUERIES; j++) {
        Query query = queries.query();
        found += compare(queries.print(query), query, json, tree) ? 1 : 0;
      }
    }
    assertThat(found).as("queries that found something").isGreaterThan(DOCUMENTS);
  }

  private static boolean compare(String text, Query query, Json json, JsonNode tree) {
    List<Node> expected = query.run(tree, new Node(tree, List.of()));
    JsonPath path = JsonPath.parse(text);
    List<JsonPath.Match> found = path.locate(json);
    assertThat(found.stream().map(match -> match.pointer().tokens()).toList())
        .as("%s in %s", text, json)
        .isEqualTo(expected.stream().map(Node::place).toList());
    for (int i = 0; i < found.size(); i++) {
      assertThat(TreeModel.same(TreeModel.tree(found.get(i).value()), expected.get(i).value()))
          .as("%s in %s, result %d", text, json, i)
          .isTrue();
    }
    for (JsonPath.Match match : found.subList(0, Math.min(3, found.size()))) {
      assertThat(json.at(match.pointer())).isEqualTo(match.value());
      JsonPath place = JsonPath.parse(match.path());
      assertThat(place.isSingular()).isTrue();
      assertThat(place.locate(json)).containsExactly(match);
    }
    List<Json> values = found.stream().map(JsonPath.Match::value).toList();
    assertThat(path.select(json)).isEqualTo(values);
    assertThat(path.first(json)).isEqualTo(values.stream().findFirst());
    assertThat(path.exists(json)).isEqualTo(!values.isEmpty());
    return !found.isEmpty();
  }

  @Test
  void randomExpression_fits_whatItFitsInTheJdk() {
    int fits = 0;
    for (int i = 0; i < 10 * DOCUMENTS; i++) {
      String pattern = queries.pattern(4);
      String text = documents.string();
      Pattern jdk = Pattern.compile(pattern.replace(".", "[^\n\r]"));
      Json value = Json.of(new String[] {text, pattern});
      boolean whole = !value.query("$[?@ == $[0] && match(@, $[1])]").isEmpty();
      boolean part = !value.query("$[?@ == $[0] && search(@, $[1])]").isEmpty();
      assertThat(whole).as("%s on %s", pattern, value).isEqualTo(jdk.matcher(text).matches());
      assertThat(part).as("%s on %s", pattern, value).isEqualTo(jdk.matcher(text).find());
      fits += whole ? 1 : 0;
    }
    assertThat(fits).as("texts that fit as a whole").isPositive();
  }
}
