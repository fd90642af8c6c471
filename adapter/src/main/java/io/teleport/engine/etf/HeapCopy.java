package io.teleport.engine.etf;

import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Frees a term from the memory of the message it came in. */
public final class HeapCopy {

  private HeapCopy() {}

  /**
   * Returns an equal term whose binaries are all on the heap; the term itself if that is so already.
   *
   * @throws io.teleport.term.PayloadReleasedException if the message's memory was given back
   */
  public static Term of(Term term) {
    if (term instanceof Binary binary) {
      return binary.content() instanceof BinaryContent.Heap
          ? binary
          : Binary.wrap(binary.toByteArray());
    }
    if (term instanceof Tuple tuple) {
      List<Term> copies = all(tuple.elements());
      return copies == tuple.elements() ? tuple : new Tuple(copies);
    }
    if (term instanceof ListTerm list) {
      List<Term> copies = all(list.elements());
      Term tail = list.tail().map(HeapCopy::of).orElse(null);
      boolean same = copies == list.elements() && tail == list.tail().orElse(null);
      if (same) {
        return list;
      }
      return tail == null ? ListTerm.of(copies) : ListTerm.of(copies, tail);
    }
    if (term instanceof MapTerm map) {
      return of(map);
    }
    return term;
  }

  private static Term of(MapTerm map) {
    Map<Term, Term> copies = new LinkedHashMap<>();
    boolean same = true;
    for (Map.Entry<Term, Term> entry : map.entries().entrySet()) {
      Term key = of(entry.getKey());
      Term value = of(entry.getValue());
      same &= key == entry.getKey() && value == entry.getValue();
      copies.put(key, value);
    }
    return same ? map : MapTerm.of(copies);
  }

  /** Returns the list itself if none of its elements needs a copy. */
  private static List<Term> all(List<Term> terms) {
    List<Term> copies = null;
    for (int i = 0; i < terms.size(); i++) {
      Term copy = of(terms.get(i));
      if (copies == null && copy != terms.get(i)) {
        copies = new ArrayList<>(terms.subList(0, i));
      }
      if (copies != null) {
        copies.add(copy);
      }
    }
    return copies == null ? terms : copies;
  }
}
