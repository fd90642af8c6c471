package io.teleport.term;

/** Says in words what a term is. */
final class TermNoun {

  private static final int MAX_DIGITS = 40;

  private TermNoun() {}

  static String of(Term term) {
    if (term instanceof Atom atom) {
      return "the atom " + atom;
    } else if (term instanceof IntegerTerm integer) {
      return integer.bigValue().bitLength() > 3 * MAX_DIGITS
          ? "an integer of " + integer.bigValue().bitLength() + " bits"
          : "the integer " + integer;
    } else if (term instanceof FloatTerm number) {
      return "the float " + number;
    } else if (term instanceof Binary binary) {
      return binary.size() < 0
          ? "a binary that is a stream"
          : "a binary of " + binary.size() + " bytes";
    } else if (term instanceof Tuple tuple) {
      return "a tuple of " + tuple.size() + " elements";
    } else if (term instanceof ListTerm list) {
      return (list.isProper() ? "a list of " : "an improper list of ")
          + list.elements().size()
          + " elements";
    } else if (term instanceof MapTerm map) {
      return "a map of " + map.size() + " entries";
    }
    return kind(term);
  }

  private static String kind(Term term) {
    if (term instanceof BitString bits) {
      return "a bit string of " + bits.bitSize() + " bits";
    } else if (term instanceof Pid pid) {
      return "the pid " + pid;
    } else if (term instanceof Reference) {
      return "a reference";
    } else if (term instanceof Port) {
      return "a port";
    }
    return "a fun";
  }
}
