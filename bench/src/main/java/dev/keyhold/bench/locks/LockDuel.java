package dev.keyhold.bench.locks;

import dev.keyhold.bench.duel.Duel;
import dev.keyhold.bench.duel.Sampling;
import dev.keyhold.bench.locks.contender.ContenderKind;
import java.util.concurrent.TimeUnit;

/**
 * The {@link Duel} of a pair of contenders.
 *
 * <p>Arguments: {@code OURS PEER TASKS SAMPLES SAMPLE_MILLIS WARMUP_MILLIS}.
 */
public final class LockDuel {
  private LockDuel() {}

  /** See above. */
  public static void main(String[] args) throws InterruptedException {
    Duel.main(args[0] + " against " + args[1], () -> run(args));
  }

  private static void run(String... args) throws InterruptedException {
    int tasks = Integer.parseInt(args[2]);
    int samples = Integer.parseInt(args[3]);
    long sampleNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[4]));
    long warmupNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[5]));
    Sampling ours = side(ContenderKind.valueOf(args[0]), tasks, sampleNanos);
    Sampling peer = side(ContenderKind.valueOf(args[1]), tasks, sampleNanos);
    Duel.fight(ours, peer, samples, warmupNanos);
  }

  private static Sampling side(ContenderKind kind, int tasks, long sampleNanos) {
    if (kind.isWeighed()) {
      return new HeapSampler(kind, tasks);
    }
    Conductor conductor = new Conductor(kind.label(), kind.make(), tasks);
    return kind.isTimed()
        ? new WaitSampler(conductor, sampleNanos)
        : new TurnSampler(conductor, sampleNanos);
  }
}
