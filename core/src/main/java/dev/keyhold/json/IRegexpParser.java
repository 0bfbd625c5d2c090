package dev.keyhold.json;

import dev.keyhold.error.LimitException;
import dev.keyhold.json.IRegexp.Op;
import dev.keyhold.json.IRegexp.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 9485, section 4; every method says whether what it read is what it is for. */
final class IRegexpParser {
  private static final int DEPTH_MAX = 64;

  /**
   * The most states written while reading, those written anew included: an expression in
   * parentheses is copied with each pair, a repeated one each time.
   */
  static final int EMITTED_MAX = 32 * IRegexp.STATES_MAX;

  private final String text;
  private int emitted;
  private int at;
  private int depth;

  IRegexpParser(String text) {
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

  private void emit(List<State> out, State state) {
    if (out.size() >= IRegexp.STATES_MAX || emitted >= EMITTED_MAX) {
      throw tooLarge();
    }
    emitted++;
    out.add(state);
  }

  /** How many states were written so far; at most {@link #EMITTED_MAX}. */
  int emitted() {
    return emitted;
  }

  static LimitException tooLarge() {
    return new LimitException(
        "the regular expressions in JSONPath have more than %,d states, or more than %,d with all copies"
            .formatted(IRegexp.STATES_MAX, EMITTED_MAX));
  }

  /** Reads the whole text. */
  boolean all(List<State> out) {
    return alternatives(out) && at == text.length();
  }

  private boolean alternatives(List<State> out) {
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
  private void append(List<State> out, List<State> part) {
    int shift = out.size();
    for (State state : part) {
      emit(out, new State(state.op(), state.set(), state.x() + shift, state.y() + shift));
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

  private boolean take(List<State> out, @Nullable CharacterSet set) {
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
      if (value > IRegexp.STATES_MAX) {
        throw tooLarge();
      }
    }
    return at == from ? -1 : value;
  }

  private void repeat(List<State> atom, int least, int most, List<State> out) {
    if (atom.isEmpty()) {
      return;
    }
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
        set.other(category);
        requireSmall(set);
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
    requireSmall(set);
    return true;
  }

  private static void requireSmall(CharacterSet set) {
    if (set.weight() > IRegexp.STATES_MAX) {
      throw new LimitException(
          "a regular expression in JSONPath has more than %,d ranges in one pair of brackets"
              .formatted(IRegexp.STATES_MAX));
    }
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
