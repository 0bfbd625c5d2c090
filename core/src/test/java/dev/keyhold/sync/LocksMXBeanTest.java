package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.json.Json;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The locks of the process as management tools and the flight recorder see them. */
@Timeout(120)
class LocksMXBeanTest {
  private final Locks.Detail before = Locks.recorded();
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("managed"), () -> new int[1]);

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
  }

  private static ObjectName name() throws Exception {
    return new ObjectName(LocksMXBean.OBJECT_NAME);
  }

  @Test
  void g12_mxBean_registered_tellsAllAndRecordsWhatIsAsked() throws Exception {
    try (var _ = Locks.registerMXBean()) {
      LocksMXBean locks = JMX.newMXBeanProxy(server, name(), LocksMXBean.class);
      Guard<int[]> guard = Task.named("manager").call(mutex::lock);
      var waiting = mutex.lockAsync(Task.named("managed one"));
      assertThat(locks.getKnownCount()).isPositive();
      assertThat(locks.getHeldCount()).isPositive();
      assertThat(locks.getWaitingCount()).isPositive();
      assertThat(locks.report())
          .contains("mutex 'managed'", "held by manager", "waiting: managed one for ");
      assertThat(Json.parse(locks.reportAsJson()).at("/locks").toString())
          .contains("mutex 'managed'");
      locks.setRecorded(Locks.Detail.TIMES);
      assertThat(Locks.recorded()).isEqualTo(Locks.Detail.TIMES);
      assertThat(locks.getRecorded()).isEqualTo(Locks.Detail.TIMES);
      assertThat(server.getAttribute(name(), "Recorded")).isEqualTo("TIMES");
      guard.close();
      granted(waiting).close();
    }
    assertThat(server.isRegistered(name())).isFalse();
  }

  @Test
  void mxBean_registeredTwice_isRefused_andClosingTwiceEndsOnlyItsOwn() throws Exception {
    Locks.Registration first = Locks.registerMXBean();
    assertThatThrownBy(Locks::registerMXBean)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dev.keyhold:type=Locks is registered already");
    first.close();
    Locks.Registration second = Locks.registerMXBean();
    first.close();
    assertThat(server.isRegistered(name())).isTrue();
    second.close();
    assertThat(server.isRegistered(name())).isFalse();
  }

  @Test
  void g12_flightRecorder_isToldTheStateOfHeldLocks_onlyWhileAskedFor(@TempDir Path folder)
      throws Exception {
    Guard<int[]> guard = Task.named("recorded").call(mutex::lock);
    var waiting = mutex.lockAsync(Task.named("recorded waiter"));
    CountDownLatch told = new CountDownLatch(1);
    try (var _ = Locks.reportToFlightRecorder();
        RecordingStream stream = new RecordingStream()) {
      stream.enable("keyhold.LockState").withPeriod(Duration.ofMillis(10));
      stream.onEvent(
          "keyhold.LockState",
          event -> {
            if (event.getString("lock").equals("mutex 'managed'")
                && event.getString("holder").equals("recorded")
                && event.getInt("holders") == 1
                && event.getInt("waiters") == 1
                && event.getString("report").contains("held by recorded")) {
              told.countDown();
            }
          });
      stream.startAsync();
      told.await();
    }
    Path file = folder.resolve("locks.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("keyhold.LockState").withPeriod(Duration.ofMillis(10));
      recording.start();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> after = RecordingFile.readAllEvents(file);
    assertThat(after)
        .noneMatch(event -> event.getEventType().getName().equals("keyhold.LockState"));
    guard.close();
    granted(waiting).close();
  }
}
