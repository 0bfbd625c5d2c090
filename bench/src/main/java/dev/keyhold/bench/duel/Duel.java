package dev.keyhold.bench.duel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures two sides in turns; what the main class of a JVM of its own does, so that the one pair's
 * profiles are all that the compiler knows. Both sides are made first and moved to the old
 * generation, where what matters lives in a program that runs for a while (the collector's barriers
 * cost otherwise there). Then both are warmed up, in turns, and sampled in turns; who begins
 * alternates. {@link DuelJvm} starts it and reads what it prints.
 */
public final class Duel {
  /** Collections that an object must see to be old, and a few more. */
  private static final int PROMOTIONS = 4;

  /** Makes two sides and lets them {@link #fight}. */
  @FunctionalInterface
  public interface Body {
    /** Does all of it. */
    void run() throws InterruptedException;
  }

  private Duel() {}

  /**
   * Runs a duel and ends the process: with status 1 and one line to stderr if something is wrong.
   *
   * @param label for errors that do not say whose they are
   */
  public static void main(String label, Body body) throws InterruptedException {
    try {
      body.run();
    } catch (BenchException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    } catch (RuntimeException | Error e) {
      System.err.println(label + ": " + e);
      System.exit(1);
    }
    System.exit(0);
  }

  /**
   * Measures both sides and prints their samples in two lines, {@code ours 12.1 11.9 …} and {@code
   * peer …}.
   */
  public static void fight(Sampling ours, Sampling peer, int samples, long warmupNanos)
      throws InterruptedException {
    fight(ours, peer, samples, warmupNanos, PROMOTIONS);
  }

  /**
   * The same where a full collection takes long: one is enough where it leaves everything old.
   *
   * @param promotions how many full collections there are before the warm-up, and after it
   */
  public static void fight(
      Sampling ours, Sampling peer, int samples, long warmupNanos, int promotions)
      throws InterruptedException {
    promote(promotions);
    warmUp(ours, peer, warmupNanos);
    promote(promotions);
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

  private static void promote(int promotions) {
    for (int i = 0; i < promotions; i++) {
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
