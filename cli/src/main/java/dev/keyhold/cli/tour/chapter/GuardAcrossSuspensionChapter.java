package dev.keyhold.cli.tour.chapter;

import dev.keyhold.Database;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.LockOptions;
import dev.keyhold.sync.Locks;
import dev.keyhold.sync.Task;
import dev.keyhold.testkit.EventLoop;
import dev.keyhold.testkit.Tasks;
import java.time.Duration;

/** What comes of keeping a blocking mutex's guard while its task is suspended. */
final class GuardAcrossSuspensionChapter implements Chapter {
  private static final Refusal REFUSAL =
      new Refusal("GuardAcrossSuspension.java", "GuardAcrossSuspensionMended.java");

  // tour: begin
  @SuppressWarnings({
    "keyhold:R2: this is the mistake that the chapter shows at run time",
    "keyhold:R3: whoever throws in between leaves it held, which is part of the mistake"
  })
  static void onOneThread(EventLoop loop, BlockingMutex<Database> shared, Live live) {
    Task reader = Task.named("reader");
    Task writer = Task.named("writer");
    Runnable read =
        () -> {
          Guard<Database> guard = shared.lockUninterruptibly();
          live.print("reader: has the guard, and suspends for 1 s without closing it");
          loop.schedule(
              Duration.ofSeconds(1),
              () -> {
                guard.close();
                live.print("reader: is back, and closes the guard");
              });
        };
    Runnable write =
        () -> {
          live.print("writer: asks for the guard, on the same thread");
          try (Guard<Database> guard = shared.lockUninterruptibly()) {
            guard.get().insert("my-key", 1);
          } catch (DeadlockException e) {
            live.print("writer: " + e.getMessage());
          }
        };
    loop.execute(() -> reader.run(read));
    loop.schedule(Duration.ofMillis(350), () -> writer.run(write));
  }

  @SuppressWarnings("keyhold:R2: the mistake again, on threads")
  static void onManyThreads(Tasks tasks, BlockingMutex<Database> shared, Live live) {
    tasks.spawn(
        "reader",
        () -> {
          while (true) {
            try (Guard<Database> guard = shared.lock()) {
              tasks.sleep(Duration.ofSeconds(1)); // only this thread sleeps
              live.print("reader: " + guard.get().size() + " entries");
            }
            tasks.sleep(Duration.ofMillis(100));
          }
        });
    tasks.spawn(
        "writer",
        () -> {
          while (true) {
            tasks.sleep(Duration.ofMillis(350));
            long asked = tasks.elapsed().toMillis();
            try (Guard<Database> guard = shared.lock()) {
              guard.get().insert("my-key", asked);
              live.printStall("writer", tasks.elapsed().toMillis() - asked);
            }
          }
        });
  }

  // tour: end

  @Override
  public String name() {
    return "guard-across-suspension";
  }

  @Override
  public String title() {
    return "the mistake: to sleep with the guard in hand";
  }

  @Override
  public String explanation() {
    return """
    The checker refuses it: below, the compiler is given code that does so in two
    ways, and then the same code mended. It is sure of the first, where the guard is
    captured by code that runs later; for the second, where only a thread sleeps, it
    warns.

    What would happen without the check comes after that. First an event loop: one thread for all tasks. The reader takes the guard and
    suspends; its thread goes on to the writer, who asks for the same guard. The
    thread would now wait for itself, and the reader, who would have to close the
    guard, can never run: a program that hangs. Keyhold gives the writer an error
    that names the mistake instead.

    Then the same on threads of their own (virtual ones, here): a sleeping thread
    keeps nobody else from running, so there is no deadlock. But whoever wants the
    data waits until the sleeper is done: the writer tells for how long.
    """;
  }

  @Override
  public void introduce(Live live) {
    REFUSAL.show(live);
  }

  @Override
  public String run(Setting setting, Live live) {
    Locks.Detail before = Locks.record(Locks.Detail.SITES); // so that the error can say where
    try {
      play(setting, live);
    } finally {
      Locks.record(before);
    }
    return """
    On one thread, the writer's request failed at once (errors: %d) instead of hanging,
    and the error says what was done wrong, and where. On threads of their own, in %s,
    the writer stood still for up to %d ms, for an insert that takes less than a
    thousandth of one. Close a BlockingMutex's guard
    before anything that takes time; where it must stay, use a Mutex: next chapter.
    """
        .formatted(live.countOf("writer: deadlock"), setting.time(), live.stallMillisMax());
  }

  private static void play(Setting setting, Live live) {
    Duration duration = setting.duration();
    LockOptions name = LockOptions.named("database");
    BlockingMutex<Database> onOne = BlockingMutex.of(name, Database::new);
    setting
        .runner()
        .runFor(
            duration,
            tasks -> {
              live.timedBy(tasks, duration);
              live.print("-- one thread");
              onOneThread(tasks.eventLoop("loop"), onOne, live);
            });
    BlockingMutex<Database> onMany = BlockingMutex.of(name, Database::new);
    setting
        .runner()
        .runFor(
            duration,
            tasks -> {
              live.timedBy(tasks, duration);
              live.print("-- a thread each");
              onManyThreads(tasks, onMany, live);
            });
  }
}
