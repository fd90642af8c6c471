package io.teleport.erlang;

import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.BitString;
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
import java.util.function.Predicate;

/** Which terms a text can stand for, and where the text of a node is not the one of ours. */
final class Syntax {

  /** Maps of more entries than this are printed in another order than they are written. */
  private static final int SMALL_MAP = 32;

  private Syntax() {}

  /**
   * Returns whether a term has a syntax in which it can be read: those with identifiers in them
   * have none, and some are cut short when they are printed.
   */
  static boolean isReadable(Term term) {
    return !anyPart(term, Syntax::isUnreadable);
  }

  private static boolean isUnreadable(Term term) {
    if (term instanceof Binary binary) {
      return binary.size() > 1024;
    }
    if (term instanceof BitString bits) {
      return bits.bitSize() > 8192;
    }
    if (term instanceof IntegerTerm integer) {
      return integer.bigValue().bitLength() > 8192;
    }
    if (term instanceof ListTerm list) {
      return list.elements().size() > 10_000;
    }
    if (term instanceof Atom atom) {
      // What erl_scan refuses even between quotes.
      return atom.value().codePoints().anyMatch(c -> c == 0xFFFE || c == 0xFFFF);
    }
    return term instanceof Pid
        || term instanceof Port
        || term instanceof Reference
        || term instanceof Fun;
  }

  /** Returns whether a map in a term is so large that its order is not that of its bytes. */
  static boolean hasLargeMap(Term term) {
    return anyPart(term, part -> part instanceof MapTerm map && map.size() > SMALL_MAP);
  }

  /**
   * Returns whether a term holds a function whose names a node prints in a way of its own: with
   * more quotes than atoms have elsewhere, without those that words of the language need, and with
   * the bytes of UTF-8 for characters.
   */
  static boolean hasUnusualFunction(Term term) {
    return anyPart(
        term,
        part ->
            part instanceof Export export
                && !(isUsual(export.module()) && isUsual(export.function())));
  }

  private static boolean isUsual(Atom name) {
    return name.toString().matches("[a-z][A-Za-z0-9_]*");
  }

  static boolean anyPart(Term term, Predicate<Term> predicate) {
    if (predicate.test(term)) {
      return true;
    }
    if (term instanceof Tuple tuple) {
      return tuple.elements().stream().anyMatch(part -> anyPart(part, predicate));
    }
    if (term instanceof ListTerm list) {
      return list.elements().stream().anyMatch(part -> anyPart(part, predicate))
          || list.tail().stream().anyMatch(part -> anyPart(part, predicate));
    }
    if (term instanceof MapTerm map) {
      return map.entries().entrySet().stream()
          .anyMatch(
              entry -> anyPart(entry.getKey(), predicate) || anyPart(entry.getValue(), predicate));
    }
    return false;
  }
}
