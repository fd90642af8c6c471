package io.teleport.term;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A map from terms to terms. The order of the entries is kept, but does not matter to equality. */
public final class MapTerm implements Term {

  /** The map without entries, <code>#{}</code>. */
  public static final MapTerm EMPTY = new MapTerm(new Term[0], null);

  /** Up to how many entries a key is looked for in all of them, if comparing keys is cheap. */
  private static final int FEW = 8;

  /** Keys and values in turn. */
  private final Term[] entries;

  /** Finds keys, or null if all are looked at. */
  private final MapIndex index;

  /**
   * The hash code, 0 before it is asked for. Kept, so that a map in a key of a map in a key is not
   * hashed once for each of them.
   */
  private int hash;

  private MapTerm(Term[] entries, MapIndex index) {
    this.entries = entries;
    this.index = index;
  }

  /**
   * Returns the map of some entries, which are copied.
   *
   * @throws IllegalArgumentException if two keys are equal, though the map told them apart
   */
  public static MapTerm of(Map<? extends Term, ? extends Term> entries) {
    Term[] keysAndValues = new Term[2 * entries.size()];
    int next = 0;
    for (Map.Entry<? extends Term, ? extends Term> entry : entries.entrySet()) {
      keysAndValues[next++] = entry.getKey();
      keysAndValues[next++] = entry.getValue();
    }
    return wrap(keysAndValues);
  }

  /**
   * Returns the map of keys and values in turn, which are copied.
   *
   * @throws IllegalArgumentException if a key occurs twice, or lacks its value
   */
  public static MapTerm of(Term... keysAndValues) {
    return wrap(keysAndValues.clone());
  }

  /**
   * Returns the map of keys and values in turn; the array is not copied and must not change any
   * more.
   *
   * @throws IllegalArgumentException if a key occurs twice, or lacks its value
   */
  public static MapTerm wrap(Term[] keysAndValues) {
    int length = keysAndValues.length;
    if (length == 0) {
      return EMPTY;
    }
    if (length % 2 != 0) {
      throw new IllegalArgumentException("a key without a value: " + keysAndValues[length - 1]);
    }
    for (int i = 0; i < length; i += 2) {
      Objects.requireNonNull(keysAndValues[i], "key");
      Objects.requireNonNull(keysAndValues[i + 1], "value");
    }
    if (length > 2 * FEW || (length > 2 && !areSimple(keysAndValues))) {
      return new MapTerm(keysAndValues, MapIndex.of(keysAndValues));
    }
    for (int i = 2; i < length; i += 2) {
      if (scan(keysAndValues[i], keysAndValues, i) >= 0) {
        throw twice(keysAndValues[i]);
      }
    }
    return new MapTerm(keysAndValues, null);
  }

  /**
   * Returns the map of atoms that differ and their values in turn; the array is not copied and must
   * not change any more. Neither is checked.
   */
  static MapTerm wrapDistinct(Term[] atomsAndValues) {
    return atomsAndValues.length > 2 * FEW
        ? wrap(atomsAndValues)
        : new MapTerm(atomsAndValues, null);
  }

  /** Returns keys and values; immutable. */
  public Map<Term, Term> entries() {
    return new MapView(this);
  }

  /** Returns the number of entries. */
  public int size() {
    return entries.length / 2;
  }

  /**
   * Returns the key of an entry.
   *
   * @param position which, in the order they came in, counted from 0
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public Term keyAt(int position) {
    return entries[2 * position];
  }

  /**
   * Returns the value of an entry.
   *
   * @param position which, in the order they came in, counted from 0
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public Term valueAt(int position) {
    return entries[2 * position + 1];
  }

  /** Returns the value of a key, if there is one. */
  public Optional<Term> get(Term key) {
    return Optional.ofNullable(find(key));
  }

  /** Returns the value of a key that is an atom, if there is one. */
  public Optional<Term> get(String atom) {
    return get(new Atom(atom));
  }

  /** Returns the value of a key, or null. */
  Term find(Term key) {
    int position = index == null ? scan(key, entries, entries.length) : index.find(key, entries);
    return position < 0 ? null : valueAt(position);
  }

  /** Returns how many keys were looked at to put each key in its place, all together. */
  long probes() {
    return index == null ? size() * (size() - 1L) / 2 : index.probes(entries);
  }

  static IllegalArgumentException twice(Term key) {
    return new IllegalArgumentException("the key " + key + " occurs twice");
  }

  /** Returns the position of a key among those before {@code end}, or -1. */
  private static int scan(Term key, Term[] entries, int end) {
    for (int i = 0; i < end; i += 2) {
      if (entries[i].equals(key)) {
        return i / 2;
      }
    }
    return -1;
  }

  /** Whether no key has parts. Comparing all keys with parts adds up over levels of nesting. */
  private static boolean areSimple(Term[] keysAndValues) {
    for (int i = 0; i < keysAndValues.length; i += 2) {
      Term key = keysAndValues[i];
      if (key instanceof Tuple
          || key instanceof ListTerm
          || key instanceof MapTerm
          || key instanceof Fun) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof MapTerm that)
        || entries.length != that.entries.length
        || hashCode() != that.hashCode()) {
      return false;
    }
    for (int i = 0; i < entries.length; i += 2) {
      if (!entries[i + 1].equals(that.find(entries[i]))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      for (int i = 0; i < entries.length; i += 2) {
        long entry = TermHash.add(TermHash.start(1), entries[i].hashCode());
        known += TermHash.finish(TermHash.add(entry, entries[i + 1].hashCode()));
      }
      hash = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
