package dev.keyhold.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;

/** The tasks that are ready to run, and the choice of who runs next. */
abstract sealed class Schedule {

  /** Adds a task that has become ready. */
  abstract void add(SimTask task);

  /** Takes the next task to run; there must be one. */
  abstract SimTask next();

  abstract int size();

  /** Whether a task that could run on may be made to wait for others, just to see what happens. */
  abstract boolean preempts();

  /** Whether a park shall return for no reason this time. */
  abstract boolean wakesSpuriously();

  /** First ready, first run; who runs goes on until it waits. */
  static final class InOrder extends Schedule {
    private final ArrayDeque<SimTask> ready = new ArrayDeque<>();

    @Override
    void add(SimTask task) {
      ready.addLast(task);
    }

    @Override
    SimTask next() {
      return ready.removeFirst();
    }

    @Override
    int size() {
      return ready.size();
    }

    @Override
    boolean preempts() {
      return false;
    }

    @Override
    boolean wakesSpuriously() {
      return false;
    }
  }

  /** Each ready task with the same chance. */
  static final class Seeded extends Schedule {
    /** One park in so many returns for no reason. */
    private static final int SPURIOUS_ONE_IN = 32;

    private final ArrayList<SimTask> ready = new ArrayList<>();
    private long state;

    Seeded(long seed) {
      state = seed;
    }

    @Override
    void add(SimTask task) {
      ready.add(task);
    }

    @Override
    SimTask next() {
      int chosen = below(ready.size());
      SimTask last = ready.removeLast();
      return chosen == ready.size() ? last : ready.set(chosen, last);
    }

    @Override
    int size() {
      return ready.size();
    }

    @Override
    boolean preempts() {
      return true;
    }

    @Override
    boolean wakesSpuriously() {
      return below(SPURIOUS_ONE_IN) == 0;
    }

    /**
     * SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014),
     * written out so that a seed means the same on every JDK.
     */
    private int below(int bound) {
      state += 0x9e3779b97f4a7c15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      z ^= z >>> 31;
      return (int) (((z >>> 33) * bound) >>> 31);
    }
  }
}
