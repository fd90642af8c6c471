package io.teleport.engine.etf;

import io.teleport.term.Atom;
import io.teleport.term.Export;
import io.teleport.term.Fun;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Pid;
import io.teleport.term.Port;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.util.List;

/** What a term takes of each limit, found by walking it. */
final class Extent {

  private int deepest;
  private long terms;
  private int longestAtom;
  private int longestInteger;
  private boolean writable = true;

  private Extent() {}

  static Extent of(Term term) {
    Extent extent = new Extent();
    extent.add(term, 0);
    return extent;
  }

  boolean exceeds(DecodeLimits limits) {
    return deepest > limits.depth()
        || terms > limits.terms()
        || longestAtom > limits.atomLength()
        || longestInteger > limits.integerBytes();
  }

  /** Returns whether the term has a form that {@link io.teleport.term.Terms#parse} reads. */
  boolean isWritable() {
    return writable;
  }

  private void add(Term term, int depth) {
    terms++;
    deepest = Math.max(deepest, depth);
    if (term instanceof Tuple tuple) {
      addAll(tuple.elements(), depth);
    } else if (term instanceof ListTerm list) {
      addAll(list.elements(), depth);
      list.tail().ifPresent(tail -> add(tail, depth + 1));
    } else if (term instanceof MapTerm map) {
      map.entries()
          .forEach(
              (key, value) -> {
                add(key, depth + 1);
                add(value, depth + 1);
              });
    } else if (term instanceof Fun fun) {
      writable = false;
      atom(fun.module());
      atom(fun.creator().node());
      addAll(fun.captured(), depth);
    } else {
      leaf(term);
    }
  }

  private void addAll(List<Term> elements, int depth) {
    elements.forEach(element -> add(element, depth + 1));
  }

  private void leaf(Term term) {
    if (term instanceof Atom atom) {
      atom(atom);
    } else if (term instanceof IntegerTerm integer) {
      longestInteger = Math.max(longestInteger, (integer.bigValue().abs().bitLength() + 7) / 8);
    } else if (term instanceof Pid pid) {
      writable = false;
      atom(pid.node());
    } else if (term instanceof Port port) {
      writable = false;
      atom(port.node());
    } else if (term instanceof Reference reference) {
      writable = false;
      atom(reference.node());
    } else if (term instanceof Export export) {
      atom(export.module());
      atom(export.function());
    }
  }

  private void atom(Atom atom) {
    longestAtom = Math.max(longestAtom, atom.value().codePointCount(0, atom.value().length()));
  }
}
