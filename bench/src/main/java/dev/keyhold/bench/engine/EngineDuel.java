package dev.keyhold.bench.engine;

import dev.keyhold.bench.duel.Duel;
import java.util.concurrent.TimeUnit;

/**
 * The {@link Duel} of one row. Both sides have the same keys in the same order.
 *
 * <p>Arguments: {@code ROW KEYS SHAPE QUICK SAMPLES SAMPLE_MILLIS WARMUP_MILLIS}.
 */
public final class EngineDuel {
  /** A full collection compacts everything, and what it has moved is old. */
  private static final int PROMOTIONS = 1;

  private EngineDuel() {}

  /** See above. */
  public static void main(String[] args) throws InterruptedException {
    Duel.main(args[0], () -> run(args));
  }

  private static void run(String... args) throws InterruptedException {
    EngineRow row =
        EnginePlan.row(
            EnginePlan.rows(
                new int[] {Integer.parseInt(args[1])},
                new KeyShape[] {KeyShape.valueOf(args[2])},
                Boolean.parseBoolean(args[3])),
            args[0]);
    int samples = Integer.parseInt(args[4]);
    long sampleNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[5]));
    long warmupNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[6]));
    Setting setting = new Setting(row.keys().pool(), sampleNanos);
    Duel.fight(row.ours().of(setting), row.peer().of(setting), samples, warmupNanos, PROMOTIONS);
  }
}
