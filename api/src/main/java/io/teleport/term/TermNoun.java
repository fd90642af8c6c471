package io.teleport.term;

/** Says in words what a term is, and what it should be. */
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
          : "a binary of " + count(binary.size(), "byte", "bytes");
    } else if (term instanceof Tuple tuple) {
      return tuple.size() > 0 && tuple.get(0) instanceof Atom tag
          ? tagged(tag, tuple.size())
          : "a tuple of " + elements(tuple.size());
    } else if (term instanceof ListTerm list) {
      return (list.isProper() ? "a list of " : "an improper list of ") + elements(list.size());
    } else if (term instanceof MapTerm map) {
      return "a map of " + count(map.size(), "entry", "entries");
    }
    return kind(term);
  }

  private static String kind(Term term) {
    if (term instanceof BitString bits) {
      return "a bit string of " + count(bits.bitSize(), "bit", "bits");
    } else if (term instanceof Pid pid) {
      return "the pid " + pid;
    } else if (term instanceof Reference) {
      return "a reference";
    } else if (term instanceof Port) {
      return "a port";
    }
    return "a fun";
  }

  /** Says what a tuple is that begins with an atom. */
  static String tagged(Atom tag, int size) {
    return size == 1
        ? "the tuple {" + tag + "}"
        : "a tuple {" + tag + ", ...} of " + elements(size);
  }

  /** Puts "a" or "an" before a word. */
  static String withArticle(String word) {
    boolean vowel = !word.isEmpty() && "AEIOUaeiou".indexOf(word.charAt(0)) >= 0;
    return (vowel ? "an " : "a ") + word;
  }

  private static String elements(int count) {
    return count(count, "element", "elements");
  }

  private static String count(long count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }
}
