package dev.keyhold;

import static com.google.common.collect.testing.Helpers.mapEntry;
import static com.google.common.collect.testing.Helpers.orderEntriesByKey;

import com.google.common.collect.testing.ConcurrentNavigableMapTestSuiteBuilder;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestSortedMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.testers.MapEntrySetTester;
import dev.keyhold.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Guava's suite for concurrent navigable maps: the map, its parts and its descending map, each with
 * their views, of no, one and several entries.
 *
 * <p>Features that are left out, each with its tests of the opposite being run instead where there
 * are any:
 *
 * <ul>
 *   <li>{@code ALLOWS_NULL_KEYS}, {@code ALLOWS_NULL_VALUES} and the queries for them: nulls are
 *       refused, as {@code ConcurrentSkipListMap} does; JSON null is a value like others.
 *   <li>{@code FAILS_FAST_ON_CONCURRENT_MODIFICATION}: walks are weakly consistent.
 *   <li>{@code SERIALIZABLE}: a view of a database in this process means nothing elsewhere.
 *   <li>{@code RESTRICTS_KEYS}, {@code RESTRICTS_VALUES}: they test an {@code
 *       IllegalArgumentException} for strings and values that are valid here; what keys may not be
 *       is tested in {@code KeyholdMapTest}.
 *   <li>{@code REJECTS_DUPLICATES_AT_CREATION}: nothing is created, entries are put.
 * </ul>
 *
 * <p>Suppressed, as Guava does for {@code ConcurrentSkipListMap}: {@code setValue} of entries,
 * which are what they were when they were met.
 */
class KeyholdMapGuavaTest {

  @TestFactory
  Stream<DynamicNode> asMap_underGuavasSuite_holds() {
    return nodes(
        ConcurrentNavigableMapTestSuiteBuilder.using(new Maps())
            .named("asMap")
            .withFeatures(
                MapFeature.GENERAL_PURPOSE,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                CollectionFeature.KNOWN_ORDER,
                CollectionSize.ANY)
            .suppressing(
                MapEntrySetTester.getSetValueMethod(),
                MapEntrySetTester.getSetValueWithNullValuesAbsentMethod(),
                MapEntrySetTester.getSetValueWithNullValuesPresentMethod())
            .createTestSuite());
  }

  /** The tests of a suite of JUnit 3. */
  private static Stream<DynamicNode> nodes(TestSuite suite) {
    return Collections.list(suite.tests()).stream().map(KeyholdMapGuavaTest::node);
  }

  private static DynamicNode node(Test test) {
    return test instanceof TestSuite suite
        ? DynamicContainer.dynamicContainer(suite.getName(), nodes(suite))
        : DynamicTest.dynamicTest(test.toString(), () -> ((TestCase) test).runBare());
  }

  private static final class Maps implements TestSortedMapGenerator<String, Json> {
    @Override
    public SampleElements<Map.Entry<String, Json>> samples() {
      return new SampleElements<>(
          mapEntry("one", Json.of("January")),
          mapEntry("two", Json.NULL),
          mapEntry("three", Json.of(3)),
          mapEntry("four", Json.parse("{\"a\":[1,2]}")),
          mapEntry("five", Json.TRUE));
    }

    @Override
    @SuppressWarnings({
      "unchecked", // that is how the suite hands them over
      "keyhold:R5: the suite knows of no end of a map; a database in memory is garbage then"
    })
    public SortedMap<String, Json> create(Object... entries) {
      SortedMap<String, Json> map = new EmbeddedKeyhold(Keyhold.builder()).asMap();
      for (Object each : entries) {
        Map.Entry<String, Json> entry = (Map.Entry<String, Json>) each;
        map.put(entry.getKey(), entry.getValue());
      }
      return map;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of a generic type
    public Map.Entry<String, Json>[] createArray(int length) {
      return new Map.Entry[length];
    }

    @Override
    public String[] createKeyArray(int length) {
      return new String[length];
    }

    @Override
    public Json[] createValueArray(int length) {
      return new Json[length];
    }

    @Override
    public Iterable<Map.Entry<String, Json>> order(List<Map.Entry<String, Json>> insertionOrder) {
      return orderEntriesByKey(new ArrayList<>(insertionOrder));
    }

    @Override
    public Map.Entry<String, Json> belowSamplesLesser() {
      return mapEntry("!! a", Json.of("below"));
    }

    @Override
    public Map.Entry<String, Json> belowSamplesGreater() {
      return mapEntry("!! b", Json.of("below"));
    }

    @Override
    public Map.Entry<String, Json> aboveSamplesLesser() {
      return mapEntry("~~ a", Json.of("above"));
    }

    @Override
    public Map.Entry<String, Json> aboveSamplesGreater() {
      return mapEntry("~~ b", Json.of("above"));
    }
  }
}
