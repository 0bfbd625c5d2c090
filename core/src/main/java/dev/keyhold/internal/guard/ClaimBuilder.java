package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects keys and ranges for one claim, in any order, overlapping as they like: the stronger mode
 * wins, key by key. To be used by one thread, once.
 */
public final class ClaimBuilder {
  /*
   * What comes out has no key twice: of two tokens of a key the stronger stays, a key in a range
   * that is as strong goes, and a range is cut around a key, or a piece of another, that is
   * stronger. So the parts of one claim never stand in each other's way.
   *
   * Ranges are laid out by a sweep over their bounds. Between two bounds the mode is that of the
   * strongest range that is open there; neighbours of one mode are one range.
   */
  private static final byte[] FIRST_KEY = {};

  private static final Comparator<Part> ORDER =
      (one, other) -> Arrays.compareUnsigned(one.from, other.from);

  /** The same, and of one key the stronger first. */
  private static final Comparator<Part> STRONGER_FIRST =
      (one, other) -> {
        int order = ORDER.compare(one, other);
        return order == 0 ? other.mode.compareTo(one.mode) : order;
      };

  private final GuardTable table;
  private final List<Part> keys = new ArrayList<>(2);
  private List<Part> ranges = List.of();

  /** A key, or a range. */
  private static final class Part {
    /** The key, or the first one of the range. */
    private final byte[] from;

    /** Behind the range; null: it has no end. Not used for a key. */
    private final byte @Nullable [] to;

    /** Of the key. */
    private final int hash;

    private final Mode mode;

    Part(byte[] from, byte @Nullable [] to, int hash, Mode mode) {
      this.from = from;
      this.to = to;
      this.hash = hash;
      this.mode = mode;
    }

    boolean contains(byte[] key) {
      return Arrays.compareUnsigned(key, from) >= 0
          && (to == null || Arrays.compareUnsigned(key, to) < 0);
    }
  }

  ClaimBuilder(GuardTable table) {
    this.table = table;
  }

  /**
   * Adds a key.
   *
   * @param key in UTF-8; not to be changed any more
   * @param keyHash the same for all tokens of this key
   * @param mode {@link Mode#SHARED} or {@link Mode#EXCLUSIVE}
   */
  public ClaimBuilder key(byte[] key, int keyHash, Mode mode) {
    keys.add(new Part(key, null, keyHash, mode));
    return this;
  }

  /**
   * Adds a range; nothing if it is empty.
   *
   * @param from the first key; null: no lower bound
   * @param to the first key behind it; null: no upper bound
   */
  public ClaimBuilder range(byte @Nullable [] from, byte @Nullable [] to, Mode mode) {
    byte[] first = from == null ? FIRST_KEY : from;
    if (to == null || Arrays.compareUnsigned(first, to) < 0) {
      if (ranges.isEmpty()) {
        ranges = new ArrayList<>();
      }
      ranges.add(new Part(first, to, 0, mode));
    }
    return this;
  }

  /** Adds all keys, those that do not exist yet included. */
  public ClaimBuilder all(Mode mode) {
    return range(null, null, mode);
  }

  /**
   * The claim, of the current task.
   *
   * @throws IllegalArgumentException it would claim nothing
   */
  public Claim build() {
    List<Part> laidOut = ranges.isEmpty() ? List.of() : sweep();
    List<Part> apart = keysApart(laidOut);
    if (laidOut.isEmpty() && apart.isEmpty()) {
      throw new IllegalArgumentException(
          "a claim on nothing: name a key or a range that is not empty");
    }
    if (laidOut.isEmpty() && apart.size() == 1) {
      Part only = apart.getFirst();
      return table.claim(only.from, only.hash, only.mode);
    }
    ManyClaim claim = new ManyClaim(table, Owner.currentId());
    List<OwnToken> tokens = new ArrayList<>(apart.size());
    for (Part key : apart) {
      tokens.add(new KeyToken(claim, key.from, key.hash, key.mode));
    }
    claim.consistsOf(tokens, spans(claim, laidOut, apart));
    return claim;
  }

  /** In order, each key once, those left out that a range covers as strongly. */
  private List<Part> keysApart(List<Part> laidOut) {
    keys.sort(STRONGER_FIRST);
    List<Part> apart = new ArrayList<>(keys.size());
    int at = 0;
    for (Part key : keys) {
      if (!apart.isEmpty() && Arrays.equals(apart.getLast().from, key.from)) {
        continue;
      }
      while (at < laidOut.size() && isBefore(laidOut.get(at), key.from)) {
        at++;
      }
      Part range = at < laidOut.size() ? laidOut.get(at) : null;
      boolean covered =
          range != null
              && range.contains(key.from)
              && (range.mode.isExclusive() || !key.mode.isExclusive());
      if (!covered) {
        apart.add(key);
      }
    }
    return apart;
  }

  private static boolean isBefore(Part range, byte[] key) {
    return range.to != null && Arrays.compareUnsigned(range.to, key) <= 0;
  }

  /** The ranges in order, apart from each other. */
  private List<Part> sweep() {
    List<byte[]> bounds = new ArrayList<>();
    for (Part range : ranges) {
      bounds.add(range.from);
      if (range.to != null) {
        bounds.add(range.to);
      }
    }
    bounds.sort(Arrays::compareUnsigned);
    ranges.sort(ORDER);
    List<Part> laidOut = new ArrayList<>();
    List<Part> open = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < bounds.size(); i++) {
      byte[] from = bounds.get(i);
      byte[] to = i + 1 < bounds.size() ? bounds.get(i + 1) : null;
      if (to != null && Arrays.equals(from, to)) {
        continue;
      }
      while (next < ranges.size() && Arrays.compareUnsigned(ranges.get(next).from, from) <= 0) {
        open.add(ranges.get(next++));
      }
      open.removeIf(range -> isBefore(range, from));
      if (!open.isEmpty()) {
        boolean exclusive = open.stream().anyMatch(range -> range.mode.isExclusive());
        lay(laidOut, from, to, exclusive ? Mode.EXCLUSIVE : Mode.SHARED);
      }
    }
    return laidOut;
  }

  private static void lay(List<Part> laidOut, byte[] from, byte @Nullable [] to, Mode mode) {
    Part last = laidOut.isEmpty() ? null : laidOut.getLast();
    boolean joins =
        last != null && last.mode == mode && last.to != null && Arrays.equals(last.to, from);
    byte[] begin = from;
    if (joins && last != null) {
      begin = last.from;
      laidOut.removeLast();
    }
    laidOut.add(new Part(begin, to, 0, mode));
  }

  /** The ranges without the keys that are claimed apart. */
  private static List<Span> spans(ManyClaim claim, List<Part> laidOut, List<Part> apart) {
    List<Span> spans = new ArrayList<>(laidOut.size());
    int at = 0;
    for (Part range : laidOut) {
      byte[] from = range.from;
      while (at < apart.size() && Arrays.compareUnsigned(apart.get(at).from, from) < 0) {
        at++;
      }
      for (; at < apart.size() && range.contains(apart.get(at).from); at++) {
        addSpan(spans, claim, from, apart.get(at).from, range.mode);
        from = next(apart.get(at).from);
      }
      addSpan(spans, claim, from, range.to, range.mode);
    }
    return spans;
  }

  private static void addSpan(
      List<Span> spans, ManyClaim claim, byte[] from, byte @Nullable [] to, Mode mode) {
    if (to == null || Arrays.compareUnsigned(from, to) < 0) {
      spans.add(new Span(claim, from.length == 0 ? null : from, to, mode));
    }
  }

  /** The next key: in the order of bytes, the same with a zero behind it. */
  private static byte[] next(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
