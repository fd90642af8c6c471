package io.teleport.term;

/** The atoms that stand for {@code null}. */
final class Nulls {

  private Nulls() {}

  static boolean isNull(Term term) {
    return term instanceof Atom atom && isNull(atom.value());
  }

  private static boolean isNull(String name) {
    return switch (name.length()) {
      case 3 -> name.equals("nil");
      case 4 -> name.equals("null");
      case 9 -> name.equals("undefined");
      default -> false;
    };
  }

  /** Returns a reader that reads these atoms as null, and leaves all else to another. */
  static FromTerm or(FromTerm other) {
    return (term, depth) -> isNull(term) ? null : other.read(term, depth);
  }
}
