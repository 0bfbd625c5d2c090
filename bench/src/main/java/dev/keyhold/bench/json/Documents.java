package dev.keyhold.bench.json;

import dev.keyhold.bench.duel.BenchException;
import dev.keyhold.error.KeyholdException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonKind;
import dev.keyhold.json.JsonMember;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is measured on: documents out of files, and where there is no file of a kind, documents that
 * are generated, the same in each run. An array in a file gives the small ones, an object the
 * others. Small documents are many, because a processor learns one that comes again and again.
 */
final class Documents {
  private static final int CITY_COUNT = 1_000;
  private static final int CITY_BYTES = 100;
  private static final int CITIES = 40;
  private static final int FEATURE_COUNT = 32;
  private static final int FEATURE_BYTES = 4_000;
  private static final int LARGE_BYTES = 1_000_000;

  private final Json cities;
  private final Json features;

  private Documents(Json cities, Json features) {
    this.cities = cities;
    this.features = features;
  }

  /**
   * Out of files, or generated where none is of a kind.
   *
   * @throws BenchException a file cannot be read or used
   */
  static Documents of(List<Path> files) {
    Json cities = null;
    Json features = null;
    for (Path file : files) {
      Json value = read(file);
      if (value.isArray()) {
        cities = checked(file, value, nearby(value.elements(), CITY_BYTES));
      } else if (value.isObject()) {
        features = checked(file, value, featuresOf(value, FEATURE_BYTES / 2));
        checked(file, value, featuresOf(value, FEATURE_BYTES));
      } else {
        throw new BenchException("%s holds neither an array nor an object".formatted(file));
      }
    }
    return new Documents(
        cities == null ? Generator.cities(CITY_COUNT * 3) : cities,
        features == null ? Generator.features(LARGE_BYTES * 2) : features);
  }

  private static Json read(Path file) {
    try {
      return Json.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new BenchException("%s cannot be read: %s".formatted(file, e));
    } catch (KeyholdException e) {
      throw new BenchException("%s: %s".formatted(file, e.getMessage()));
    }
  }

  private static Json checked(Path file, Json value, List<Json> found) {
    if (found.isEmpty()) {
      throw new BenchException(
          value.isArray()
              ? "%s has no element of about %d bytes".formatted(file, CITY_BYTES)
              : "%s has no objects of about %d and %d bytes in it"
                  .formatted(file, FEATURE_BYTES / 2, FEATURE_BYTES));
    }
    return value;
  }

  /** The documents of a shape. */
  List<byte[]> texts(Shape shape) {
    List<Json> values =
        switch (shape) {
          case CITY -> someCities();
          case CITIES -> lists();
          case FEATURE, FEATURE_PRETTY -> someFeatures(FEATURE_BYTES);
          case ARTICLE -> Generator.articles(FEATURE_COUNT, FEATURE_BYTES);
          case COUNT_MIDDLE -> counts(false);
          case COUNT_LAST -> counts(true);
          case FEATURES -> List.of(large());
        };
    return values.stream()
        .map(shape == Shape.FEATURE_PRETTY ? Documents::pretty : Json::toBytes)
        .toList();
  }

  private List<Json> someCities() {
    return spread(nearby(cities.elements(), CITY_BYTES), CITY_COUNT);
  }

  private List<Json> lists() {
    List<Json> some = someCities();
    return IntStream.range(0, FEATURE_COUNT)
        .mapToObj(list ->
            Json.of(
                IntStream.range(list * CITIES, (list + 1) * CITIES)
                    .mapToObj(i -> some.get(i % some.size()))
                    .toList()))
        .toList();
  }

  private List<Json> someFeatures(int bytes) {
    return spread(featuresOf(features, bytes), FEATURE_COUNT);
  }

  private List<Json> counts(boolean last) {
    List<Json> halves = spread(featuresOf(features, FEATURE_BYTES / 2), FEATURE_COUNT);
    List<Json> documents = new ArrayList<>();
    for (int i = 0; i < halves.size(); i++) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("first", halves.get(i));
      if (!last) {
        document.put("count", 1_000 + i);
      }
      document.put("second", halves.get((i + 1) % halves.size()));
      if (last) {
        document.put("count", 1_000 + i);
      }
      documents.add(Json.of(document));
    }
    return documents;
  }

  /** Members of members, as far as they fit. */
  private Json large() {
    Map<String, Map<String, Json>> document = new LinkedHashMap<>();
    int bytes = 0;
    for (JsonMember group : features.members()) {
      if (group.value().isObject()) {
        Map<String, Json> members = new LinkedHashMap<>();
        document.put(group.name(), members);
        for (JsonMember member : group.value().members()) {
          if (bytes + member.value().byteLength() <= LARGE_BYTES) {
            bytes += member.value().byteLength();
            members.put(member.name(), member.value());
          }
        }
      }
    }
    return Json.of(document);
  }

  private static byte[] pretty(Json value) {
    return JsonMapper.shared()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(value.toNode())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** All objects anywhere in a value that have about so many bytes. */
  private static List<Json> featuresOf(Json value, int bytes) {
    List<Json> found = new ArrayList<>();
    collect(value, bytes, found);
    return found;
  }

  private static void collect(Json object, int bytes, List<Json> found) {
    for (JsonMember member : object.members()) {
      Json value = member.value();
      if (value.kind() != JsonKind.OBJECT) {
        continue;
      }
      if (isNear(value, bytes)) {
        found.add(value);
      } else if (value.byteLength() > bytes) {
        collect(value, bytes, found);
      }
    }
  }

  private static List<Json> nearby(Iterable<Json> values, int bytes) {
    List<Json> found = new ArrayList<>();
    for (Json value : values) {
      if (value.isObject() && isNear(value, bytes)) {
        found.add(value);
      }
    }
    return found;
  }

  private static boolean isNear(Json value, int bytes) {
    return Math.abs(value.byteLength() - bytes) <= bytes / 10;
  }

  /** So many of the values, from everywhere between the first and the last. */
  private static List<Json> spread(List<Json> values, int count) {
    int taken = Math.min(count, values.size());
    return IntStream.range(0, taken)
        .mapToObj(i -> values.get((int) ((long) i * values.size() / taken)))
        .toList();
  }
}
