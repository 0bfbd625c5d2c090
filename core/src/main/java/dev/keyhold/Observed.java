package dev.keyhold;

import dev.keyhold.internal.guard.GuardReport;
import dev.keyhold.internal.guard.WaitFigures;
import dev.keyhold.internal.version.History;
import dev.keyhold.internal.version.Pin;
import dev.keyhold.internal.version.Timeline;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Site;
import dev.keyhold.sync.LockMode;
import dev.keyhold.sync.LockReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What can be seen of a database from outside: its report, its figures, what was forgotten. */
final class Observed {
  /** Of forgotten snapshots so many are told each; then only each time their number has doubled. */
  private static final int FORGOTTEN_TOLD = 10;

  private static final System.Logger LOG = System.getLogger("dev.keyhold");

  private final Engine engine;
  private final AtomicLong forgotten = new AtomicLong();

  Observed(Engine engine) {
    this.engine = engine;
  }

  // ── figures ────────────────────────────────────────────────────────────────────────────────

  KeyholdStatistics statistics() {
    return statistics(engine.timeline.snapshots().all());
  }

  private KeyholdStatistics statistics(List<Pin> open) {
    Timeline timeline = engine.timeline;
    WaitFigures waits = engine.table.figures();
    Timeline.Counts counts = timeline.counts();
    History.State history = timeline.historyState();
    long now = Host.current().nanoTime();
    return new KeyholdStatistics(
        timeline.live(),
        timeline.last(),
        counts.commits(),
        counts.writes(),
        waits.waiting(),
        waits.waits(),
        Duration.ofNanos(waits.waitNanos()),
        waits.timeouts(),
        waits.deadlocks(),
        open.size(),
        open.stream().findFirst().map(pin -> since(pin.sinceNanos(), now)),
        open.stream().mapToLong(Pin::keptCount).sum(),
        forgotten.get(),
        history.commits(),
        history.bytes());
  }

  private static Duration since(long sinceNanos, long nowNanos) {
    return Duration.ofNanos(Math.max(0, nowNanos - sinceNanos));
  }

  // ── the report ─────────────────────────────────────────────────────────────────────────────

  KeyholdReport report() {
    GuardReport guards = engine.table.report();
    List<Pin> open = engine.timeline.snapshots().all();
    long now = Host.current().nanoTime();
    return new KeyholdReport(
        engine.name,
        guards.holders().stream().map(holder -> held(holder, now)).toList(),
        guards.waiters().stream().map(waiting -> waiting(waiting, now)).toList(),
        open.stream().map(pin -> snapshot(pin, now)).toList(),
        statistics(open));
  }

  private static KeyholdReport.Held held(GuardReport.Holder holder, long now) {
    return new KeyholdReport.Held(
        place(holder.place()),
        new LockReport.Holder(
            holder.task(),
            mode(holder.mode()),
            holder.sinceNanos().map(nanos -> since(nanos, now)),
            holder.acquiredAt(),
            holder.unclaimed(),
            holder.thread().map(Owner::describe),
            List.of()));
  }

  private static KeyholdReport.Waiting waiting(GuardReport.Waiting waiting, long now) {
    return new KeyholdReport.Waiting(
        waiting.places().stream().map(Observed::place).toList(),
        new LockReport.Waiting(
            waiting.task(),
            mode(waiting.mode()),
            false,
            since(waiting.sinceNanos(), now),
            waiting.requestedAt(),
            waiting.thread().map(Owner::describe),
            List.of()));
  }

  private static LockMode mode(Mode mode) {
    return mode.isExclusive() ? LockMode.EXCLUSIVE : LockMode.SHARED;
  }

  private static KeyholdReport.Place place(GuardReport.Place place) {
    byte[] key = place.key();
    if (key != null) {
      String text = text(key);
      return new KeyholdReport.Place(KeyRange.only(text), Optional.of(text));
    }
    byte[] from = place.from();
    byte[] to = place.to();
    return new KeyholdReport.Place(
        KeyRange.halfOpen(from == null ? "" : text(from), to == null ? null : text(to)),
        Optional.empty());
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  private static KeyholdReport.OpenSnapshot snapshot(Pin pin, long now) {
    return new KeyholdReport.OpenSnapshot(
        pin.revision(),
        since(pin.sinceNanos(), now),
        Optional.ofNullable(pin.site()),
        pin.keptCount());
  }

  // ── forgotten snapshots ────────────────────────────────────────────────────────────────────

  /** A snapshot is garbage, or has been closed, and then nothing happens. */
  void forgotten(Pin pin) {
    if (!pin.close()) {
      return;
    }
    long count = forgotten.incrementAndGet();
    if (count <= FORGOTTEN_TOLD || Long.bitCount(count) == 1) {
      LOG.log(System.Logger.Level.WARNING, text(pin, count));
    }
  }

  private String text(Pin pin, long count) {
    return "a snapshot of database '%s' was forgotten after %,d ms, number %,d of such: of revision %,d, opened %s; it has been closed now, open them in a try statement"
        .formatted(
            engine.name,
            since(pin.sinceNanos(), Host.JVM.nanoTime()).toMillis(),
            count,
            pin.revision(),
            Site.describe(pin.site()));
  }
}
