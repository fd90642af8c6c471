package io.teleport.term;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A map from terms to terms. The order of the entries is kept, but does not matter to equality.
 *
 * @param entries keys and values; immutable
 */
public record MapTerm(Map<Term, Term> entries) implements Term {

  /** The map without entries, <code>#{}</code>. */
  public static final MapTerm EMPTY = new MapTerm(Map.of());

  /** Copies the map. */
  public MapTerm {
    Map<Term, Term> copy = new LinkedHashMap<>(entries);
    copy.forEach(
        (key, value) -> {
          Objects.requireNonNull(key, "key");
          Objects.requireNonNull(value, "value");
        });
    entries = Collections.unmodifiableMap(copy);
  }

  /**
   * Returns the map of keys and values in turn.
   *
   * @throws IllegalArgumentException if a key occurs twice, or lacks its value
   */
  public static MapTerm of(Term... keysAndValues) {
    if (keysAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a key without a value: " + keysAndValues[keysAndValues.length - 1]);
    }
    Map<Term, Term> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (entries.put(keysAndValues[i], keysAndValues[i + 1]) != null) {
        throw new IllegalArgumentException("the key " + keysAndValues[i] + " occurs twice");
      }
    }
    return new MapTerm(entries);
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
  public String toString() {
    return TermPrinter.print(this);
  }
}
