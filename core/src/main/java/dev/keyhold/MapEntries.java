package dev.keyhold;

import dev.keyhold.json.Json;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Spliterator;

/** The entries of a {@link KeyholdMap}, live; each of them is what it was when it was met. */
final class MapEntries extends AbstractSet<Map.Entry<String, Json>> {
  private final KeyholdMap map;

  MapEntries(KeyholdMap map) {
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
  public boolean contains(Object other) {
    return other instanceof Map.Entry<?, ?> entry
        && entry.getKey() != null
        && entry.getValue() != null
        && entry.getValue().equals(map.get(entry.getKey()));
  }

  @Override
  public boolean remove(Object other) {
    return other instanceof Map.Entry<?, ?> entry
        && entry.getKey() != null
        && map.remove(entry.getKey(), entry.getValue());
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public Iterator<Map.Entry<String, Json>> iterator() {
    return map.steps(KeyholdMap::copy);
  }

  @Override
  public Spliterator<Map.Entry<String, Json>> spliterator() {
    return new MapSplits<>(iterator(), Spliterator.DISTINCT, null);
  }
}
