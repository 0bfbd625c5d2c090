package dev.keyhold.json;

import dev.keyhold.error.LimitException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of RFC 9485, with one thing more: {@code ^} and {@code $} outside of
 * brackets stand for the beginning and the end of the text, as the compliance suite of RFC 9535 has
 * it, and not for themselves. It never tries again: the time it takes is at most the length of the
 * text times the size of the expression, whatever either is.
 */
final class IRegexp {
  /*
   * A nondeterministic automaton in the form of a program (Thompson 1968; Pike's machine without
   * groups): a state either takes a character and goes on with the next, or goes on with one or two
   * others at once. The set of states that the text so far leads to is carried along.
   */

  /** The most states; counted repetitions are written out. */
  static final int STATES_MAX = 10_000;

  /** Beginning to match costs a step for every eight states. */
  private static final int SIZE_A_STEP_LOG2 = 3;

  /** Looking into a set costs a step more for every four ranges. */
  private static final int WEIGHT_A_STEP_LOG2 = 2;

  enum Op {
    /** Takes one character of {@code set}. */
    TAKE,
    /** Goes on with {@code x} and {@code y}. */
    SPLIT,
    /** Goes on with {@code x}. */
    GO,
    /** Goes on with the next at the beginning of the text. */
    BEGIN,
    /** Goes on with the next at the end of the text. */
    FINISH,
    END
  }

  record State(Op op, @Nullable CharacterSet set, int x, int y) {}

  private final List<State> program;

  private IRegexp(List<State> program) {
    this.program = List.copyOf(program);
  }

  /**
   * Reads the whole of an expression.
   *
   * @return null if it is none
   * @throws LimitException it has too many states, or is nested too deep
   */
  static @Nullable IRegexp parse(IRegexpParser parser) {
    List<State> program = new ArrayList<>();
    if (!parser.all(program)) {
      return null;
    }
    program.add(new State(Op.END, null, 0, 0));
    return new IRegexp(program);
  }

  /** How many states it has. */
  int size() {
    return program.size();
  }

  /**
   * Whether a text fits.
   *
   * @param whole all of it; else some part of it, from anywhere
   * @param budget pays for the steps
   */
  boolean fits(String text, boolean whole, PathBudget budget) {
    budget.step(program.size() >>> SIZE_A_STEP_LOG2);
    Threads now = new Threads(program.size());
    Threads next = new Threads(program.size());
    add(now, 0, text, 0);
    int at = 0;
    while (true) {
      if (now.ended && (!whole || at == text.length())) {
        return true;
      }
      if (at == text.length() || (whole && now.count == 0)) {
        return false;
      }
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      long cost = now.marked + 1L;
      next.clear();
      for (int i = 0; i < now.count; i++) {
        State state = program.get(now.states[i]);
        if (state.op == Op.TAKE && state.set != null) {
          cost += state.set.weight() >>> WEIGHT_A_STEP_LOG2;
          if (state.set.has(c)) {
            add(next, now.states[i] + 1, text, at);
          }
        }
      }
      budget.step(cost);
      if (!whole) {
        add(next, 0, text, at);
      }
      Threads swap = now;
      now = next;
      next = swap;
    }
  }

  /** Adds a state and all that it goes on with at once. */
  private void add(Threads threads, int begin, String text, int index) {
    threads.push(begin);
    while (threads.pending > 0) {
      int at = threads.pop();
      if (threads.mark(at)) {
        State state = program.get(at);
        switch (state.op) {
          case TAKE -> threads.states[threads.count++] = at;
          case GO -> threads.push(state.x);
          case BEGIN -> {
            if (index == 0) {
              threads.push(at + 1);
            }
          }
          case FINISH -> {
            if (index == text.length()) {
              threads.push(at + 1);
            }
          }
          case SPLIT -> {
            threads.push(state.x);
            threads.push(state.y);
          }
          case END -> threads.ended = true;
        }
      }
    }
  }

  /** A set of states. */
  private static final class Threads {
    final int[] states;
    int count;
    boolean ended;

    /** How many states are in the set, those that take nothing included. */
    int marked;

    /** Of the states in the set, the generation; so forgetting all costs nothing. */
    private final int[] has;

    private int generation = 1;
    private final int[] stack;
    private int pending;

    Threads(int size) {
      states = new int[size];
      has = new int[size];
      stack = new int[2 * size + 2];
    }

    void clear() {
      if (++generation == 0) {
        Arrays.fill(has, 0);
        generation = 1;
      }
      marked = 0;
      count = 0;
      ended = false;
    }

    boolean mark(int state) {
      if (has[state] == generation) {
        return false;
      }
      has[state] = generation;
      marked++;
      return true;
    }

    void push(int state) {
      stack[pending++] = state;
    }

    int pop() {
      return stack[--pending];
    }
  }
}
