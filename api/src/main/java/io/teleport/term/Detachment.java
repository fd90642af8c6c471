package io.teleport.term;

import java.util.ArrayList;
import java.util.List;

/** Copies what a term holds of a message's memory. */
final class Detachment {

  private Detachment() {}

  static Term detach(Term term) {
    if (term instanceof Binary binary) {
      return detach(binary);
    } else if (term instanceof Tuple tuple) {
      List<Term> elements = tuple.elements();
      List<Term> detached = detach(elements);
      return detached == elements ? tuple : Tuple.of(detached);
    } else if (term instanceof ListTerm list) {
      return detach(list);
    } else if (term instanceof MapTerm map) {
      return detach(map);
    } else if (term instanceof Fun fun) {
      List<Term> captured = detach(fun.captured());
      return captured == fun.captured()
          ? fun
          : new Fun(
              fun.module(),
              fun.arity(),
              fun.unique(),
              fun.index(),
              fun.oldIndex(),
              fun.oldUnique(),
              fun.creator(),
              captured);
    }
    return term;
  }

  private static Term detach(Binary binary) {
    BinaryContent content = binary.content();
    boolean own =
        content instanceof BinaryContent.Heap
            || content instanceof BinaryContent.Buffer
            || content instanceof BinaryContent.File
            || !content.repeatable();
    return own ? binary : Binary.wrap(binary.toByteArray());
  }

  private static Term detach(ListTerm list) {
    if (list.hasNumbersOnly()) {
      return list;
    }
    List<Term> elements = list.elements();
    List<Term> detached = detach(elements);
    if (list.isProper()) {
      return detached == elements ? list : ListTerm.of(detached);
    }
    Term tail = list.tail().orElseThrow();
    Term detachedTail = detach(tail);
    return detached == elements && detachedTail == tail
        ? list
        : ListTerm.of(detached, detachedTail);
  }

  private static Term detach(MapTerm map) {
    Term[] entries = new Term[2 * map.size()];
    boolean changed = false;
    for (int i = 0; i < map.size(); i++) {
      Term key = detach(map.keyAt(i));
      Term value = detach(map.valueAt(i));
      changed |= key != map.keyAt(i) || value != map.valueAt(i);
      entries[2 * i] = key;
      entries[2 * i + 1] = value;
    }
    return changed ? MapTerm.wrap(entries) : map;
  }

  /** Returns the same list if there is nothing to copy. */
  private static List<Term> detach(List<Term> terms) {
    List<Term> copy = null;
    for (int i = 0; i < terms.size(); i++) {
      Term term = terms.get(i);
      Term detached = detach(term);
      if (copy == null && detached != term) {
        copy = new ArrayList<>(terms.subList(0, i));
      }
      if (copy != null) {
        copy.add(detached);
      }
    }
    return copy == null ? terms : copy;
  }
}
