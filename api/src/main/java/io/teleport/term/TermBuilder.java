package io.teleport.term;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Builds one term out of its pieces. Used once, by one thread. */
final class TermBuilder implements TermSink {

  private static final int FEW_LEVELS = 4;

  /** The parts of what was begun and not ended, from the outermost to the innermost. */
  private Term[][] parts = {};

  /** How many parts of each there are already. */
  private int[] counts = {};

  private int open;
  private Term result;

  /** Returns the term, once all that was begun has ended. */
  Term result() {
    return result;
  }

  private void add(Term term) {
    if (open == 0) {
      result = term;
    } else {
      int innermost = open - 1;
      parts[innermost][counts[innermost]++] = term;
    }
  }

  private void begin(int count) {
    if (open == parts.length) {
      int levels = Math.max(FEW_LEVELS, 2 * open);
      parts = Arrays.copyOf(parts, levels);
      counts = Arrays.copyOf(counts, levels);
    }
    parts[open] = new Term[count];
    counts[open] = 0;
    open++;
  }

  private Term[] end() {
    open--;
    Term[] all = parts[open];
    parts[open] = null;
    return all;
  }

  @Override
  public void atom(Atom atom) {
    add(atom);
  }

  @Override
  public void integer(long value) {
    add(IntegerTerm.of(value));
  }

  @Override
  public void floating(double value) {
    add(new FloatTerm(value));
  }

  @Override
  public void text(String text) {
    add(Binary.utf8(text));
  }

  @Override
  public void term(Term term) {
    add(term);
  }

  @Override
  public void beginTuple(int size) {
    begin(size);
  }

  @Override
  public void endTuple() {
    add(Tuple.wrap(end()));
  }

  @Override
  public void beginList(int size) {
    begin(size);
  }

  @Override
  public void endList() {
    add(ListTerm.wrap(end()));
  }

  @Override
  public void beginMap(int size) {
    begin(2 * size);
  }

  @Override
  public void endMap() {
    add(MapTerm.wrapDistinct(end()));
  }

  /**
   * Ends the map that was begun last, whose keys may be any.
   *
   * @throws Mismatch if a key occurs twice
   */
  void endAnyMap() {
    Term[] keysAndValues = end();
    try {
      add(MapTerm.wrap(keysAndValues));
    } catch (IllegalArgumentException e) {
      Set<Term> seen = new HashSet<>();
      for (int i = 0; i < keysAndValues.length; i += 2) {
        if (!seen.add(keysAndValues[i])) {
          throw new Mismatch(
                  "keys that differ as terms", "the key " + keysAndValues[i] + " twice", e)
              .atKey(keysAndValues[i]);
        }
      }
      throw e;
    }
  }
}
