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

  static String text(ProcessReport report, List<LockReport> shown) {
    StringBuilder text =
        new StringBuilder(
            "locks: %d known, %d held, %d free; requests: %d waiting"
                .formatted(
                    report.locks().size(),
                    report.heldCount(),
                    report.freeCount(),
                    report.waitingCount()));
    if (report.unclaimedCount() > 0) {
      text.append(", ").append(report.unclaimedCount()).append(" granted but not picked up");
    }
    shown.forEach(lock -> text.append('\n').append(lock));
    return text.toString();
  }

  /** The lock and its holders; of the waiters how many, and for how long the first. */
  static String summary(LockReport report) {
    StringBuilder text =
        new StringBuilder(
            new LockReport(report.lock(), report.holders(), List.of(), report.poisoned())
                .toString());
    if (!report.waiters().isEmpty()) {
      LockReport.Waiting first = report.waiters().getFirst();
      text.append("\n  waiting: ")
          .append(report.waiters().size())
          .append(", the first of them ")
          .append(first.task())
          .append(" for ")
          .append(millis(first.waited()));
    }
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
    if (waiting.conditional()) {
      text.append(" (until its condition holds)");
    }
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

  static Json json(ProcessReport report) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("known", report.locks().size());
    fields.put("held", report.heldCount());
    fields.put("free", report.freeCount());
    fields.put("waiting", report.waitingCount());
    fields.put("unclaimed", report.unclaimedCount());
    fields.put("locks", report.notable().stream().map(ReportText::fields).toList());
    return Json.of(fields);
  }

  private static Map<String, @Nullable Object> fields(LockReport report) {
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
    fields.put("conditional", waiting.conditional());
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
