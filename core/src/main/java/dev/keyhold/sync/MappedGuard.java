package dev.keyhold.sync;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A guard seen from a part of its data.
 *
 * @param <U> the part
 */
final class MappedGuard<U> implements Guard<U> {
  private final Guard<?> whole;
  private final U part;

  private MappedGuard(Guard<?> whole, U part) {
    this.whole = whole;
    this.part = part;
  }

  static <T, U> Guard<U> of(Guard<T> whole, Function<? super T, ? extends @Nullable U> part) {
    U found = part.apply(whole.get());
    return new MappedGuard<>(
        whole, Objects.requireNonNull(found, "the part of the data is null; the guard is open"));
  }

  @Override
  public U get() {
    // Refuses where the whole guard would.
    Objects.requireNonNull(whole.get());
    return part;
  }

  @Override
  public void close() {
    whole.close();
  }

  @Override
  public boolean isClosed() {
    return whole.isClosed();
  }

  @Override
  public void moveTo(Task task) {
    whole.moveTo(task);
  }

  @Override
  public String toString() {
    return whole + ", of a part";
  }
}
