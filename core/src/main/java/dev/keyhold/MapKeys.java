package dev.keyhold;

import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/** The keys of a {@link KeyholdMap}, live. */
final class MapKeys extends AbstractSet<String> implements NavigableSet<String> {
  private final KeyholdMap map;

  MapKeys(KeyholdMap map) {
    this.map = map;
  }

  private static NavigableSet<String> of(ConcurrentNavigableMap<String, ?> map) {
    return map.navigableKeySet();
  }

  private static @Nullable String key(Map.@Nullable Entry<String, ?> entry) {
    return entry == null ? null : entry.getKey();
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
  public boolean contains(Object key) {
    return map.containsKey(key);
  }

  @Override
  public boolean remove(Object key) {
    return map.remove(key) != null;
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public Iterator<String> iterator() {
    return map.steps(Keyhold.Entry::key);
  }

  @Override
  public Iterator<String> descendingIterator() {
    return descendingSet().iterator();
  }

  @Override
  public Spliterator<String> spliterator() {
    return new MapSplits<>(iterator(), Spliterator.DISTINCT | Spliterator.SORTED, comparator());
  }

  @Override
  public Comparator<? super String> comparator() {
    return map.comparator();
  }

  @Override
  public String first() {
    return map.firstKey();
  }

  @Override
  public String last() {
    return map.lastKey();
  }

  @Override
  public @Nullable String lower(String key) {
    return map.lowerKey(key);
  }

  @Override
  public @Nullable String floor(String key) {
    return map.floorKey(key);
  }

  @Override
  public @Nullable String ceiling(String key) {
    return map.ceilingKey(key);
  }

  @Override
  public @Nullable String higher(String key) {
    return map.higherKey(key);
  }

  @Override
  public @Nullable String pollFirst() {
    return key(map.pollFirstEntry());
  }

  @Override
  public @Nullable String pollLast() {
    return key(map.pollLastEntry());
  }

  @Override
  public NavigableSet<String> descendingSet() {
    return of(map.descendingMap());
  }

  @Override
  public NavigableSet<String> subSet(
      String from, boolean fromInclusive, String to, boolean toInclusive) {
    return of(map.subMap(from, fromInclusive, to, toInclusive));
  }

  @Override
  public NavigableSet<String> headSet(String to, boolean inclusive) {
    return of(map.headMap(to, inclusive));
  }

  @Override
  public NavigableSet<String> tailSet(String from, boolean inclusive) {
    return of(map.tailMap(from, inclusive));
  }

  @Override
  public NavigableSet<String> subSet(String from, String to) {
    return subSet(from, true, to, false);
  }

  @Override
  public NavigableSet<String> headSet(String to) {
    return headSet(to, false);
  }

  @Override
  public NavigableSet<String> tailSet(String from) {
    return tailSet(from, true);
  }
}
