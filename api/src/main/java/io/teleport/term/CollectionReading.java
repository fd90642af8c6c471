package io.teleport.term;

import java.util.Collection;
import java.util.function.IntFunction;

/** Reads lists and tuples as collections. */
final class CollectionReading {

  private CollectionReading() {}

  /**
   * Returns a reader.
   *
   * @param empty makes a collection for a number of elements
   * @param element reads an element
   */
  static FromTerm of(IntFunction<Collection<Object>> empty, FromTerm element) {
    return (term, depth) -> {
      int inner = Mismatch.deeper(depth);
      Sequence elements = TermToJava.elements(term);
      Collection<Object> target = empty.apply(elements.size());
      for (int i = 0; i < elements.size(); i++) {
        try {
          target.add(element.read(elements.get(i), inner));
        } catch (Mismatch e) {
          throw e.at(i);
        }
      }
      return target;
    };
  }
}
