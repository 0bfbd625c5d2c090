package dev.keyhold.cli.tour.chapter;

import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.testkit.Tasks;
import java.time.Duration;

/** The standard mutex, used as it is meant to be. */
final class BlockingMutexChapter implements Chapter {

  // tour: begin
  static void program(Tasks tasks, BlockingMutex<Database> shared, Live live) {
    tasks.spawn(
        "reader",
        () -> {
          while (true) {
            tasks.sleep(Duration.ofSeconds(1));
            try (Guard<Database> guard = shared.lock()) {
              String value = guard.get().get("my-key").map(Json::toString).orElse("none");
              live.print(tasks.elapsed().toMillis() + " ms: read, value = " + value);
            }
          }
        });
    tasks.spawn(
        "writer",
        () -> {
          while (true) {
            tasks.sleep(Duration.ofMillis(350));
            try (Guard<Database> guard = shared.lock()) {
              long millis = tasks.elapsed().toMillis();
              guard.get().insert("my-key", millis);
              live.print(millis + " ms: write");
            }
          }
        });
  }

  // tour: end

  @Override
  public String name() {
    return "blocking-mutex";
  }

  @Override
  public String title() {
    return "a mutex that owns the database";
  }

  @Override
  public String explanation() {
    return """
    A BlockingMutex owns the database: it was made inside, and the only way to it is
    a guard. Whoever has the guard is alone with the data; closing it, here at the
    end of the try block, lets the next one in. A reader comes every second, a writer
    every 350 ms and inserts the milliseconds since the start. Both sleep outside of
    the guard, so nobody waits long.
    """;
  }

  @Override
  public String run(Setting setting, Live live) {
    BlockingMutex<Database> shared = BlockingMutex.of(Database::new);
    setting
        .runner()
        .runFor(
            setting.duration(),
            tasks -> {
              live.timedBy(tasks, setting.duration());
              program(tasks, shared, live);
            });
    return """
    In %s, %d writes and %d reads, one at a time, and each read found the newest value.
    A guard of this mutex is bound to its thread and is meant for short work. The next
    chapter shows what comes of keeping it longer.
    """
        .formatted(setting.time(), live.countOf("ms: write"), live.countOf("ms: read"));
  }
}
