package dev.keyhold.bench.engine;

import dev.keyhold.bench.BenchException;
import dev.keyhold.bench.engine.EngineRow.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Measures the index and one peer in turns, on one thread; the main class of a JVM of its own. Each
 * sample fills both anew, in one random order for both, then collects, then looks up, overwrites
 * and scans keys chosen at random. What is asked for is always another string than the one
 * inserted, as a key that comes from outside is.
 *
 * <p>Arguments: {@code PEER SHAPE KEYS SAMPLES}. Prints a line for each operation and side, {@code
 * GET ours 297.0 …}; or one line of what is wrong to stderr, and ends with status 1.
 */
public final class EngineDuel {
  /** How many keys each side inserts before it is measured: the compiler is done by then. */
  private static final int WARM_UP_KEYS = 1_000_000;

  private static final int SCANNED = 100;
  private static final int PROBES_MAX = 200_000;
  private static final int SCANS = 5_000;
  private static final long SEED = 42;
  private static final Object VALUE = "value";

  private final String[] keys;
  private final Random random = new Random(SEED);

  private EngineDuel(KeyShape shape, int count) {
    List<String> made = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      made.add(shape.key(i));
    }
    Collections.shuffle(made, random);
    keys = made.toArray(String[]::new);
  }

  /** See above. */
  public static void main(String[] args) {
    try {
      new EngineDuel(KeyShape.valueOf(args[1]), Integer.parseInt(args[2]))
          .run(MapKind.valueOf(args[0]), Integer.parseInt(args[3]));
    } catch (BenchException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run(MapKind peer, int samples) {
    List<Map<Operation, Double>> ours = new ArrayList<>();
    List<Map<Operation, Double>> peers = new ArrayList<>();
    for (int warm = 0; warm < WARM_UP_KEYS; warm += keys.length) {
      sample(MapKind.INDEX);
      sample(peer);
    }
    for (int i = 0; i < samples; i++) {
      ours.add(sample(MapKind.INDEX));
      peers.add(sample(peer));
    }
    print("ours", ours);
    print("peer", peers);
  }

  private Map<Operation, Double> sample(MapKind kind) {
    Map<Operation, Double> result = new EnumMap<>(Operation.class);
    long before = usedBytes();
    MapKind.Contender map = kind.make();
    result.put(Operation.INSERT, fill(map));
    result.put(Operation.HEAP, (double) (usedBytes() - before) / keys.length);
    look(map, result);
    return result;
  }

  /** With strings that nobody else holds; nanoseconds an insertion. */
  private double fill(MapKind.Contender map) {
    String[] copies = new String[keys.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = copy(keys[i]);
    }
    long start = System.nanoTime();
    for (String key : copies) {
      map.put(key, VALUE);
    }
    return perOperation(start, copies.length);
  }

  private void look(MapKind.Contender map, Map<Operation, Double> result) {
    String[] probes = probes();
    int found = 0;
    long start = System.nanoTime();
    for (String key : probes) {
      found += map.get(key) == VALUE ? 1 : 0;
    }
    result.put(Operation.GET, perOperation(start, probes.length));
    probes = probes();
    start = System.nanoTime();
    for (String key : probes) {
      map.put(key, VALUE);
    }
    result.put(Operation.OVERWRITE, perOperation(start, probes.length));
    int met = 0;
    int scans = Math.min(SCANS, probes.length);
    start = System.nanoTime();
    for (int i = 0; i < scans; i++) {
      met += map.scan(probes[i], SCANNED);
    }
    result.put(Operation.SCAN, perOperation(start, scans));
    if (found != probes.length || met > scans * SCANNED) {
      throw new BenchException("of %d keys %d were found".formatted(probes.length, found));
    }
  }

  private String[] probes() {
    String[] probes = new String[Math.min(PROBES_MAX, keys.length)];
    for (int i = 0; i < probes.length; i++) {
      probes[i] = copy(keys[random.nextInt(keys.length)]);
    }
    return probes;
  }

  private static String copy(String key) {
    return String.valueOf(key.toCharArray());
  }

  private static double perOperation(long startNanos, int operations) {
    return (double) (System.nanoTime() - startNanos) / operations;
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void print(String side, List<Map<Operation, Double>> samples) {
    for (Operation operation : Operation.values()) {
      StringBuilder line = new StringBuilder(operation + " " + side);
      for (Map<Operation, Double> sample : samples) {
        line.append(String.format(Locale.ROOT, " %.3f", sample.get(operation)));
      }
      System.out.println(line);
    }
  }
}
