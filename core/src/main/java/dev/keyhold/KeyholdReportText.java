package dev.keyhold;

import dev.keyhold.json.Json;
import dev.keyhold.sync.LockMode;
import dev.keyhold.sync.LockReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports of databases as text and as JSON. */
final class KeyholdReportText {
  private KeyholdReportText() {}

  static String text(KeyholdReport report) {
    StringBuilder text = new StringBuilder("database '").append(report.database()).append('\'');
    report.statistics().toString().lines().forEach(line -> text.append("\n  ").append(line));
    lines(text, report.held(), KeyholdReportText::line);
    lines(text, report.waiting(), KeyholdReportText::line);
    lines(text, report.snapshots(), KeyholdReportText::line);
    return text.toString();
  }

  private static <E> void lines(StringBuilder text, List<E> all, Function<E, String> line) {
    int shown = Math.min(KeyholdReport.SHOWN_MAX, all.size());
    all.subList(0, shown).forEach(each -> text.append("\n  ").append(line.apply(each)));
    if (shown < all.size()) {
      text.append("\n  … and %,d more".formatted(all.size() - shown));
    }
  }

  private static String line(KeyholdReport.Held held) {
    LockReport.Holder by = held.by();
    return held.place()
        + " held by "
        + who(by.task(), by.mode())
        + by.held().map(time -> " for " + millis(time)).orElse("")
        + where(by.task(), by.acquiredAt(), by.thread())
        + (by.unclaimed() ? ", granted but not picked up" : "");
  }

  private static String line(KeyholdReport.Waiting waiting) {
    LockReport.Waiting by = waiting.by();
    return waiting.places().stream().map(Object::toString).collect(Collectors.joining(", "))
        + " waited for by "
        + who(by.task(), by.mode())
        + " for "
        + millis(by.waited())
        + where(by.task(), by.requestedAt(), by.thread());
  }

  private static String line(KeyholdReport.OpenSnapshot snapshot) {
    return "snapshot of revision %,d open for %s%s; %,d values kept for it"
        .formatted(
            snapshot.revision(),
            millis(snapshot.age()),
            snapshot.openedAt().map(site -> ", opened at " + site).orElse(""),
            snapshot.versionsKept());
  }

  private static String who(String task, LockMode mode) {
    return mode == LockMode.EXCLUSIVE ? task : task + " (shared)";
  }

  private static String where(
      String task, Optional<StackTraceElement> site, Optional<String> thread) {
    return site.map(at -> ", at " + at).orElse("")
        + thread.filter(name -> !name.equals(task)).map(name -> ", on " + name).orElse("");
  }

  static String millis(Duration time) {
    return "%,d ms".formatted(time.toMillis());
  }

  static Json json(KeyholdReport report) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("database", report.database());
    // The parts of a lock's report, as that writes them.
    Json parts =
        new LockReport(
                report.database(),
                report.held().stream().map(KeyholdReport.Held::by).toList(),
                report.waiting().stream().map(KeyholdReport.Waiting::by).toList(),
                false)
            .toJson();
    List<Json> holders = list(parts.at("/holders"));
    List<Json> waiters = list(parts.at("/waiters"));
    fields.put(
        "held",
        indexed(
            report.held(),
            (at, held) -> Map.of("place", fields(held.place()), "by", holders.get(at))));
    fields.put(
        "waiting",
        indexed(
            report.waiting(),
            (at, waiting) ->
                Map.of(
                    "places",
                    waiting.places().stream().map(KeyholdReportText::fields).toList(),
                    "by",
                    waiters.get(at))));
    fields.put("snapshots", report.snapshots().stream().map(KeyholdReportText::fields).toList());
    fields.put("statistics", report.statistics().toJson());
    return Json.of(fields);
  }

  private static List<Json> list(Json array) {
    return array.elementStream().toList();
  }

  /** What is made of each, by its number. */
  private interface Numbered<E> {
    Object make(int at, E each);
  }

  private static <E> List<Object> indexed(List<E> all, Numbered<E> maker) {
    List<Object> made = new ArrayList<>();
    for (E each : all) {
      made.add(maker.make(made.size(), each));
    }
    return made;
  }

  private static Map<String, @Nullable Object> fields(KeyholdReport.Place place) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (place.key().isPresent()) {
      fields.put("key", place.key().get());
    } else {
      fields.put("from", place.range().fromInclusive());
      fields.put("to", place.range().toExclusive().orElse(null));
    }
    return fields;
  }

  private static Map<String, @Nullable Object> fields(KeyholdReport.OpenSnapshot snapshot) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("revision", snapshot.revision());
    fields.put("ageNanos", snapshot.age().toNanos());
    fields.put("openedAt", snapshot.openedAt().map(StackTraceElement::toString).orElse(null));
    fields.put("versionsKept", snapshot.versionsKept());
    return fields;
  }
}
