package io.teleport.term;

/**
 * Takes a term piece by piece, in the order in which it is written down. {@link Terms#write} feeds
 * it, so that a record needs no terms on its way into bytes.
 *
 * <p>A tuple, list or map begins with the number of its parts; then come the parts, which may be
 * tuples, lists and maps themselves, and then its end. The parts of a map are its keys and values
 * in turn.
 *
 * <p>Applications use {@link Terms#of} and have no need for this interface.
 */
public interface TermSink {

  /** Takes an atom. */
  void atom(Atom atom);

  /** Takes an integer. */
  void integer(long value);

  /**
   * Takes a float.
   *
   * @param value a finite number
   */
  void floating(double value);

  /** Takes a binary that holds a text in UTF-8. */
  void text(String text);

  /** Takes a term of any kind. */
  void term(Term term);

  /**
   * Begins a tuple.
   *
   * @param size number of elements
   */
  void beginTuple(int size);

  /** Ends the tuple that was begun last. */
  void endTuple();

  /**
   * Begins a proper list.
   *
   * @param size number of elements, at least one
   */
  void beginList(int size);

  /** Ends the list that was begun last. */
  void endList();

  /**
   * Begins a map.
   *
   * @param size number of entries
   */
  void beginMap(int size);

  /** Ends the map that was begun last. Its keys were atoms, and no two of them the same. */
  void endMap();
}
