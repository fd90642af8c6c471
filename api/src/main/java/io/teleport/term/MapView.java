package io.teleport.term;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** The entries of a {@link MapTerm} as an immutable {@link Map}, in the order they came in. */
final class MapView extends AbstractMap<Term, Term> {

  private final MapTerm map;

  MapView(MapTerm map) {
    this.map = map;
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public Term get(Object key) {
    return key instanceof Term term ? map.find(term) : null;
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public Set<Map.Entry<Term, Term>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<Term, Term>> {
    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean contains(Object other) {
      return other instanceof Map.Entry<?, ?> entry
          && entry.getValue() != null
          && entry.getValue().equals(get(entry.getKey()));
    }

    @Override
    public Iterator<Map.Entry<Term, Term>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < map.size();
        }

        @Override
        public Map.Entry<Term, Term> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          int position = next++;
          return Map.entry(map.keyAt(position), map.valueAt(position));
        }
      };
    }
  }
}
