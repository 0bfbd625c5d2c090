package dev.keyhold.cli.tour.chapter;

import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.testkit.Tasks;
import java.time.Duration;

/** The mutex whose guard may be held while its task is suspended. */
final class AsyncMutexChapter implements Chapter {

  // tour: begin
  static void program(Tasks tasks, Mutex<Database> shared, Live live) {
    tasks.spawn(
        "reader",
        () -> {
          while (true) {
            live.print("->read-guard");
            try (Guard<Database> guard = shared.lock()) {
              live.print("->read-sleep");
              tasks.sleep(Duration.ofSeconds(1)); // with the guard in hand
              live.print("<-read-sleep");
              live.print("value = " + guard.get().get("my-key").map(Json::toString).orElse("none"));
              live.print("<-read-guard");
            }
          }
        });
    tasks.spawn(
        "writer",
        () -> {
          while (true) {
            tasks.sleep(Duration.ofMillis(350));
            live.print("->write-guard");
            try (Guard<Database> guard = shared.lock()) {
              guard.get().insert("my-key", tasks.elapsed().toMillis());
              live.print("<-write-guard");
            }
          }
        });
  }

  // tour: end

  @Override
  public String name() {
    return "async-mutex";
  }

  @Override
  public String title() {
    return "a mutex to sleep with, first come, first served";
  }

  @Override
  public String explanation() {
    return """
    The same two tasks on a Mutex. The reader keeps its guard during its sleep of a
    second, which is allowed here; the writer comes after 350 ms, takes its place in
    line, and blocks no thread while it waits. When the reader lets go, the writer is
    handed the data at once: the reader, who asks again immediately, is behind it.

    -> is asking, <- is having (write) or letting go (read).
    """;
  }

  @Override
  public String run(Setting setting, Live live) {
    Mutex<Database> shared = Mutex.of(Database::new);
    setting
        .runner()
        .runFor(
            setting.duration(),
            tasks -> {
              live.timedBy(tasks, setting.duration());
              program(tasks, shared, live);
            });
    return summary(setting, live)
        + " "
        + """
        Each value is the moment of the write that came between two reads: nobody
        overtakes, and nobody is passed over, however often the reader asks.
        """;
  }

  /** The figures of this chapter and of the next, which is the same without threads. */
  static String summary(Setting setting, Live live) {
    return """
    In %s, %d reads and %d writes took turns; the writer waited up to %d ms, which is
    what was left of the reader's second.
    """
        .formatted(
            setting.time(),
            live.countOf("<-read-guard"),
            live.countOf("<-write-guard"),
            live.longest("->write-guard", "<-write-guard").toMillis());
  }
}
