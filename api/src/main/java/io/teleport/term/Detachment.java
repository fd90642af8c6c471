package io.teleport.term;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies what a term holds of a message's memory. */
final class Detachment {

  private Detachment() {}

  static Term detach(Term term) {
    if (term instanceof Binary binary) {
      return detach(binary);
    } else if (term instanceof Tuple tuple) {
      List<Term> elements = detach(tuple.elements());
      return elements == tuple.elements() ? tuple : new Tuple(elements);
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
    List<Term> elements = detach(list.elements());
    if (list.isProper()) {
      return elements == list.elements() ? list : ListTerm.of(elements);
    }
    Term tail = list.tail().orElseThrow();
    Term detached = detach(tail);
    return elements == list.elements() && detached == tail ? list : ListTerm.of(elements, detached);
  }

  private static Term detach(MapTerm map) {
    Map<Term, Term> entries = new LinkedHashMap<>();
    boolean changed = false;
    for (Map.Entry<Term, Term> entry : map.entries().entrySet()) {
      Term key = detach(entry.getKey());
      Term value = detach(entry.getValue());
      changed |= key != entry.getKey() || value != entry.getValue();
      entries.put(key, value);
    }
    return changed ? MapTerm.of(entries) : map;
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
