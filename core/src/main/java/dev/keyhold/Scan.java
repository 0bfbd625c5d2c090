package dev.keyhold;

import dev.keyhold.error.JsonPathException;
import dev.keyhold.error.LimitException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonPath;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a range in order, to loop over, to stream, or to take page by page; lazy, and as often
 * as wanted: each walk begins anew with what is there then. What a walk sees of changes made
 * meanwhile is said by whoever returns the scan. A walk changes nothing.
 *
 * {@snippet :
 * for (Keyhold.Entry each :
 *     db.scan(KeyRange.prefix("city:")).where("$[?@.population > 1000000]").limit(10)) {
 *   print(each);
 * }
 * }
 *
 * <p><b>It is a description</b>, and the order in which {@link #descending}, {@link #where} and
 * {@link #limit} are said does not matter: the range is walked in its direction, what does not
 * match is left out, and the limit counts what is left. Each of them returns another scan.
 *
 * <p>A walk that has come to its end, or to its limit, keeps nothing. One that is left before keeps
 * what it walks over until it is garbage; close the {@link #stream} of it, or say a {@link #limit}.
 *
 * <p>Immutable; any thread may begin a walk, which then belongs to one thread.
 *
 * @param <E> the type of an entry
 */
public final class Scan<E> implements Iterable<E> {
  private final KeyRange range;
  private final Source<?> source;
  private final Function<Keyed, E> shape;
  private final boolean down;
  private final @Nullable Predicate<Keyed> filter;
  private final long countMax;

  /** Where entries come from. */
  @FunctionalInterface
  interface Source<S extends Keyed> {
    /** Begins a walk; a {@link Walk} is closed where it is left. */
    Iterator<S> walk(KeyRange range, boolean down);
  }

  private Scan(
      KeyRange range,
      Source<?> source,
      Function<Keyed, E> shape,
      boolean down,
      @Nullable Predicate<Keyed> filter,
      long countMax) {
    this.range = range;
    this.source = source;
    this.shape = shape;
    this.down = down;
    this.filter = filter;
    this.countMax = countMax;
  }

  /** All entries of a range, upwards. */
  @SuppressWarnings("unchecked") // the entries are the source's own
  static <S extends Keyed> Scan<S> of(KeyRange range, Source<S> source) {
    Objects.requireNonNull(range, "range is null; KeyRange.all() is every key");
    return new Scan<>(range, source, entry -> (S) entry, false, null, Long.MAX_VALUE);
  }

  // ── what is scanned ────────────────────────────────────────────────────────────────────────

  /** The same the other way round. */
  public Scan<E> descending() {
    return new Scan<>(range, source, shape, !down, filter, countMax);
  }

  /**
   * Only the first so many; if there is a smaller limit already, that stays.
   *
   * @param count not negative
   */
  public Scan<E> limit(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("limit is %,d; 0 is the least".formatted(count));
    }
    return new Scan<>(range, source, shape, down, filter, Math.min(count, countMax));
  }

  /**
   * Only the entries in whose values a query finds something, JSON null included; and what was
   * asked for before.
   *
   * @throws JsonPathException now: the text is no query
   * @throws LimitException now: the query is too large; in a walk: it costs too much for a value,
   *     see {@link JsonPath#exists}
   */
  public Scan<E> where(String jsonPath) {
    return where(JsonPath.parse(jsonPath));
  }

  /** The same with a query that has been read. */
  public Scan<E> where(JsonPath path) {
    Objects.requireNonNull(path, "path is null; every value matches \"$\"");
    Predicate<Keyed> matches = entry -> path.exists(entry.value());
    return new Scan<>(
        range, source, shape, down, filter == null ? matches : filter.and(matches), countMax);
  }

  /** Only the keys. */
  public Scan<String> keys() {
    return new Scan<>(range, source, Keyed::key, down, filter, countMax);
  }

  /** Only the values. */
  public Scan<Json> values() {
    return new Scan<>(range, source, Keyed::value, down, filter, countMax);
  }

  // ── walks ──────────────────────────────────────────────────────────────────────────────────

  /** Begins a walk. */
  @Override
  public Iterator<E> iterator() {
    return walk();
  }

  private Steps<E> walk() {
    return new Steps<>(source.walk(range, down), filter, countMax, shape);
  }

  /** The first one, if there is any. */
  public Optional<E> first() {
    Iterator<E> walk = limit(1).iterator();
    return walk.hasNext() ? Optional.of(walk.next()) : Optional.empty();
  }

  /**
   * The first so many, and where to go on. A page holds on to nothing: the next one sees what is
   * there by then, and whatever has been written meanwhile, a key that stays is on one page, and
   * none is on two. (All pages of a {@link Snapshot} are of one revision.)
   *
   * {@snippet :
   * Optional<KeyRange> rest = Optional.of(KeyRange.prefix("user:"));
   * while (rest.isPresent()) {
   *   Page<Keyhold.Entry> page = db.scan(rest.get()).page(100);
   *   show(page.entries());
   *   rest = page.rest();
   * }
   * }
   *
   * @param count above zero; a smaller {@link #limit} counts, too
   */
  public Page<E> page(int count) {
    if (count <= 0) {
      throw new IllegalArgumentException("page is of %,d; 1 is the least".formatted(count));
    }
    List<E> entries = new ArrayList<>();
    Steps<E> walk = limit(count).walk();
    walk.forEachRemaining(entries::add);
    String last = entries.size() == Math.min(count, countMax) ? walk.lastKey() : null;
    return new Page<>(entries, last == null ? Optional.empty() : rest(last));
  }

  private Optional<KeyRange> rest(String last) {
    KeyRange behind = range.intersection(down ? KeyRange.before(last) : KeyRange.after(last));
    return behind.isEmpty() ? Optional.empty() : Optional.of(behind);
  }

  /**
   * A sequential stream of the entries in order, which begins its walk with its first element.
   * Where it may be left before its end, close it.
   */
  public Stream<E> stream() {
    Stepping<E> stepping = new Stepping<>(this);
    return StreamSupport.stream(stepping, false).onClose(stepping::end);
  }

  private static final int CHARACTERISTICS = Spliterator.ORDERED | Spliterator.NONNULL;

  /** Of unknown size: counting a range means walking it. */
  @Override
  public Spliterator<E> spliterator() {
    return new Stepping<>(this);
  }

  /** Begins its walk with the first step. */
  private static final class Stepping<E> extends Spliterators.AbstractSpliterator<E> {
    private final Scan<E> scan;
    private @Nullable Steps<E> walk;

    Stepping(Scan<E> scan) {
      super(Long.MAX_VALUE, CHARACTERISTICS);
      this.scan = scan;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
      Steps<E> steps = begun();
      if (!steps.hasNext()) {
        return false;
      }
      action.accept(steps.next());
      return true;
    }

    private Steps<E> begun() {
      Steps<E> steps = walk;
      if (steps == null) {
        steps = scan.walk();
        walk = steps;
      }
      return steps;
    }

    void end() {
      if (walk != null) {
        walk.end();
      }
    }
  }
}
