package dev.keyhold.bench.locks;

import dev.keyhold.bench.BenchException;
import dev.keyhold.bench.locks.contender.ContenderKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures one pair of contenders; the main class of a JVM of its own, so that the one pair's
 * profiles are all that the compiler knows. Both locks are created first and moved to the old
 * generation, where a lock lives in a program that runs for a while (the collector's barriers cost
 * otherwise there). Then both are warmed up, in turns, and sampled in turns; who begins alternates.
 *
 * <p>Arguments: {@code OURS PEER TASKS SAMPLES SAMPLE_MILLIS WARMUP_MILLIS}. Prints the samples in
 * two lines, {@code ours 12.1 11.9 …} and {@code peer …}; or one line of what is wrong to stderr,
 * and ends with status 1.
 */
public final class Duel {
  /** Collections that an object must see to be old, and a few more. */
  private static final int PROMOTIONS = 4;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private Duel() {}

  /** See above. */
  public static void main(String[] args) throws InterruptedException {
    try {
      run(args);
    } catch (BenchException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    } catch (RuntimeException | Error e) {
      System.err.println("%s against %s: %s".formatted(args[0], args[1], e));
      System.exit(1);
    }
    System.exit(0);
  }

  private static void run(String... args) throws InterruptedException {
    int tasks = Integer.parseInt(args[2]);
    int samples = Integer.parseInt(args[3]);
    long sampleNanos = Long.parseLong(args[4]) * NANOS_PER_MILLI;
    long warmupNanos = Long.parseLong(args[5]) * NANOS_PER_MILLI;
    Sampling ours = Sampling.of(ContenderKind.valueOf(args[0]), tasks, sampleNanos);
    Sampling peer = Sampling.of(ContenderKind.valueOf(args[1]), tasks, sampleNanos);
    promote();
    warmUp(ours, peer, warmupNanos);
    promote();
    List<Double> oursSamples = new ArrayList<>();
    List<Double> peerSamples = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      if (i % 2 == 0) {
        oursSamples.add(ours.sample());
        peerSamples.add(peer.sample());
      } else {
        peerSamples.add(peer.sample());
        oursSamples.add(ours.sample());
      }
    }
    print("ours", oursSamples);
    print("peer", peerSamples);
  }

  private static void warmUp(Sampling ours, Sampling peer, long warmupNanos)
      throws InterruptedException {
    boolean oursWarm = false;
    boolean peerWarm = false;
    while (!oursWarm || !peerWarm) {
      oursWarm = ours.warmUp(warmupNanos);
      peerWarm = peer.warmUp(warmupNanos);
    }
    ours.settle();
    peer.settle();
  }

  private static void promote() {
    for (int i = 0; i < PROMOTIONS; i++) {
      System.gc();
    }
  }

  private static void print(String side, List<Double> samples) {
    StringBuilder line = new StringBuilder(side);
    for (double sample : samples) {
      line.append(String.format(Locale.ROOT, " %.3f", sample));
    }
    System.out.println(line);
  }
}
