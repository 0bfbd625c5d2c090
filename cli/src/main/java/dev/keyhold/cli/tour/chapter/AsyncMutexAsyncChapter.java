package dev.keyhold.cli.tour.chapter;

import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.Task;
import dev.keyhold.testkit.EventLoop;
import dev.keyhold.testkit.Tasks;
import java.time.Duration;

/** The same mutex asked by futures, on one thread. */
final class AsyncMutexAsyncChapter implements Chapter {

  // tour: begin
  record Program(
      Tasks tasks, EventLoop loop, Mutex<Database> shared, Task reader, Task writer, Live live) {

    void start() {
      loop.execute(this::read);
      loop.schedule(Duration.ofMillis(350), this::write);
    }

    void read() {
      live.print("->read-guard");
      var _ = shared.lockAsync(reader).thenAcceptAsync(this::sleepAndRead, loop);
    }

    void sleepAndRead(Guard<Database> guard) {
      live.print("->read-sleep");
      loop.schedule(
          Duration.ofSeconds(1), // the guard is held, and the thread is free
          () -> {
            live.print("<-read-sleep");
            live.print("value = " + guard.get().get("my-key").map(Json::toString).orElse("none"));
            live.print("<-read-guard");
            guard.close();
            read();
          });
    }

    void write() {
      live.print("->write-guard");
      var _ =
          shared
              .lockAsync(writer)
              .thenAcceptAsync(
                  guard -> {
                    try (guard) {
                      guard.get().insert("my-key", tasks.elapsed().toMillis());
                      live.print("<-write-guard");
                    }
                    loop.schedule(Duration.ofMillis(350), this::write);
                  },
                  loop);
    }
  }

  // tour: end

  @Override
  public String name() {
    return "async-mutex-async";
  }

  @Override
  public String title() {
    return "the same on a single thread, with futures";
  }

  @Override
  public String explanation() {
    return """
    Once more the same, without a thread for each task: one event loop, callbacks,
    and lockAsync, which gives a future instead of waiting. The guard is held from
    one callback to another, a second later. Two chapters ago this would have hung.
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
              new Program(
                      tasks,
                      tasks.eventLoop("loop"),
                      shared,
                      Task.named("reader"),
                      Task.named("writer"),
                      live)
                  .start();
            });
    return AsyncMutexChapter.summary(setting, live)
        + " "
        + """
        All of it on one thread, which was never blocked.
        """;
  }
}
