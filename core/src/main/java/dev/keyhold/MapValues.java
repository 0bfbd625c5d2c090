package dev.keyhold;

import dev.keyhold.json.Json;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.Spliterator;

/** The values of a {@link KeyholdMap}, live, in the order of their keys. */
final class MapValues extends AbstractCollection<Json> {
  private final KeyholdMap map;

  MapValues(KeyholdMap map) {
    this.map = map;
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean isEmpty() {
    return map.isEmpty();
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public Iterator<Json> iterator() {
    return map.steps(Keyhold.Entry::value);
  }

  @Override
  public Spliterator<Json> spliterator() {
    return new MapSplits<>(iterator(), 0, null);
  }
}
