package io.teleport.term;

import java.lang.reflect.Array;

/** Reads lists and tuples as arrays. */
final class ArrayReading {

  private ArrayReading() {}

  /**
   * Returns a reader.
   *
   * @param component type of the elements
   * @param element reads an element
   */
  static FromTerm of(Class<?> component, FromTerm element) {
    return (term, depth) -> {
      int inner = Mismatch.deeper(depth);
      Sequence elements = TermToJava.elements(term);
      Object array = Array.newInstance(component, elements.size());
      for (int i = 0; i < elements.size(); i++) {
        try {
          store(array, i, element.read(elements.get(i), inner));
        } catch (Mismatch e) {
          throw e.at(i);
        }
      }
      return array;
    };
  }

  private static void store(Object array, int index, Object value) {
    if (array instanceof Object[] objects) {
      objects[index] = value;
    } else if (array instanceof int[] numbers) {
      numbers[index] = (int) value;
    } else if (array instanceof long[] numbers) {
      numbers[index] = (long) value;
    } else if (array instanceof double[] numbers) {
      numbers[index] = (double) value;
    } else {
      Array.set(array, index, value);
    }
  }
}
