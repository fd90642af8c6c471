package io.teleport.term;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The atoms of an enum's constants, both ways. */
final class EnumAtoms implements ToTerm, FromTerm {

  // Hangs on the enum itself, and so keeps no class loader of an application alive.
  private static final ClassValue<EnumAtoms> ATOMS =
      new ClassValue<>() {
        @Override
        protected EnumAtoms computeValue(Class<?> type) {
          return new EnumAtoms(type);
        }
      };

  private final Class<?> type;
  private final Atom[] atoms;
  private final Map<String, Object> constants = new HashMap<>();

  private EnumAtoms(Class<?> type) {
    this.type = type;
    Object[] all = type.getEnumConstants();
    List<Atom> names = new ArrayList<>(all.length);
    for (Object constant : all) {
      String name = ((Enum<?>) constant).name();
      names.add(TermNames.of(type, field(type, name), name));
    }
    TermNames.checkDistinct(type, names);
    atoms = names.toArray(Atom[]::new);
    for (int i = 0; i < all.length; i++) {
      constants.put(atoms[i].value(), all[i]);
    }
    for (Object constant : all) {
      constants.putIfAbsent(((Enum<?>) constant).name(), constant);
    }
    for (Object constant : all) {
      constants.putIfAbsent(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
    }
  }

  private static AnnotatedElement field(Class<?> type, String constant) {
    try {
      return type.getDeclaredField(constant);
    } catch (NoSuchFieldException e) {
      throw new AssertionError(type + " lacks the field of its constant " + constant, e);
    }
  }

  /** Returns the atoms of an enum. */
  static EnumAtoms of(Class<?> type) {
    return ATOMS.get(type);
  }

  Class<?> type() {
    return type;
  }

  /** Returns the names by which the constants can be read. */
  Map<String, Object> constants() {
    return constants;
  }

  /** Returns the atom of a constant. */
  @SuppressWarnings("EnumOrdinal") // within one JVM, as an EnumMap does
  Atom atom(Object constant) {
    return atoms[((Enum<?>) constant).ordinal()];
  }

  @Override
  public void write(Object value, TermSink sink, int depth) {
    sink.atom(value == null ? Atom.UNDEFINED : atom(value));
  }

  @Override
  public Object read(Term term, int depth) {
    Object constant = term instanceof Atom atom ? constants.get(atom.value()) : null;
    if (constant == null && !Nulls.isNull(term)) {
      throw new Mismatch(
          "the name of " + TermNoun.withArticle(type.getSimpleName()) + " as an atom", term);
    }
    return constant;
  }
}
