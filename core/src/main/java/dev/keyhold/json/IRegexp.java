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

  private static final int DEPTH_MAX = 64;

  private enum Op {
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

  private record State(Op op, @Nullable CharacterSet set, int x, int y) {}

  private final List<State> program;

  private IRegexp(List<State> program) {
    this.program = List.copyOf(program);
  }

  /**
   * Reads an expression.
   *
   * @return null if it is none
   * @throws LimitException it has too many states, or is nested too deep
   */
  static @Nullable IRegexp parse(String text) {
    Parser parser = new Parser(text);
    List<State> program = new ArrayList<>();
    if (!parser.alternatives(program) || parser.at < text.length()) {
      return null;
    }
    program.add(new State(Op.END, null, 0, 0));
    return new IRegexp(program);
  }

  /**
   * Whether a text fits.
   *
   * @param whole all of it; else some part of it, from anywhere
   * @param budget pays for the steps
   */
  boolean fits(String text, boolean whole, PathBudget budget) {
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
      budget.step(now.count + 1);
      next.clear();
      for (int i = 0; i < now.count; i++) {
        State state = program.get(now.states[i]);
        if (state.op == Op.TAKE && state.set != null && state.set.has(c)) {
          add(next, now.states[i] + 1, text, at);
        }
      }
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
    private final boolean[] has;
    private final int[] stack;
    private int pending;

    Threads(int size) {
      states = new int[size];
      has = new boolean[size];
      stack = new int[2 * size + 2];
    }

    void clear() {
      Arrays.fill(has, false);
      count = 0;
      ended = false;
    }

    boolean mark(int state) {
      boolean added = !has[state];
      has[state] = true;
      return added;
    }

    void push(int state) {
      stack[pending++] = state;
    }

    int pop() {
      return stack[--pending];
    }
  }

  /** Characters, as ranges and categories. */
  private static final class CharacterSet {
    boolean negated;
    private final List<int[]> ranges = new ArrayList<>();
    private final List<Integer> categories = new ArrayList<>();
    private final List<CharacterSet> others = new ArrayList<>();

    boolean has(int c) {
      return negated != contains(c);
    }

    private boolean contains(int c) {
      for (int[] range : ranges) {
        if (c >= range[0] && c <= range[1]) {
          return true;
        }
      }
      if (!categories.isEmpty() && categories.contains(Character.getType(c))) {
        return true;
      }
      for (CharacterSet each : others) {
        if (each.has(c)) {
          return true;
        }
      }
      return false;
    }

    CharacterSet range(int from, int to) {
      ranges.add(new int[] {from, to});
      return this;
    }
  }

  /** RFC 9485, section 4; every method says whether what it read is what it is for. */
  private static final class Parser {
    private final String text;
    private int at;
    private int depth;

    Parser(String text) {
      this.text = text;
    }

    private int peek() {
      return at < text.length() ? text.codePointAt(at) : -1;
    }

    private boolean skip(int c) {
      if (peek() == c) {
        at += Character.charCount(c);
        return true;
      }
      return false;
    }

    private static void emit(List<State> out, State state) {
      if (out.size() >= STATES_MAX) {
        throw tooLarge();
      }
      out.add(state);
    }

    private static LimitException tooLarge() {
      return new LimitException(
          "a regular expression in JSONPath has more than %,d states".formatted(STATES_MAX));
    }

    boolean alternatives(List<State> out) {
      if (++depth > DEPTH_MAX) {
        throw new LimitException(
            "a regular expression in JSONPath is nested deeper than %,d".formatted(DEPTH_MAX));
      }
      List<List<State>> branches = new ArrayList<>();
      do {
        List<State> branch = new ArrayList<>();
        if (!branch(branch)) {
          return false;
        }
        branches.add(branch);
      } while (skip('|'));
      depth--;
      int end = out.size();
      for (List<State> branch : branches) {
        end += branch.size() + 2;
      }
      end -= 2;
      for (int i = 0; i < branches.size(); i++) {
        List<State> branch = branches.get(i);
        boolean last = i == branches.size() - 1;
        if (!last) {
          emit(out, new State(Op.SPLIT, null, out.size() + 1, out.size() + branch.size() + 2));
        }
        append(out, branch);
        if (!last) {
          emit(out, new State(Op.GO, null, end, 0));
        }
      }
      return true;
    }

    /** Programs refer to states by place; moved, they are shifted. */
    private static void append(List<State> out, List<State> part) {
      int shift = out.size();
      for (State state : part) {
        emit(out, new State(state.op, state.set, state.x + shift, state.y + shift));
      }
    }

    private boolean branch(List<State> out) {
      while (true) {
        int c = peek();
        if (c < 0 || c == '|' || c == ')') {
          return true;
        }
        List<State> atom = new ArrayList<>();
        if (!atom(atom) || !quantified(atom, out)) {
          return false;
        }
      }
    }

    private boolean atom(List<State> out) {
      int c = peek();
      return switch (c) {
        case '(' -> {
          at++;
          yield alternatives(out) && skip(')');
        }
        case '.' -> {
          at++;
          CharacterSet any = new CharacterSet().range('\n', '\n').range('\r', '\r');
          any.negated = true;
          yield take(out, any);
        }
        case '[' -> take(out, bracketed());
        case '\\' -> take(out, escaped());
        case '^', '$' -> {
          at++;
          emit(out, new State(c == '^' ? Op.BEGIN : Op.FINISH, null, 0, 0));
          yield true;
        }
        case '*', '+', '?', ']', '{', '}' -> false;
        default -> {
          at += Character.charCount(c);
          yield take(out, new CharacterSet().range(c, c));
        }
      };
    }

    private static boolean take(List<State> out, @Nullable CharacterSet set) {
      if (set != null) {
        emit(out, new State(Op.TAKE, set, 0, 0));
      }
      return set != null;
    }

    private boolean quantified(List<State> atom, List<State> out) {
      int least = 1;
      int most = 1;
      switch (peek()) {
        case '*' -> {
          at++;
          least = 0;
          most = -1;
        }
        case '+' -> {
          at++;
          most = -1;
        }
        case '?' -> {
          at++;
          least = 0;
        }
        case '{' -> {
          at++;
          least = count();
          if (least < 0) {
            return false;
          }
          most = least;
          if (skip(',')) {
            most = peek() == '}' ? -1 : count();
            if (peek() != '}' || (most >= 0 && most < least)) {
              return false;
            }
          }
          if (!skip('}')) {
            return false;
          }
        }
        default -> {}
      }
      repeat(atom, least, most, out);
      return true;
    }

    /** Digits; -1 if there are none. */
    private int count() {
      int from = at;
      int value = 0;
      while (peek() >= '0' && peek() <= '9') {
        value = value * 10 + (peek() - '0');
        at++;
        if (value > STATES_MAX) {
          throw tooLarge();
        }
      }
      return at == from ? -1 : value;
    }

    private static void repeat(List<State> atom, int least, int most, List<State> out) {
      for (int i = 0; i < least; i++) {
        append(out, atom);
      }
      if (most < 0) {
        int begin = out.size();
        emit(out, new State(Op.SPLIT, null, begin + 1, begin + atom.size() + 2));
        append(out, atom);
        emit(out, new State(Op.GO, null, begin, 0));
        return;
      }
      int optional = most - least;
      int end = out.size() + optional * (atom.size() + 1);
      for (int i = 0; i < optional; i++) {
        emit(out, new State(Op.SPLIT, null, out.size() + 1, end));
        append(out, atom);
      }
    }

    private @Nullable CharacterSet escaped() {
      at++;
      int c = peek();
      if (c == 'p' || c == 'P') {
        return category(c == 'P');
      }
      int single = single();
      return single < 0 ? null : new CharacterSet().range(single, single);
    }

    /** Of an escape the character behind the backslash; -1 if there is no such escape. */
    private int single() {
      int c = peek();
      if (c < 0 || "()*+-.?[\\]^nrt{|}".indexOf(c) < 0) {
        return -1;
      }
      at++;
      return switch (c) {
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        default -> c;
      };
    }

    private @Nullable CharacterSet category(boolean negated) {
      at++;
      if (!skip('{')) {
        return null;
      }
      int end = text.indexOf('}', at);
      if (end < 0) {
        return null;
      }
      CharacterSet set = new CharacterSet();
      set.negated = negated;
      boolean known = UnicodeCategories.add(text.substring(at, end), set.categories);
      at = end + 1;
      return known ? set : null;
    }

    private @Nullable CharacterSet bracketed() {
      at++;
      CharacterSet set = new CharacterSet();
      set.negated = skip('^');
      if (skip('-')) {
        set.range('-', '-');
      } else if (!classPart(set)) {
        return null;
      }
      while (peek() != ']' && peek() >= 0) {
        if (peek() == '-') {
          at++;
          set.range('-', '-');
          break;
        }
        if (!classPart(set)) {
          return null;
        }
      }
      return skip(']') ? set : null;
    }

    private boolean classPart(CharacterSet set) {
      if (peek() == '\\' && at + 1 < text.length()) {
        char next = text.charAt(at + 1);
        if (next == 'p' || next == 'P') {
          at++;
          CharacterSet category = category(next == 'P');
          if (category == null) {
            return false;
          }
          set.others.add(category);
          return true;
        }
      }
      int from = classChar();
      if (from < 0) {
        return false;
      }
      int to = from;
      if (peek() == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']') {
        at++;
        to = classChar();
        if (to < from) {
          return false;
        }
      }
      set.range(from, to);
      return true;
    }

    private int classChar() {
      int c = peek();
      if (c == '\\') {
        at++;
        return single();
      }
      if (c < 0 || c == '-' || c == '[' || c == ']') {
        return -1;
      }
      at += Character.charCount(c);
      return c;
    }
  }
}
