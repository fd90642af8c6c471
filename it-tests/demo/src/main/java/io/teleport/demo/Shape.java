package io.teleport.demo;

import io.teleport.Address;
import io.teleport.TeleportMessage;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.ListTerm;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import io.teleport.term.Tuple;

/** Reads the terms of the demonstration's messages; what has another shape is refused by name. */
final class Shape {

  private Shape() {}

  /** Returns whether the sender of a message waits for an answer. */
  static boolean isCall(TeleportMessage message) {
    return message.kind() == TeleportMessage.Kind.CALL
        || message.kind() == TeleportMessage.Kind.SYNC_NOTIFY;
  }

  /**
   * Returns a tuple, {@code {tag, …}}.
   *
   * @param term what should be the tuple
   * @param tag its first element
   * @param size its number of elements, the tag included
   * @throws IllegalArgumentException if the term is anything else
   */
  static Tuple tagged(Term term, String tag, int size) {
    if (isTagged(term, tag, size)) {
      return (Tuple) term;
    }
    throw new IllegalArgumentException(
        "expected a tuple of %d elements that begins with '%s', found %s"
            .formatted(size, tag, kindOf(term)));
  }

  static boolean isTagged(Term term, String tag, int size) {
    return term instanceof Tuple tuple
        && tuple.size() == size
        && size > 0
        && tuple.get(0) instanceof Atom first
        && first.value().equals(tag);
  }

  /** Reads a pid or {@code {Name, Node}}, the two forms that Erlang can send to. */
  static Address address(Term term) {
    if (term instanceof Pid pid) {
      return Address.of(pid);
    }
    if (term instanceof Tuple tuple
        && tuple.size() == 2
        && tuple.get(0) instanceof Atom name
        && tuple.get(1) instanceof Atom node) {
      return Address.of(name.value(), node.value());
    }
    throw new IllegalArgumentException(
        "expected a pid or {Name, Node} with two atoms, found " + kindOf(term));
  }

  /** Reads a text: a binary in UTF-8 or an atom. */
  static String text(Term term) {
    if (term instanceof Binary binary) {
      return binary.asString();
    }
    if (term instanceof Atom atom) {
      return atom.value();
    }
    throw new IllegalArgumentException("expected a text, found " + kindOf(term));
  }

  static ListTerm properList(Term term) {
    if (term instanceof ListTerm list && list.isProper()) {
      return list;
    }
    throw new IllegalArgumentException("expected a proper list, found " + kindOf(term));
  }

  static Binary binary(Term term) {
    if (term instanceof Binary binary) {
      return binary;
    }
    throw new IllegalArgumentException("expected a binary, found " + kindOf(term));
  }

  /** Says what a term is without printing its content, which may be large or still arriving. */
  private static String kindOf(Term term) {
    if (term instanceof Tuple tuple) {
      return "a tuple of " + tuple.size() + " elements";
    }
    if (term instanceof Atom atom) {
      return "the atom '" + atom.value() + "'";
    }
    return "a term of the type " + term.getClass().getSimpleName();
  }
}
