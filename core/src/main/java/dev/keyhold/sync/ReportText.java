package dev.keyhold.sync;

import dev.keyhold.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reports as text and as JSON. */
final class ReportText {
  private static final String FRAME = "\n      at ";

  private ReportText() {}

  static String text(LockReport report) {
    StringBuilder text = new StringBuilder(report.lock());
    if (report.poisoned()) {
      text.append(" (poisoned)");
    }
    if (report.holders().isEmpty()) {
      text.append(": free");
    }
    shown(text, report.holders(), holder -> append(text, holder));
    shown(text, report.waiters(), waiting -> append(text, waiting));
    return text.toString();
  }

  private static <E> void shown(StringBuilder text, List<E> all, Consumer<E> append) {
    int shown = Math.min(LockReport.SHOWN_MAX, all.size());
    all.subList(0, shown).forEach(append);
    if (shown < all.size()) {
      text.append("\n  … and ").append(all.size() - shown).append(" more");
    }
  }

  private static void append(StringBuilder text, LockReport.Holder holder) {
    appendWho(text.append("\n  held by "), holder.task(), holder.mode());
    holder.held().ifPresent(held -> text.append(" for ").append(millis(held)));
    appendWhere(text, holder.task(), holder.acquiredAt(), holder.thread());
    if (holder.unclaimed()) {
      text.append(", granted but not picked up");
    }
    appendStack(text, holder.stack());
  }

  private static void append(StringBuilder text, LockReport.Waiting waiting) {
    appendWho(text.append("\n  waiting: "), waiting.task(), waiting.mode());
    text.append(" for ").append(millis(waiting.waited()));
    appendWhere(text, waiting.task(), waiting.requestedAt(), waiting.thread());
    appendStack(text, waiting.stack());
  }

  private static void appendWho(StringBuilder text, String task, LockMode mode) {
    text.append(task);
    switch (mode) {
      case SHARED -> text.append(" (shared)");
      case UPGRADABLE -> text.append(" (upgradable)");
      case EXCLUSIVE -> {}
    }
  }

  private static void appendWhere(
      StringBuilder text, String task, Optional<StackTraceElement> site, Optional<String> thread) {
    site.ifPresent(at -> text.append(", at ").append(at));
    thread.filter(name -> !name.equals(task)).ifPresent(on -> text.append(", on ").append(on));
  }

  static void appendStack(StringBuilder text, List<StackTraceElement> stack) {
    stack.forEach(frame -> text.append(FRAME).append(frame));
  }

  static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }

  static Json json(LockReport report) {
    return Json.of(fields(report));
  }

  static Map<String, @Nullable Object> fields(LockReport report) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("lock", report.lock());
    fields.put("poisoned", report.poisoned());
    fields.put("holders", report.holders().stream().map(ReportText::fields).toList());
    fields.put("waiters", report.waiters().stream().map(ReportText::fields).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(LockReport.Holder holder) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("task", holder.task());
    fields.put("mode", holder.mode().name());
    fields.put("heldNanos", holder.held().map(Duration::toNanos).orElse(null));
    fields.put("acquiredAt", text(holder.acquiredAt()));
    fields.put("unclaimed", holder.unclaimed());
    fields.put("thread", holder.thread().orElse(null));
    fields.put("stack", lines(holder.stack()));
    return fields;
  }

  private static Map<String, @Nullable Object> fields(LockReport.Waiting waiting) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("task", waiting.task());
    fields.put("mode", waiting.mode().name());
    fields.put("waitedNanos", waiting.waited().toNanos());
    fields.put("requestedAt", text(waiting.requestedAt()));
    fields.put("thread", waiting.thread().orElse(null));
    fields.put("stack", lines(waiting.stack()));
    return fields;
  }

  private static @Nullable String text(Optional<StackTraceElement> site) {
    return site.map(StackTraceElement::toString).orElse(null);
  }

  private static List<String> lines(List<StackTraceElement> stack) {
    return stack.stream().map(StackTraceElement::toString).toList();
  }
}
