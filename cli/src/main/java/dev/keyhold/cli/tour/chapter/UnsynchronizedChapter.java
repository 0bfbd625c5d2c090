package dev.keyhold.cli.tour.chapter;

import dev.keyhold.Database;
import dev.keyhold.testkit.Program;
import dev.keyhold.testkit.Simulation;
import dev.keyhold.testkit.SimulationFailure;
import dev.keyhold.testkit.TaskBody;
import dev.keyhold.testkit.TaskHandle;
import dev.keyhold.testkit.Tasks;

/** What goes wrong when two tasks share a plain database. */
final class UnsynchronizedChapter implements Chapter {
  private static final int SEEDS = 100;

  private static final Refusal REFUSAL =
      new Refusal("Unsynchronized.java", "UnsynchronizedMended.java");

  // tour: begin
  static final int INCREMENTS = 3; // of each of two tasks

  static void program(Tasks tasks, Database shared, Live live) throws InterruptedException {
    shared.insert("counter", 0);
    TaskHandle one = tasks.spawn("one", increments("one", tasks, shared, live));
    TaskHandle two = tasks.spawn("two", increments("two", tasks, shared, live));
    one.join();
    two.join();
    long counter = shared.get("counter").orElseThrow().asLong();
    live.print("counter is " + counter + " after " + 2 * INCREMENTS + " increments");
    if (counter != 2 * INCREMENTS) {
      throw new IllegalStateException("updates were lost");
    }
  }

  static TaskBody increments(String name, Tasks tasks, Database shared, Live live) {
    return () -> {
      for (int i = 0; i < INCREMENTS; i++) {
        long seen = shared.get("counter").orElseThrow().asLong();
        live.print(name + " reads " + seen);
        tasks.yieldNow(); // here the other one may come between
        shared.insert("counter", seen + 1);
        live.print(name + " inserts " + (seen + 1));
      }
    };
  }

  // tour: end

  @Override
  public String name() {
    return "unsynchronized";
  }

  @Override
  public String title() {
    return "two tasks, one database, and nothing between them";
  }

  @Override
  public String explanation() {
    return """
    Two tasks raise one counter: read, add one, insert. If the second reads before
    the first has inserted, both insert the same number, and an update is lost. By itself,
    Java compiles this without a word. With Keyhold's checker it does not: below,
    the compiler is given a program of this kind, and then the same one with a lock
    that owns its data.

    What would happen without the check, the code shows. On real threads the loss
    comes and goes. So this chapter always runs in a simulation: one task at a time,
    and a seed decides who goes on. It tries seeds until one loses an update, and
    shows that very run. The same seed gives the same run, always.
    """;
  }

  @Override
  public String time(Setting setting) {
    return "virtual time, until a seed loses an update";
  }

  @Override
  public void introduce(Live live) {
    REFUSAL.show(live);
  }

  @Override
  public String run(Setting setting, Live live) {
    long first = setting.seed().orElse(1);
    int seeds = setting.seed().isPresent() ? 1 : SEEDS;
    Live silent = Live.silent();
    try {
      Simulation.seeded(first).explore(seeds, program(silent));
    } catch (SimulationFailure failure) {
      long seed = failure.seed().orElse(first);
      replay(seed, live);
      return """
      Seed %1$d loses an update (seeds tried: %2$d); "./keyhold tour unsynchronized --seed
      %1$d" shows it again. Neither task did anything wrong by itself: what is missing is
      that read and insert belong together, undisturbed. (And a plain map that two
      real threads change at once can lose more than updates: its tree may break.)
      """
          .formatted(seed, seed - first + 1);
    }
    replay(first, live);
    return setting.seed().isPresent()
        ? "Seed %d happens to lose nothing: that is luck, not order. Try another one."
            .formatted(first)
        : "None of %d seeds lost an update, which is luck, not order.".formatted(seeds);
  }

  private static void replay(long seed, Live live) {
    try {
      Simulation.seeded(seed).run(program(live));
    } catch (SimulationFailure failure) {
      live.print("seed " + seed + ": updates were lost");
    }
  }

  private static Program program(Live live) {
    return tasks -> program(tasks, new Database(), live);
  }
}
