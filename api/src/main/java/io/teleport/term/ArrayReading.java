package io.teleport.term;

import java.lang.reflect.Array;
import java.util.Arrays;

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
      Object numbers = numbers(term, component);
      if (numbers != null) {
        return numbers;
      }
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

  /** Reads a list of numbers that all fit without an object for each; else returns null. */
  private static Object numbers(Term term, Class<?> component) {
    if (!(term instanceof ListTerm list) || !list.hasNumbersOnly()) {
      return null;
    } else if (component == long.class) {
      long[] array = new long[list.size()];
      Arrays.setAll(array, list::longAt);
      return array;
    } else if (component == int.class) {
      int[] array = new int[list.size()];
      for (int i = 0; i < array.length; i++) {
        long number = list.longAt(i);
        array[i] = (int) number;
        if (array[i] != number) {
          return null;
        }
      }
      return array;
    }
    return null;
  }

  private static void store(Object array, int index, Object value) {
    if (array instanceof Object[] objects) {
      objects[index] = value;
    } else if (array instanceof double[] numbers) {
      numbers[index] = (double) value;
    } else {
      Array.set(array, index, value);
    }
  }
}
