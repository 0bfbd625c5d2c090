package dev.keyhold.bench.locks;

import dev.keyhold.bench.duel.DuelJvm;
import dev.keyhold.bench.duel.Figure;
import dev.keyhold.bench.duel.FigureCommand;
import dev.keyhold.bench.duel.SampleLength;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./keyhold bench locks}. */
@Command(
    name = "locks",
    header = "Keyhold's locks beside their peers.",
    description = {
      "Each row is a fresh JVM that runs one of ours and one peer in turns and compares the"
          + " medians.",
      "A ratio above 1 means that ours is better. The rows with a goal come first."
    },
    footer = {
      "",
      "Examples:",
      "  ./keyhold bench locks --quick",
      "  ./keyhold bench locks --only hand-off,submit --tasks 100,10000 --samples 15",
      "  ./keyhold bench locks --json > locks.jsonl"
    })
public final class LocksCommand extends FigureCommand<LockRow> {
  private static final int TASKS_MAX = 100_000;

  /** Two workers everywhere, like the peers outside the JVM. */
  private static final List<String> OPTIONS =
      DuelJvm.options(
          "-Djdk.virtualThreadScheduler.parallelism=2",
          "-Djdk.virtualThreadScheduler.maxPoolSize=2",
          "-Dkotlinx.coroutines.scheduler.core.pool.size=2",
          "-Dkotlinx.coroutines.scheduler.max.pool.size=2",
          "--sun-misc-unsafe-memory-access=allow");

  /** A longest wait cannot be longer than the time that one looks for it. */
  private static final int WAIT_MILLIS_MIN = 500;

  private static final int WAIT_MILLIS_QUICK = 50;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,8,100,10000",
      description = "How many tasks contend; default ${DEFAULT-VALUE}.")
  private int[] tasks = {};

  /** Made by picocli. */
  public LocksCommand() {}

  @Override
  protected List<LockRow> rows() {
    for (int n : tasks) {
      if (n < 1 || n > TASKS_MAX) {
        throw wrong(
            "--tasks is %d: each must be from 1 to %d, such as --tasks 1,100"
                .formatted(n, TASKS_MAX));
      }
    }
    return LockPlan.rows(tasks);
  }

  @Override
  protected Set<String> names() {
    return LockPlan.names();
  }

  @Override
  protected String noRowAdvice() {
    return "--only and --tasks leave no row: ask for other numbers of tasks";
  }

  @Override
  protected List<String> notes() {
    return List.of("Each row: java " + String.join(" ", OPTIONS));
  }

  @Override
  protected Figure measure(LockRow row, int count) {
    DuelJvm.Result result =
        DuelJvm.run(
            OPTIONS,
            LockDuel.class,
            row.ours().name(),
            row.peer().name(),
            Integer.toString(row.tasks()),
            Integer.toString(count),
            Integer.toString(sampleMillis(row)),
            Integer.toString(length().warmupMillis()));
    return new Figure(
        "locks",
        row.what(),
        row.peer().label(),
        row.unit(),
        result.ours(),
        result.peer(),
        row.goal());
  }

  /** Longest waits need longer samples, the longer the more tasks take turns. */
  private int sampleMillis(LockRow row) {
    if (!row.ours().isTimed()) {
      return length().sampleMillis();
    }
    return length() == SampleLength.QUICK
        ? WAIT_MILLIS_QUICK
        : Math.max(WAIT_MILLIS_MIN, row.tasks() / 2);
  }
}
