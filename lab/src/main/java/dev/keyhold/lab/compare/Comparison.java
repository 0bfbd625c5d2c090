package dev.keyhold.lab.compare;

import dev.keyhold.lab.data.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the same entries and tasks under one sharing option after the other.
 *
 * <p>Every task chooses each time a key, all keys alike, and whether to read or to write it; waits
 * for its turn; reads the value, or inserts it with its count of writes raised by one; keeps the
 * guard for the plan's hold; and lets go. Measured is the wait, from asking to having the turn. The
 * choices follow from the seed; how the tasks interleave does not.
 */
public final class Comparison {
  /** Enough for the compiler to have seen the code of an option, few enough to be quick. */
  private static final int WARM_UP_ENTRIES = 1_000;

  private static final Duration WARM_UP = Duration.ofMillis(200);

  private final List<Entry> entries;
  private final String[] keys;
  private final Plan plan;

  /** Hears how far a comparison is. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called when an option begins, and some times a second while it runs.
     *
     * @param option that is running
     * @param number of the option, from 1
     * @param count of options
     * @param elapsed since the option began
     */
    void at(SharingOption option, int number, int count, Duration elapsed);
  }

  /**
   * A comparison over {@code entries}, at least one; of two with the same key the later one counts.
   */
  public Comparison(List<Entry> entries, Plan plan) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("there are no entries: give at least one");
    }
    Map<String, Entry> byKey = LinkedHashMap.newLinkedHashMap(entries.size());
    for (Entry entry : entries) {
      byKey.put(entry.key(), new Entry(entry.key(), Tally.unwritten(entry.value())));
    }
    this.entries = List.copyOf(byKey.values());
    this.keys = byKey.keySet().toArray(String[]::new);
    this.plan = plan;
  }

  /** How many entries the database has: keys that occur twice count once. */
  public int entries() {
    return entries.size();
  }

  /**
   * Runs {@code options} one after the other. If the calling thread is interrupted, the comparison
   * ends at once; the report then has what was measured so far, and the thread's interrupt status
   * is set.
   *
   * @throws OptionFailure if a task failed
   */
  public Report run(List<SharingOption> options, Listener listener) throws OptionFailure {
    List<OptionResult> results = new ArrayList<>();
    boolean interrupted = warmUp(options);
    for (int i = 0; i < options.size() && !interrupted; i++) {
      SharingOption option = options.get(i);
      int number = i + 1;
      listener.at(option, number, options.size(), Duration.ZERO);
      OptionRun run = new OptionRun(option, entries, keys, plan);
      results.add(run.run(elapsed -> listener.at(option, number, options.size(), elapsed)));
      interrupted = run.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return new Report(entries.size(), results, !interrupted);
  }

  /**
   * Runs every option for a moment, so that the first one does not pay for compiling the others.
   */
  private boolean warmUp(List<SharingOption> options) throws OptionFailure {
    int count = Math.min(WARM_UP_ENTRIES, entries.size());
    List<Entry> some = entries.subList(0, count);
    String[] someKeys = some.stream().map(Entry::key).toArray(String[]::new);
    Duration duration = plan.duration().compareTo(WARM_UP) < 0 ? plan.duration() : WARM_UP;
    for (SharingOption option : options) {
      OptionRun run = new OptionRun(option, some, someKeys, plan.lasting(duration));
      run.run(_ -> {});
      if (run.interrupted()) {
        return true;
      }
    }
    return false;
  }
}
