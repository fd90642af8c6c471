package io.teleport.term;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A map from terms to terms. The order of the entries is kept, but does not matter to equality. */
public final class MapTerm implements Term {

  /** The map without entries, <code>#{}</code>. */
  public static final MapTerm EMPTY = new MapTerm(Map.of());

  private final Map<Term, Term> entries;

  private MapTerm(Map<Term, Term> entries) {
    this.entries = entries;
  }

  /** Returns the map of some entries, which are copied. */
  public static MapTerm of(Map<? extends Term, ? extends Term> entries) {
    Map<Term, Term> copy = new LinkedHashMap<>(entries);
    copy.forEach(
        (key, value) -> {
          Objects.requireNonNull(key, "key");
          Objects.requireNonNull(value, "value");
        });
    return new MapTerm(Collections.unmodifiableMap(copy));
  }

  /**
   * Returns the map of keys and values in turn.
   *
   * @throws IllegalArgumentException if a key occurs twice, or lacks its value
   */
  public static MapTerm of(Term... keysAndValues) {
    if (keysAndValues.length == 0) {
      return EMPTY;
    }
    if (keysAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a key without a value: " + keysAndValues[keysAndValues.length - 1]);
    }
    Map<Term, Term> entries = new LinkedHashMap<>(keysAndValues.length);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      Term key = Objects.requireNonNull(keysAndValues[i], "key");
      Term value = Objects.requireNonNull(keysAndValues[i + 1], "value");
      if (entries.put(key, value) != null) {
        throw new IllegalArgumentException("the key " + key + " occurs twice");
      }
    }
    return new MapTerm(Collections.unmodifiableMap(entries));
  }

  /** Returns keys and values; immutable. */
  public Map<Term, Term> entries() {
    return entries;
  }

  /** Returns the number of entries. */
  public int size() {
    return entries.size();
  }

  /** Returns the value of a key, if there is one. */
  public Optional<Term> get(Term key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Returns the value of a key that is an atom, if there is one. */
  public Optional<Term> get(String atom) {
    return get(new Atom(atom));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MapTerm that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
