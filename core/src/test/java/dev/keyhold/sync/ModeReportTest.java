package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Waiter;
import dev.keyhold.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports and events of a lock that several hold at once, each in its mode: G12. */
class ModeReportTest {

  /** Held by two readers and one who may upgrade; who waits asks for what it is told to. */
  private static final class ManyHeld extends LockBase {
    private final Owner first = Owner.named("first");
    private final Owner second = Owner.named("second");
    private final Owner third = Owner.named("third");

    ManyHeld() {
      super(LockOptions.named("of many"), false);
    }

    @Override
    List<SeenHold> seenHolds() {
      Hold known = new Hold(70, "SHARED", () -> "first, recorded", null, 0, null, null);
      return List.of(
          new SeenHold(first.id(), 70, LockMode.SHARED, known),
          new SeenHold(second.id(), 71, LockMode.SHARED, null),
          new SeenHold(third.id(), 72, LockMode.UPGRADABLE, null));
    }

    @Override
    LockMode modeOf(Waiter waiter) {
      return ((Asking) waiter).asked;
    }

    void join(Waiter waiter) {
      latch();
      add(waiter);
      unlatch();
    }

    @Override
    String kind() {
      return "toy lock";
    }

    @Override
    public boolean withdraw(Waiter waiter) {
      return false;
    }

    @Override
    public List<Blocker> blockers(Waiter waiter) {
      return List.of();
    }

    @Override
    public boolean mayBeInCycle(Waiter waiter) {
      return false;
    }
  }

  private static final class Asking extends Waiter {
    private final LockMode asked;

    Asking(ManyHeld lock, String task, LockMode mode) {
      super(
          lock,
          Mode.valueOf(mode.name()),
          Owner.named(task).id(),
          Owner.currentThreadId(),
          Host.current().nanoTime(),
          null);
      asked = mode;
    }

    @Override
    public void deliver() {}

    @Override
    public String ownerName() {
      return asked == LockMode.SHARED ? "reader" : "writer";
    }
  }

  private final ManyHeld lock = new ManyHeld();

  @Test
  void g12_report_ofALockWithManyHolders_tellsAllOfThemWithTheirModes() {
    lock.join(new Asking(lock, "writer", LockMode.EXCLUSIVE));
    lock.join(new Asking(lock, "reader", LockMode.SHARED));
    LockReport report = lock.report();
    assertThat(report.holders())
        .extracting(LockReport.Holder::task)
        .containsExactly("first, recorded", "second", "third");
    assertThat(report.holders())
        .extracting(LockReport.Holder::mode)
        .containsExactly(LockMode.SHARED, LockMode.SHARED, LockMode.UPGRADABLE);
    assertThat(report.holder()).contains(report.holders().getFirst());
    assertThat(report.waiters())
        .extracting(LockReport.Waiting::mode)
        .containsExactly(LockMode.EXCLUSIVE, LockMode.SHARED);
    assertThat(report.toString().lines().toList())
        .hasSize(6)
        .startsWith("toy lock 'of many'")
        .contains("  held by second (shared)", "  held by third (upgradable)")
        .anyMatch(line -> line.startsWith("  held by first, recorded (shared) for "))
        .anyMatch(line -> line.startsWith("  waiting: writer for "))
        .anyMatch(line -> line.startsWith("  waiting: reader (shared) for "));
    Json json = Json.parse(report.toJson().toString());
    assertThat(json.at("/holders/2/mode").asString()).isEqualTo("UPGRADABLE");
    assertThat(json.at("/holders/1/heldNanos").isNull()).isTrue();
    assertThat(json.at("/waiters/1/mode").asString()).isEqualTo("SHARED");
  }

  @Test
  void g12_waiter_whoseThreadIsKnownByItsNumber_isShownWithItsStack() {
    lock.join(new Asking(lock, "writer", LockMode.EXCLUSIVE));
    LockReport.Waiting waiting = lock.reportWithStacks().waiters().getFirst();
    assertThat(waiting.thread()).contains(Thread.currentThread().getName());
    assertThat(waiting.stack())
        .extracting(StackTraceElement::getMethodName)
        .contains("g12_waiter_whoseThreadIsKnownByItsNumber_isShownWithItsStack");
    assertThat(lock.report().waiters().getFirst().stack()).isEmpty();
  }

  @Test
  void g12_listeners_areToldTheModeOfRequestsAndHolds() {
    List<LockEvent> events = new ArrayList<>();
    LockListener listener =
        new LockListener() {
          @Override
          public void requested(LockEvent event) {
            events.add(event);
          }

          @Override
          public void acquired(LockEvent event) {
            events.add(event);
          }

          @Override
          public void released(LockEvent event) {
            events.add(event);
          }
        };
    try (var _ = Locks.addListener(listener)) {
      askAndHold(LockMode.SHARED);
      askAndHold(LockMode.UPGRADABLE);
    }
    assertThat(events)
        .filteredOn(event -> event.lock().equals(lock.target()))
        .extracting(LockEvent::mode)
        .containsExactly(
            LockMode.SHARED,
            LockMode.SHARED,
            LockMode.SHARED,
            LockMode.UPGRADABLE,
            LockMode.UPGRADABLE,
            LockMode.UPGRADABLE);
  }

  @Test
  void g12_flightRecorder_isToldTheModeOfRequestsAndHolds(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("locks.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("keyhold.LockWait").withThreshold(Duration.ZERO);
      recording.enable("keyhold.LockHold").withThreshold(Duration.ZERO);
      recording.start();
      askAndHold(LockMode.UPGRADABLE);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events)
        .filteredOn(event -> event.hasField("lock"))
        .filteredOn(event -> event.getString("lock").equals(lock.target()))
        .hasSize(2)
        .allSatisfy(event -> assertThat(event.getString("mode")).isEqualTo("UPGRADABLE"));
  }

  private void askAndHold(LockMode mode) {
    WaitObserver observer = WaitObserver.start(new Asking(lock, "asking", mode));
    observer.end(true);
    Observing.end(lock, Observing.begin(lock, 9, mode, "asking", null, 0));
  }
}
